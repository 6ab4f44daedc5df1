// SPDX-License-Identifier: MIT
// The run in the sandbox: its presets, its devices, its promises.
import {showDevice} from './devices.js';
import {button, checkbox, make, say} from './elements.js';
import {command} from './program.js';

const parts = {};  // what changes, by what it shows

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

export function showSandbox(view, changed) {
  say(parts.play, view.playing ? 'Pause' : 'Play');
  say(parts.clock, `Virtual time ${view.clock}`);
  say(parts.caption, view.caption);
  parts.verdict.className = view.broken ? 'problem' : '';
  say(parts.verdict, `${view.verdict}. ${view.verdict_text}`);
  parts.expiry.box.checked = view.expiry;
  showPresets(view.presets);
  view.devices.forEach((device) => showDevice(device, parts.devices, changed));
  showPromises(view);
}

export function buildSandbox(hasCanvas) {
  Object.assign(parts, {clock: make('span', {className: 'number'}), caption: make('p'), verdict: make('p'),
    devices: make('div', {className: 'devices'}), summary: make('p'), promises: make('ul'),
    presets: make('fieldset', {className: 'row'},
      make('legend', {textContent: 'How the app and the server were built'}))});
  parts.play = button('Play', () => command('play'));
  parts.expiry = checkbox('Token expiry: access tokens expire now, and new ones every five seconds',
    (value) => command('expiry', {value}));
  parts.element = make('div', {},
    make('p', {textContent: `${hasCanvas ? 'The run that is on the canvas, with the same commands. ' : ''}Two task ` +
      'apps, one server, an unreliable network between them.'}),
    parts.caption, parts.verdict, parts.presets,
    make('div', {className: 'row'}, parts.play,
      button('Start again', () => command('restart')), parts.clock),
    parts.expiry.element, parts.devices, make('h2', {textContent: 'Promises'}), parts.summary, parts.promises);
  return parts.element;
}
