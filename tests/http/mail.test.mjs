// SPDX-License-Identifier: MIT
// Sign-in mails, against the real binary and an SMTP server that has its moods.
import assert from 'node:assert/strict';
import test from 'node:test';

import {ask, makeSite, startServer} from '../support/server.mjs';
import {startSmtp} from '../support/smtp.mjs';

const kAda = 'ada@example.test';

async function start(t, smtp) {
  return startServer(t, makeSite(t, {'index.html': '<!doctype html>'}), {
    guest: false, flags: ['--smtp', `smtp://127.0.0.1:${smtp.port}`, '--mail-from', 'lab@example.test']});
}

const askForCode = async (port, email) =>
  assert.equal((await ask(port, 'POST', '/v1/auth/otp', {email})).status, 202);
const codeIn = ({text}) => /^(\d{6})\r$/m.exec(text)[1];
const headerOf = ({text}, name) => new RegExp(`^${name}: (.*)\\r$`, 'm').exec(text)?.[1];
const typeIn = (port, email, code) => ask(port, 'POST', '/v1/auth/verify', {email, code, device_id: 'x'});

test('http/mail: the code goes out with the headers that a mail needs, and into no log', async (t) => {
  const smtp = await startSmtp(t);
  const server = await start(t, smtp);
  await askForCode(server.port, kAda);
  const mail = await smtp.next();
  assert.match(mail.text, /^From: <lab@example\.test>\r\nTo: <ada@example\.test>\r\nSubject: /);
  assert.match(headerOf(mail, 'Date'), /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/);
  assert.ok(Math.abs(Date.parse(headerOf(mail, 'Date')) - Date.now()) < 60_000);
  assert.match(headerOf(mail, 'Message-ID'), /^<[0-9a-f]{32}@example\.test>$/);
  assert.ok(mail.commands.includes('RCPT TO:<ada@example.test>'), `${mail.commands}`);
  const code = codeIn(mail);
  assert.equal((await typeIn(server.port, kAda, code)).status, 200);
  assert.ok(!server.log().includes(code));
});

for (const [mood, refuse] of [
  ['answers 451 at RCPT', (command, attempt) => (attempt === 1 && command.startsWith('RCPT') ? '451 later' : undefined)],
  ['answers 421 at MAIL', (command, attempt) => (attempt === 1 && command.startsWith('MAIL') ? '421 busy' : undefined)],
  ['drops the connection', (command, attempt) => (attempt === 1 && command.startsWith('MAIL') ? 'drop' : undefined)],
  ['drops it in the middle of the text', (command, attempt) => (attempt === 1 && command === 'DATA' ? 'drop' : undefined)],
]) {
  test(`http/mail: a server that ${mood} is asked again, and the code signs in`, async (t) => {
    const smtp = await startSmtp(t, {refuse});
    const server = await start(t, smtp);
    await askForCode(server.port, kAda);
    const mail = await smtp.next();
    assert.equal(mail.attempt, 2);
    assert.equal((await typeIn(server.port, kAda, codeIn(mail))).status, 200);
  });
}

test('http/mail: what is refused for good is not tried again, and holds up nobody else', async (t) => {
  const refuse = (command) => (command === 'RCPT TO:<ada@example.test>' ? '550 no such user' : undefined);
  const smtp = await startSmtp(t, {refuse});
  const server = await start(t, smtp);
  await askForCode(server.port, kAda);
  await askForCode(server.port, 'bob@example.test');
  assert.equal(headerOf(await smtp.next(), 'To'), '<bob@example.test>');
  assert.equal(smtp.attempts(), 2);
  const metrics = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
  assert.match(metrics, /^srl_mails_total\{outcome="failed"\} 1$/m);
  assert.match(metrics, /^srl_mails_total\{outcome="retried"\} 0$/m);
});

test('http/mail: SMTPUTF8 is used for an address that needs it, where it is offered', async (t) => {
  const smtp = await startSmtp(t, {offers: ['SMTPUTF8', '8BITMIME']});
  const server = await start(t, smtp);
  await askForCode(server.port, kAda);
  const fromLine = ({commands}) => commands.find((command) => command.startsWith('MAIL'));
  assert.doesNotMatch(fromLine(await smtp.next()), /SMTPUTF8/);
  await askForCode(server.port, 'j\u00f6rg@example.test');
  assert.match(fromLine(await smtp.next()), /SMTPUTF8/);
  const strict = await startSmtp(t);
  const other = await start(t, strict);
  await askForCode(other.port, kAda);
  assert.doesNotMatch(fromLine(await strict.next()), /SMTPUTF8/);
});
