// SPDX-License-Identifier: MIT
// The way to the running program (web/probe/accessible_page.cpp) and to the ears of a screen reader.
import {make} from './elements.js';

let page = null;
let onCommand = () => {};

// `of` is the page's contract (boot.js); `changed` is called after each command.
export function connect(of, changed) {
  page = of;
  onCommand = changed;
}

export const view = () => page.program.ccall('srl_page_view', 'string', [], []);

// Carries out what the canvas would. Returns what is wrong, in words; "" when it is done.
export function command(name, {device = '', value = '', gesture = 0, copy = 1, handle = ''} = {}) {
  const complaint = page.program.ccall('srl_page_command', 'string',
    ['string', 'string', 'string', 'number', 'number', 'string'],
    [name, device, value, gesture, copy, handle]);
  onCommand();
  return complaint;
}

// Into the live region of the page, which the canvas speaks through as well.
export function tell(text) {
  document.getElementById('status').replaceChildren(make('p', {textContent: text}));
}
