// SPDX-License-Identifier: MIT
// The accessible view: the same run, or the same live device, as on the canvas, in plain HTML, with
// the same commands. Loaded when somebody opens it. `page.program` is the running program (web/probe/accessible_page.cpp).
(() => {
  'use strict';

  const pollMs = 250;  // speech cannot follow faster
  const root = document.getElementById('accessible');
  const covered = ['stage', 'mirror', 'ways'].map((id) => document.getElementById(id));
  let page = null;
  let timer = 0;
  let told = '';
  let parts = null;  // what changes, by what it shows

  const call = (name, kinds = [], values = []) => page.program.ccall(name, 'string', kinds, values);

  // An element, its properties, what is in it.
  function make(tag, properties = {}, ...content) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...content);
    return element;
  }

  // Writes only what is new: what is read out stays where it is.
  function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
    element.hidden = text === '';
  }

  function command(name, {device = '', value = '', gesture = 0, copy = 1, handle = ''} = {}) {
    const complaint = call('srl_page_command',
      ['string', 'string', 'string', 'number', 'number', 'string'],
      [name, device, value, gesture, copy, handle]);
    refresh();
    return complaint;
  }

  // Into the live region of the page, which the canvas speaks through as well.
  function tell(text) {
    document.getElementById('status').replaceChildren(make('p', {textContent: text}));
  }

  const button = (text, act) => make('button', {type: 'button', textContent: text, onclick: act});

  // A checkbox with its label; `act` is told "on" or "off".
  function checkbox(text, act) {
    const box = make('input', {type: 'checkbox'});
    box.onchange = () => act(box.checked ? 'on' : 'off');
    const label = make('span', {textContent: text});
    return {box, label, element: make('label', {className: 'check'}, box, label)};
  }

  // Of what is shown, by its key: what is not there any more.
  function dropOthers(shown, keys) {
    for (const [key, {element}] of shown) {
      if (keys.includes(key)) continue;
      element.remove();
      shown.delete(key);
    }
  }

  // ---- Tasks ----

  function makeTask(device) {
    const task = {gesture: 0, copy: 1, handle: ''};
    const of = () =>
      ({device: device.name, gesture: task.gesture, copy: task.copy, handle: task.handle});
    const done = checkbox('', (value) => command('complete', {...of(), value}));
    const notes = make('span', {className: 'small'});
    const remind = make('select', {onchange() {
      const complaint = command('remind', {...of(), value: remind.value});
      remind.value = '';
      tell(complaint || `${task.done.label.textContent}: ${task.notes.textContent}`);
    }});
    const remove = button('Delete', () => {
      const next = task.element.nextSibling || task.element.previousSibling;
      command('delete', of());
      tell(`Deleted ${task.done.label.textContent}`);
      // The row goes, and with it the focus: it goes on to a neighbour.
      (next ? next.querySelector('button') : device.title).focus();
    });
    return Object.assign(task, {done, notes, remind, remove,
      element: make('li', {}, done.element, notes, remind, remove)});
  }

  // What is set comes first, then what can be set instead.
  function showReminder(task, data, choices) {
    task.remind.setAttribute('aria-label', `Reminder for ${data.title}`);
    const state = String(data.reminds);
    if (task.remind.dataset.reminds === state) return;
    task.remind.dataset.reminds = state;
    const now = make('option', {value: '', textContent: data.reminds ? 'Reminder set' : choices[0].label});
    task.remind.replaceChildren(now, ...choices.flatMap(({label}, value) =>
      value || data.reminds ? [make('option', {value, textContent: label})] : []));
  }

  function showTask(task, data, choices) {
    showReminder(task, data, choices);
    Object.assign(task, {gesture: data.gesture, copy: data.copy, handle: data.handle});
    task.done.box.checked = data.done;
    say(task.done.label, data.title);
    say(task.notes, data.notes);
    task.remove.setAttribute('aria-label', `Delete ${data.title}`);
  }

  function showTasks(device, tasks, choices) {
    const seen = new Set();
    let last = null;
    for (const data of tasks) {
      // A simulated row by its gesture: under another preset it has another handle.
      let key = data.gesture ? `${data.gesture}:${data.copy}` : data.handle;
      while (seen.has(key)) key += '+';
      seen.add(key);
      let task = device.tasks.get(key);
      if (!task) device.tasks.set(key, task = makeTask(device));
      showTask(task, data, choices);
      const place = last ? last.nextSibling : device.list.firstChild;
      if (place !== task.element) device.list.insertBefore(task.element, place);
      last = task.element;
    }
    for (const [key, task] of device.tasks) {
      if (seen.has(key)) continue;
      task.element.remove();
      device.tasks.delete(key);
    }
  }

  // ---- Conflicts ----

  const sides = ['mine', 'theirs'];

  function makeConflict(device) {
    const conflict = {id: '', fields: new Map()};
    const decide = (value) => {
      const complaint = command('decide', {device: device.name, value, handle: conflict.id});
      tell(complaint || 'Your decision is on its way');
      device.title.focus();
    };
    Object.assign(conflict, {
      heading: make('h3'), story: make('p'), rule: make('p', {className: 'small'}),
      way: make('p', {textContent: 'A decision is on its way.'}), table: make('div'),
      mine: button('', () => decide('mine')), theirs: button('', () => decide('theirs')),
      each: button('Keep both choices', () => decide(String([...conflict.fields.values()]
        .reduce((sum, {bit, radios}) => sum + (radios.mine.box.checked ? bit : 0), 0)))),
    });
    conflict.ways = make('div', {className: 'row'}, conflict.mine, conflict.theirs, conflict.each);
    conflict.element = make('section', {className: 'notice'}, conflict.heading, conflict.story,
      conflict.rule, conflict.table, conflict.way, conflict.ways);
    return conflict;
  }

  // The three values of a field; mine and theirs are radio buttons where each field can be chosen.
  function showField(conflict, data, shown) {
    let field = conflict.fields.get(data.name);
    if (!field) {
      field = {bit: data.bit, radios: {}, base: make('p')};
      const set = field.element = make('fieldset', {}, make('legend', {textContent: data.name}),
        field.base);
      for (const side of sides) {
        const box = make('input', {type: 'radio', name: `${shown.id} ${data.name}`,
          checked: side === 'mine'});
        const label = make('span');
        field.radios[side] = {box, label};
        set.append(make('label', {className: 'check'}, box, label));
      }
      conflict.fields.set(data.name, field);
      conflict.table.append(set);
    }
    say(field.base, `Both started from: ${data.base || '(not recorded)'}`);
    for (const side of sides) {
      const {box, label} = field.radios[side];
      box.hidden = box.disabled = !shown.can_merge || shown.deciding;
      say(label, `${shown[side]}: ${data[side]}`);
    }
  }

  function showConflict(conflict, data) {
    conflict.id = data.id;
    say(conflict.heading, `Conflict: ${data.title}`);
    say(conflict.story, data.story);
    say(conflict.rule, `Rule: ${data.rule}`);
    data.fields.forEach((field) => showField(conflict, field, data));
    dropOthers(conflict.fields, data.fields.map(({name}) => name));
    conflict.way.hidden = !data.deciding;
    conflict.ways.hidden = data.deciding;
    say(conflict.mine, data.keep_mine);
    say(conflict.theirs, data.keep_theirs);
    conflict.each.hidden = !data.can_merge;
  }

  function showConflicts(device, conflicts) {
    for (const data of conflicts) {
      let conflict = device.conflicts.get(data.id);
      if (!conflict) {
        device.conflicts.set(data.id, conflict = makeConflict(device));
        device.undecided.append(conflict.element);
      }
      showConflict(conflict, data);
    }
    dropOthers(device.conflicts, conflicts.map(({id}) => id));
  }

  // ---- Devices ----

  // How the sandbox's devices and the live one are called within a sentence.
  const wordsOf = (name) => name === 'live'
    ? {offline: 'Offline mode', add: 'New task', list: 'Tasks of this device'}
    : {offline: `Offline mode: ${name}`, add: `New task on the ${name}`, list: `Tasks on the ${name}`};

  // ---- Whose device it is ----

  // A field with its label and a button: Enter does the same.
  function askFor(id, text, action, act) {
    const field = make('input', {id, type: 'text', autocomplete: 'off'});
    const send = make('button', {textContent: action});
    const element = make('form', {className: 'row', onsubmit(event) {
      event.preventDefault();
      act(field.value);
    }}, make('label', {htmlFor: id, textContent: text}), field, send);
    return {field, element};
  }

  function makeAccount(device) {
    const account = {user: null, asks: false, unsent: 0, revoke: new Map()};
    const act = (name, value = '') => {
      const complaint = command(name, {device: device.name, value});
      say(account.complaint, complaint);
      return !complaint;
    };
    // What is pressed may go: the focus stays nearby.
    const actAndStay = (name, value) => {
      act(name, value);
      account.heading.focus();
    };
    const signOut = (value) => {
      account.asks = !value && account.unsent > 0;
      if (!account.asks) return actAndStay('sign_out', value);
      refresh(true);
      account.question.querySelector('button').focus();
    };
    Object.assign(account, {act, actAndStay,
      heading: make('h3', {tabIndex: -1, textContent: 'Account'}),
      state: make('p'), held: make('p'), problem: make('p', {className: 'problem'}),
      complaint: make('p', {className: 'problem', hidden: true}),
      review: make('div', {className: 'row'},
        button('Keep that work', () => actAndStay('keep_work')),
        button('Discard that work', () => actAndStay('discard_work'))),
      lost: make('p'),
      lostReview: make('div', {className: 'row'},
        button('Send them again', () => actAndStay('send_lost')),
        button('Drop them', () => actAndStay('drop_lost'))),
      email: askFor(`email-${device.name}`, 'E-mail', 'Send code', (value) => act('request_code', value)),
      hint: make('p'), mail: make('p'),
      enter: button('Enter this code', () => actAndStay('enter_code', account.mailed)),
      code: askFor(`code-${device.name}`, 'Code', 'Sign in', (value) => actAndStay('enter_code', value)),
      guest: button('Go on as a guest', () => actAndStay('guest')),
      join: askFor(`join-${device.name}`, 'Code from your other device', 'Join', (value) => actAndStay('join', value)),
      guestNote: make('p', {textContent: 'A guest’s account ends after 30 days without use: sign in by e-mail to keep its ' +
        'tasks. With the code of another device you leave it, and the tasks of this device come along.'}),
      joinCode: make('p'), showCode: button('Show a code for another device', () => act('join_code')),
      signOut: button('', () => signOut('')), asked: make('p'),
      where: make('p', {id: `where-${device.name}`}), sessions: make('ul'),
      list: button('Ask the server where this account is signed in', () => act('sessions')),
    });
    account.complaint.setAttribute('role', 'alert');
    account.sessions.setAttribute('aria-labelledby', account.where.id);
    account.question = make('div', {}, account.asked, make('div', {className: 'row'},
      button('Send first', () => {
        account.asks = false;
        actAndStay('sync');
      }),
      button('Keep and sign out', () => signOut('keep')),
      button('Discard and sign out', () => signOut('discard'))));
    account.signIn = make('div', {}, account.email.element, account.hint, account.mail,
      account.enter, account.code.element, account.guest);
    account.signedIn = make('div', {}, account.guestNote, account.signOut, account.question, account.joinCode,
      account.showCode);
    account.element = make('div', {}, account.heading, account.state, account.held, account.review,
      account.lost, account.lostReview,
      account.signIn, account.signedIn, account.join.element, account.where, account.sessions, account.list, account.problem, account.complaint);
    return account;
  }

  function showAccount(account, data) {
    say(account.state, data.user ? `${data.user}: ${data.state}` : data.state);
    say(account.held, data.held && `${data.held}.`);
    account.review.hidden = !data.review;
    say(account.lost, data.lost && `${data.lost}: it has gone back in time. Nothing is dropped until you decide.`);
    account.lostReview.hidden = !data.lost;
    account.signIn.hidden = data.signed_in;
    account.signedIn.hidden = !data.signed_in;
    say(account.problem, data.problem);
    if (account.user !== data.user) {
      account.email.field.value = data.offer;
      account.user = data.user;
    }
    say(account.hint, data.code_email && `A code is on its way to ${data.code_email}. ${data.code_hint}`);
    say(account.mail, data.mailed_code && `Inbox: your sign-in code is ${data.mailed_code}`);
    account.mailed = data.mailed_code;
    account.enter.hidden = !data.mailed_code;
    account.code.element.hidden = !data.code_email;
    account.guest.hidden = !data.takes_guests;
    account.join.element.hidden = !data.takes_guests || (data.signed_in && !data.guest);
    account.guestNote.hidden = !data.takes_guests || !data.guest;
    account.showCode.hidden = !data.takes_guests || !data.guest;
    say(account.joinCode, data.join_code && `Type this on your other device, within ten minutes and once: ${data.join_code}`);
    account.unsent = data.unsent;
    account.asks = account.asks && data.signed_in && data.unsent > 0;
    account.question.hidden = !account.asks;
    account.signOut.hidden = account.asks;
    say(account.signOut, data.guest ? 'Sign in by e-mail' : 'Sign out');
    say(account.asked, `Not sent yet: ${data.unsent}. Kept changes wait here, hidden, until you sign in again.`);
    say(account.where, data.sessions.length > 0 ? 'Signed in on:' : '');
    account.list.hidden = !data.signed_in || data.sessions.length > 0;
    data.sessions.forEach((session, i) => {
      const item = account.sessions.children[i] || account.sessions.appendChild(
        make('li', {}, make('span'), button('', () => account.actAndStay('revoke_session', item.device))));
      item.device = session.device;
      say(item.firstChild, `${session.title}${session.this ? ', this device' : ''}. ${session.age}.`);
      say(item.lastChild, session.other_device ? `Sign out ${session.title}` : '');
    });
    while (account.sessions.children.length > data.sessions.length) account.sessions.lastChild.remove();
  }

  function makeDevice(name, title, place) {
    const id = `new-${name}`;
    const words = wordsOf(name);
    const device = {name, tasks: new Map(), conflicts: new Map()};
    Object.assign(device, {
      heading: make('h2', {id: `${id}-heading`}),
      open: checkbox(`${title} is open`, (value) => command('second_device', {value})),
      offline: checkbox(words.offline, (value) => command('offline', {device: name, value})),
      state: make('p'), counts: make('p'), refused: make('p', {className: 'problem'}),
      retry: button('Try the parked changes again', () => leave(device, 'retry_parked')),
      dismiss: button('Dismiss what was refused', () => leave(device, 'discard_rejected')),
      duplicates: make('p', {className: 'problem'}),
      title: make('input', {id, type: 'text', autocomplete: 'off'}),
      complaint: make('p', {className: 'problem', id: `${id}-problem`, hidden: true}),
      undecided: make('div'), list: make('ul', {className: 'tasks'}), leftOut: make('p'), fields: make('div'),
    });
    device.complaint.setAttribute('role', 'alert');
    device.title.setAttribute('aria-describedby', device.complaint.id);
    device.list.setAttribute('aria-label', words.list);
    const form = make('form', {className: 'row', onsubmit(event) {
      event.preventDefault();
      const complaint = command('add', {device: name, value: device.title.value});
      say(device.complaint, complaint);
      if (complaint) return;
      tell(`Added ${device.title.value}`);
      device.title.value = '';
    }}, make('label', {htmlFor: id, textContent: words.add}), device.title,
    make('button', {textContent: 'Add'}));
    device.account = makeAccount(device);
    device.fields.append(device.offline.element, device.account.element, device.state, device.retry, device.refused,
      device.dismiss, device.counts, device.duplicates, form, device.complaint,
      device.undecided, device.list, device.leftOut);
    device.reminders = make('p', {className: 'notice'});
    device.element = make('section', {}, device.heading, device.open.element, device.reminders, device.fields);
    device.element.setAttribute('aria-labelledby', device.heading.id);
    place.append(device.element);
    return device;
  }

  // A button that takes itself away: the focus goes on to the field.
  function leave(device, name) {
    command(name, {device: device.name});
    device.title.focus();
  }

  function showDevice(data, place) {
    let device = parts.byName.get(data.name);
    if (!device) parts.byName.set(data.name, device = makeDevice(data.name, data.title, place));
    say(device.heading, data.title);
    device.open.element.hidden = !data.is_second;
    device.open.box.checked = data.open;
    say(device.reminders, data.reminders && `Shown here: ${data.reminders}.`);
    device.fields.hidden = !data.open;
    if (!data.open) return;
    device.offline.box.checked = data.offline;
    say(device.state, `Status: ${data.running ? data.claim : 'the app is not running'}. ${data.queue}.`);
    showAccount(device.account, data.session);
    device.retry.hidden = !data.parked;
    say(device.refused, data.refused);
    device.dismiss.hidden = !data.refused;
    say(device.counts, data.counts);
    say(device.duplicates, data.duplicates);
    showConflicts(device, data.conflicts);
    showTasks(device, data.tasks, data.reminder_choices);
    say(device.leftOut, data.left_out ? `and ${data.left_out} more` : '');
  }

  // ---- The run ----

  function showPresets(presets) {
    for (const {name, title, chosen} of presets) {
      let radio = parts.presets.querySelector(`[value="${name}"]`);
      if (!radio) {
        radio = make('input', {type: 'radio', name: 'preset', value: name,
          onchange: () => command('preset', {value: name})});
        parts.presets.append(make('label', {className: 'check'}, radio, title));
      }
      radio.checked = chosen;
    }
  }

  function showPromises(view) {
    say(parts.summary, view.promise_summary);
    view.promises.forEach((promise, i) => {
      const item = parts.promises.children[i] || parts.promises.appendChild(make('li'));
      item.className = promise.broken ? 'problem' : '';
      say(item, `${promise.word}: ${promise.sentence}${promise.finding && ` ${promise.finding}`}`);
    });
  }

  function showSandbox(view) {
    say(parts.play, view.playing ? 'Pause' : 'Play');
    say(parts.clock, `Virtual time ${view.clock}`);
    say(parts.caption, view.caption);
    parts.verdict.className = view.broken ? 'problem' : '';
    say(parts.verdict, `${view.verdict}. ${view.verdict_text}`);
    parts.expiry.box.checked = view.expiry;
    showPresets(view.presets);
    view.devices.forEach((device) => showDevice(device, parts.devices));
    showPromises(view);
  }

  // ---- Live ----

  function actOnNotice(name) {
    command(name, {value: parts.notice.kind});
    parts.heading.focus();  // the notice goes, and its buttons with it
  }

  function showNotice(notice) {
    const {element, title, text, ways, act, other} = parts.notice;
    element.hidden = !notice;
    if (!notice) return;
    parts.notice.kind = notice.kind;
    element.classList.toggle('bad', notice.bad);
    say(title, notice.title);
    say(text, notice.text);
    say(act, notice.action);
    say(other, notice.other);
    ways.hidden = act.hidden && other.hidden;
  }

  function showLive(view) {
    showNotice(view.notice);
    say(parts.waiting, view.waiting);
    say(parts.server, `${view.server}. ${view.network && `${view.network}.`}`);
    say(parts.storage, view.storage ? `${view.storage}. ${view.durable}.` : '');
    parts.liveDevice.hidden = !view.device;
    if (view.device) showDevice(view.device, parts.liveDevice);
  }

  function show(view) {
    const live = view.mode === 'live';
    parts.sandbox.hidden = live;
    parts.live.hidden = !live;
    for (const radio of parts.modes.querySelectorAll('input')) radio.checked = radio.value === view.mode;
    (live ? showLive : showSandbox)(view);
  }

  function refresh(anew = false) {
    if (page.dead) return close();
    const now = call('srl_page_view');
    if (now === told && !anew) return;
    told = now;
    show(JSON.parse(now));
  }

  function buildSandbox() {
    parts.play = button('Play', () => command('play'));
    parts.expiry = checkbox('Token expiry: access tokens expire now, and new ones every five seconds',
      (value) => command('expiry', {value}));
    return make('div', {},
      make('p', {textContent: `${page.hasCanvas ? 'The run that is on the canvas, with the same commands. ' : ''}Two task ` +
        'apps, one server, an unreliable network between them.'}),
      parts.caption, parts.verdict, parts.presets,
      make('div', {className: 'row'}, parts.play,
        button('Start again', () => command('restart')), parts.clock),
      parts.expiry.element, parts.devices, make('h2', {textContent: 'Promises'}), parts.summary, parts.promises);
  }

  function buildLive() {
    const notice = {kind: '', title: make('h2', {id: 'notice-title'}), text: make('p'),
      act: button('', () => actOnNotice('notice')),
      other: button('', () => actOnNotice('notice_other'))};
    notice.ways = make('div', {className: 'row'}, notice.act, notice.other);
    notice.element = make('section', {className: 'notice'}, notice.title, notice.text,
      notice.ways);
    notice.element.setAttribute('aria-labelledby', notice.title.id);
    Object.assign(parts, {notice, waiting: make('p'), server: make('p'), storage: make('p'),
      liveDevice: make('div', {className: 'devices'})});
    return make('div', {},
      make('p', {textContent: `A real device in this tab${page.hasCanvas ? ', with the same commands as on the canvas' : ''}. ` +
        'It syncs with the server that this page came from.'}),
      notice.element, make('h2', {textContent: 'Connection and storage'}), parts.waiting,
      parts.server, parts.storage, parts.liveDevice);
  }

  function buildModes() {
    const modes = make('fieldset', {className: 'row', hidden: page.embedded},
      make('legend', {textContent: 'Mode'}));
    for (const [value, title] of [['sandbox', 'Sandbox'], ['live', 'Live']]) {
      const radio = make('input', {type: 'radio', name: 'mode', value,
        onchange: () => command('mode', {value})});
      modes.append(make('label', {className: 'check'}, radio, title));
    }
    return modes;
  }

  function build() {
    parts = {byName: new Map(), clock: make('span', {className: 'number'}), caption: make('p'),
      verdict: make('p'), devices: make('div', {className: 'devices'}), summary: make('p'),
      promises: make('ul'), presets: make('fieldset', {className: 'row'},
        make('legend', {textContent: 'How the app and the server were built'}))};
    parts.heading = make('h1', {textContent: 'Accessible view', tabIndex: -1});
    Object.assign(parts, {modes: buildModes(), sandbox: buildSandbox(), live: buildLive()});
    root.append(make('div', {className: 'page'},
      make('div', {className: 'row'}, parts.heading, page.hasCanvas ? button('Back to the canvas', close) : ''),
      page.hasCanvas ? '' : make('p', {className: 'notice', textContent: 'This browser offers no WebGL 2, ' +
        'which the lab’s picture is painted with. All of the lab works here as well, in plain HTML.'}),
      parts.modes, parts.sandbox, parts.live));
  }

  function close() {
    clearInterval(timer);
    root.hidden = true;
    for (const element of covered) element.inert = false;
    document.getElementById('canvas').focus({preventScroll: true});
  }

  window.openAccessibleView = (of) => {
    page = of;
    if (!parts) build();
    told = '';
    for (const element of covered) element.inert = true;
    root.hidden = false;
    refresh();
    clearInterval(timer);
    timer = setInterval(() => refresh(), pollMs);
    parts.heading.focus();
  };
})();
