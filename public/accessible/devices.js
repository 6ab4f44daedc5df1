// SPDX-License-Identifier: MIT
// A device: its account, its state, its tasks and its conflicts.
import {makeAccount, showAccount} from './account.js';
import {showConflicts} from './conflicts.js';
import {button, checkbox, make, say} from './elements.js';
import {command, tell} from './program.js';
import {showTasks} from './tasks.js';

const devices = new Map();  // by name

// How the sandbox's devices and the live one are called within a sentence.
const wordsOf = (name) => name === 'live'
  ? {offline: 'Offline mode', add: 'New task', list: 'Tasks of this device'}
  : {offline: `Offline mode: ${name}`, add: `New task on the ${name}`, list: `Tasks on the ${name}`};

function makeDevice(name, title, place, changed) {
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
  device.account = makeAccount(device, changed);
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

// Shows it in `place`; `changed` shows the view again, where no command does.
export function showDevice(data, place, changed) {
  let device = devices.get(data.name);
  if (!device) devices.set(data.name, device = makeDevice(data.name, data.title, place, changed));
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
