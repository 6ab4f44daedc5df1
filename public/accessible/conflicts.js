// SPDX-License-Identifier: MIT
// Conflicts that wait for a person's decision.
import {button, dropOthers, make, say} from './elements.js';
import {command, tell} from './program.js';

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

export function showConflicts(device, conflicts) {
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
