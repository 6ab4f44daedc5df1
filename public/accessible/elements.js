// SPDX-License-Identifier: MIT
// The elements that the view is made of.

// An element, its properties, what is in it.
export function make(tag, properties = {}, ...content) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...content);
  return element;
}

// Writes only what is new: what is read out stays where it is.
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === '';
}

export const button = (text, act) => make('button', {type: 'button', textContent: text, onclick: act});

// A checkbox with its label; `act` is told "on" or "off".
export function checkbox(text, act) {
  const box = make('input', {type: 'checkbox'});
  box.onchange = () => act(box.checked ? 'on' : 'off');
  const label = make('span', {textContent: text});
  return {box, label, element: make('label', {className: 'check'}, box, label)};
}

// Of what is shown, by its key: what is not there any more.
export function dropOthers(shown, keys) {
  for (const [key, {element}] of shown) {
    if (keys.includes(key)) continue;
    element.remove();
    shown.delete(key);
  }
}

// A field with its label and a button: Enter does the same.
export function askFor(id, text, action, act) {
  const field = make('input', {id, type: 'text', autocomplete: 'off'});
  const send = make('button', {textContent: action});
  const element = make('form', {className: 'row', onsubmit(event) {
    event.preventDefault();
    act(field.value);
  }}, make('label', {htmlFor: id, textContent: text}), field, send);
  return {field, element};
}
