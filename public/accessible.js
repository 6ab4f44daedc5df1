// SPDX-License-Identifier: MIT
// The accessible view: the same run as on the canvas, in plain HTML, with the same commands. Loaded
// when somebody opens it. `page.program` is the running program (web/probe/accessible_page.cpp).
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

  function command(name, {device = '', value = '', gesture = 0, copy = 1} = {}) {
    const complaint = call('srl_page_command', ['string', 'string', 'string', 'number', 'number'],
      [name, device, value, gesture, copy]);
    refresh();
    return complaint;
  }

  const button = (text, act) => make('button', {type: 'button', textContent: text, onclick: act});

  // A checkbox with its label; `act` is told "on" or "off".
  function checkbox(text, act) {
    const box = make('input', {type: 'checkbox'});
    box.onchange = () => act(box.checked ? 'on' : 'off');
    const label = make('span', {textContent: text});
    return {box, label, element: make('label', {className: 'check'}, box, label)};
  }

  // ---- Tasks ----

  function makeTask(device) {
    const task = {gesture: 0, copy: 1};
    const of = () => ({device: device.name, gesture: task.gesture, copy: task.copy});
    const done = checkbox('', (value) => command('complete', {...of(), value}));
    const notes = make('span', {className: 'small'});
    const remove = button('Delete', () => {
      const next = task.element.nextSibling || task.element.previousSibling;
      command('delete', of());
      // The row goes, and with it the focus: it goes on to a neighbour.
      (next ? next.querySelector('button') : device.title).focus();
    });
    return Object.assign(task, {done, notes, remove,
      element: make('li', {}, done.element, notes, remove)});
  }

  function showTask(task, data) {
    Object.assign(task, {gesture: data.gesture, copy: data.copy});
    task.done.box.checked = data.done;
    say(task.done.label, data.title);
    say(task.notes, data.notes);
    task.remove.setAttribute('aria-label', `Delete ${data.title}`);
  }

  function showTasks(device, tasks) {
    const seen = new Set();
    let last = null;
    for (const data of tasks) {
      let key = `${data.gesture}:${data.copy}`;
      while (seen.has(key)) key += '+';
      seen.add(key);
      let task = device.tasks.get(key);
      if (!task) device.tasks.set(key, task = makeTask(device));
      showTask(task, data);
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

  // ---- Devices ----

  function makeDevice(name, title) {
    const id = `new-${name}`;
    const device = {name, tasks: new Map()};
    Object.assign(device, {
      open: checkbox(`${title} is open`, (value) => command('second_device', {value})),
      offline: checkbox(`Offline mode: ${name}`, (value) => command('offline', {device: name, value})),
      state: make('p'), counts: make('p'), duplicates: make('p', {className: 'problem'}),
      title: make('input', {id, type: 'text', maxLength: 500, autocomplete: 'off'}),
      complaint: make('p', {className: 'problem', id: `${id}-problem`, hidden: true}),
      list: make('ul', {className: 'tasks'}), leftOut: make('p'), fields: make('div'),
    });
    device.complaint.setAttribute('role', 'alert');
    device.title.setAttribute('aria-describedby', device.complaint.id);
    device.list.setAttribute('aria-label', `Tasks on the ${name}`);
    const form = make('form', {className: 'row', onsubmit(event) {
      event.preventDefault();
      const complaint = command('add', {device: name, value: device.title.value});
      say(device.complaint, complaint);
      if (!complaint) device.title.value = '';
    }}, make('label', {htmlFor: id, textContent: `New task on the ${name}`}), device.title,
    make('button', {textContent: 'Add'}));
    device.fields.append(device.offline.element, device.state, device.counts, device.duplicates,
      form, device.complaint, device.list, device.leftOut);
    const heading = make('h2', {textContent: title, id: `${id}-heading`});
    device.element = make('section', {}, heading, device.open.element, device.fields);
    device.element.setAttribute('aria-labelledby', heading.id);
    parts.devices.append(device.element);
    return device;
  }

  function showDevice(data) {
    let device = parts.byName.get(data.name);
    if (!device) parts.byName.set(data.name, device = makeDevice(data.name, data.title));
    device.open.element.hidden = !data.is_second;
    device.open.box.checked = data.open;
    device.fields.hidden = !data.open;
    if (!data.open) return;
    device.offline.box.checked = data.offline;
    say(device.state, `Status: ${data.running ? data.claim : 'the app is not running'}. ${data.queue}.`);
    say(device.counts, data.counts);
    say(device.duplicates, data.duplicates);
    showTasks(device, data.tasks);
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

  function show(view) {
    say(parts.play, view.playing ? 'Pause' : 'Play');
    say(parts.clock, `Virtual time ${view.clock}`);
    say(parts.caption, view.caption);
    parts.verdict.className = view.broken ? 'problem' : '';
    say(parts.verdict, `${view.verdict}. ${view.verdict_text}`);
    showPresets(view.presets);
    view.devices.forEach(showDevice);
    showPromises(view);
  }

  function refresh() {
    if (page.dead) return close();
    const now = call('srl_page_view');
    if (now === told) return;
    told = now;
    show(JSON.parse(now));
  }

  function build() {
    parts = {byName: new Map(), clock: make('span', {className: 'number'}), caption: make('p'),
      verdict: make('p'), devices: make('div', {className: 'devices'}), summary: make('p'),
      promises: make('ul'), presets: make('fieldset', {className: 'row'},
        make('legend', {textContent: 'How the app and the server were built'}))};
    parts.play = button('Play', () => command('play'));
    parts.heading = make('h1', {textContent: 'Accessible view', tabIndex: -1});
    root.append(make('div', {className: 'page'},
      make('div', {className: 'row'}, parts.heading, button('Back to the canvas', close)),
      make('p', {textContent: 'SaaS Reliability Lab: the run that is on the canvas, with the same ' +
        'commands. Two task apps, one server, an unreliable network between them.'}),
      parts.caption, parts.verdict, parts.presets,
      make('div', {className: 'row'}, parts.play,
        button('Start again', () => command('restart')), parts.clock),
      parts.devices, make('h2', {textContent: 'Promises'}), parts.summary, parts.promises));
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
    timer = setInterval(refresh, pollMs);
    parts.heading.focus();
  };
})();
