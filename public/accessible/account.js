// SPDX-License-Identifier: MIT
// Whose device it is: signing in and out, guests, and where else the account is signed in.
import {askFor, button, make, say} from './elements.js';
import {command} from './program.js';

// `changed` shows the view again, where no command does.
export function makeAccount(device, changed) {
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
    changed();
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

export function showAccount(account, data) {
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
