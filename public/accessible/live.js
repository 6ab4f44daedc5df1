// SPDX-License-Identifier: MIT
// The device in this tab that syncs with a real server.
import {showDevice} from './devices.js';
import {button, make, say} from './elements.js';
import {command} from './program.js';

const parts = {};  // what changes, by what it shows
let stay = () => {};

function actOnNotice(name) {
  command(name, {value: parts.notice.kind});
  stay();
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

export function showLive(view, changed) {
  showNotice(view.notice);
  say(parts.waiting, view.waiting);
  say(parts.server, `${view.server}. ${view.network && `${view.network}.`}`);
  say(parts.storage, view.storage ? `${view.storage}. ${view.durable}.` : '');
  parts.device.hidden = !view.device;
  if (view.device) showDevice(view.device, parts.device, changed);
}

// `focusHeading` takes the focus when a notice goes, and its buttons with it.
export function buildLive(hasCanvas, focusHeading) {
  stay = focusHeading;
  const notice = {kind: '', title: make('h2', {id: 'notice-title'}), text: make('p'),
    act: button('', () => actOnNotice('notice')),
    other: button('', () => actOnNotice('notice_other'))};
  notice.ways = make('div', {className: 'row'}, notice.act, notice.other);
  notice.element = make('section', {className: 'notice'}, notice.title, notice.text,
    notice.ways);
  notice.element.setAttribute('aria-labelledby', notice.title.id);
  Object.assign(parts, {notice, waiting: make('p'), server: make('p'), storage: make('p'),
    device: make('div', {className: 'devices'})});
  return make('div', {},
    make('p', {textContent: `A real device in this tab${hasCanvas ? ', with the same commands as on the canvas' : ''}. ` +
      'It syncs with the server that this page came from.'}),
    notice.element, make('h2', {textContent: 'Connection and storage'}), parts.waiting,
    parts.server, parts.storage, parts.device);
}
