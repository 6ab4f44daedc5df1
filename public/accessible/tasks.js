// SPDX-License-Identifier: MIT
// The list of a device's tasks.
import {button, checkbox, make, say} from './elements.js';
import {command, tell} from './program.js';

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

export function showTasks(device, tasks, choices) {
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
