// SPDX-License-Identifier: MIT
// Guests, and limits that are one client's own, against the real binary. On Linux every address of 127.0.0.0/8 is
// this machine: clients come from several.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import test from 'node:test';

import {ask, assertProblem, bearer, makeSite, request, startServer} from '../support/server.mjs';

const start = (t, options) =>
  startServer(t, makeSite(t, {'index.html': '<!doctype html>'}), {guest: false, lab: true, ...options});

// From the address.
async function from(localAddress, port, path, body, token) {
  const headers = {'Content-Type': 'application/json', Authorization: undefined, ...(token ? bearer(token) : {})};
  const answer = await request(port, `/v1/auth/${path}`, {method: 'POST', headers, body: JSON.stringify(body), localAddress});
  return {...answer, json: answer.body.length ? JSON.parse(answer.body) : undefined};
}
const guest = (port, body = {}, address = '127.0.0.1') => from(address, port, 'guest', {device_id: 'test', ...body});
const add = (port, session, title) => ask(port, 'POST', '/v1/tasks', {title},
  {...bearer(session.access_token), 'Idempotency-Key': randomUUID()});
const titles = async (port, session) =>
  (await ask(port, 'GET', '/v1/tasks', undefined, bearer(session.access_token))).json.tasks.map(({title}) => title);

test('http/guests: each has an account of their own', async (t) => {
  const {port} = await start(t);
  const [one, other] = [(await guest(port)).json, (await guest(port)).json];
  assert.notEqual(one.account_id, other.account_id);
  assert.ok(Number.isSafeInteger(one.account_id));
  await add(port, one, 'Mine');
  assert.deepEqual(await titles(port, one), ['Mine']);
  assert.deepEqual(await titles(port, other), []);
  const listed = await ask(port, 'GET', '/v1/sessions', undefined, bearer(other.access_token));
  assert.equal(listed.json.sessions.length, 1);
});

test('http/guests: another tab joins by the refresh token, a device elsewhere by a code, once', async (t) => {
  const {port} = await start(t);
  const phone = (await guest(port)).json;
  await add(port, phone, 'Milk');
  const tab = await guest(port, {device_id: 'tab', refresh_token: phone.refresh_token});
  assert.deepEqual(await titles(port, tab.json), ['Milk']);
  const {json: {code, expires_in}} = await from('127.0.0.1', port, 'join-code', {}, phone.access_token);
  assert.match(code, /^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  assert.equal(expires_in, 600);
  const laptop = await guest(port, {device_id: 'laptop', join_code: code.toLowerCase().replace('-', ' ')}, '127.0.0.2');
  assert.deepEqual(await titles(port, laptop.json), ['Milk']);
  assertProblem(await guest(port, {join_code: code}), 401, 'code_wrong');
  assertProblem(await guest(port, {join_code: 'K7QF2'}), 400, 'bad_value');
  assertProblem(await guest(port, {join_code: ''}), 400, 'bad_value');
  assertProblem(await guest(port, {refresh_token: ''}), 400, 'bad_value');
  assertProblem(await guest(port, {refresh_token: 'srl_rt_x'}), 401, 'session_ended');
  assertProblem(await from('127.0.0.1', port, 'join-code', {}), 401, 'unauthenticated');
});

test('http/guests: a hundred from one address leave the others alone', async (t) => {
  const {port} = await start(t);
  const first = (await guest(port, {}, '127.0.0.3')).json;
  const answers = await Promise.all(Array.from({length: 100}, () => guest(port)));
  const refused = answers.filter(({status}) => status !== 200);
  assert.ok(refused.length >= 70, `${refused.length}`);
  for (const answer of refused) {
    assertProblem(answer, 429, 'too_many_requests');
    assert.ok(Number(answer.headers['retry-after']) > 0);
  }
  assert.deepEqual(await titles(port, first), []);
  assert.equal((await guest(port, {}, '127.0.0.4')).status, 200);
});

test('http/guests: a hundred code requests from one address, and twenty for one person, lock nobody else out', async (t) => {
  const server = await start(t);
  const {port} = server;
  const eve = 'eve@example.test';
  for (let i = 0; i < 20; ++i) await from('127.0.0.5', port, 'otp', {email: eve});
  for (let i = 0; i < 80; ++i) await from('127.0.0.5', port, 'otp', {email: `u${i}@example.test`});
  const limited = await from('127.0.0.5', port, 'otp', {email: 'one@example.test'});
  assertProblem(limited, 429, 'too_many_requests');
  assert.equal((await from('127.0.0.6', port, 'otp', {email: 'one@example.test'})).status, 202);
  assert.equal((await from('127.0.0.6', port, 'otp', {email: eve})).status, 202);
  const codes = () => [...server.log().matchAll(/sign-in code for eve@example\.test: (\d{6})/g)].map(([, code]) => code);
  while (codes().length < 2) await new Promise((resolve) => setImmediate(resolve));
  const code = codes()[1];
  const wrong = code.replace(/^./, (digit) => (Number(digit) + 1) % 10);
  for (let i = 0; i < 8; ++i) await from('127.0.0.5', port, 'verify', {email: eve, code: wrong, device_id: 'x'});
  assertProblem(await from('127.0.0.5', port, 'verify', {email: eve, code, device_id: 'x'}), 401, 'code_spent');
  const mine = await from('127.0.0.6', port, 'verify',
    {email: ' Eve@Example.TEST. ', code: `${code.slice(0, 3)}-${code.slice(3)}`, device_id: 'x'});
  assert.equal(mine.status, 200);
  assert.equal(mine.json.email, eve);
});
