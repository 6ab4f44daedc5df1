// SPDX-License-Identifier: MIT
// The accessible view: the same run, or the same live device, as on the canvas, in plain HTML, with the same
// commands. Loaded when a person opens it.
import {button, make} from './elements.js';
import {buildLive, showLive} from './live.js';
import {command, connect, view} from './program.js';
import {buildSandbox, showSandbox} from './sandbox.js';

const pollMs = 250;  // speech cannot follow faster
const root = document.getElementById('accessible');
const covered = ['stage', 'mirror', 'ways'].map((id) => document.getElementById(id));
let page = null;
let timer = 0;
let told = '';
let parts = null;

function show(now) {
  const live = now.mode === 'live';
  parts.sandbox.hidden = live;
  parts.live.hidden = !live;
  for (const radio of parts.modes.querySelectorAll('input')) radio.checked = radio.value === now.mode;
  (live ? showLive : showSandbox)(now, showAgain);
}

function refresh() {
  if (page.dead) return close();
  const now = view();
  if (now === told) return;
  told = now;
  show(JSON.parse(now));
}

function showAgain() {
  told = '';
  refresh();
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
  const heading = make('h1', {textContent: 'Accessible view', tabIndex: -1});
  parts = {heading, modes: buildModes(), sandbox: buildSandbox(page.hasCanvas),
    live: buildLive(page.hasCanvas, () => heading.focus())};
  root.append(make('div', {className: 'page'},
    make('div', {className: 'row'}, heading, page.hasCanvas ? button('Back to the canvas', close) : ''),
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

// `of` is the page's contract with the program (boot.js).
export function open(of) {
  page = of;
  connect(page, refresh);
  if (!parts) build();
  for (const element of covered) element.inert = true;
  root.hidden = false;
  showAgain();
  clearInterval(timer);
  timer = setInterval(refresh, pollMs);
  parts.heading.focus();
}
