// SPDX-License-Identifier: MIT
// The event stream: what a device hears without asking.
import assert from 'node:assert/strict';
import test from 'node:test';

import {pushDue} from '../support/reminders.mjs';
import {ask, assertHardened, assertProblem, bearer, makeSite, request, signInAsGuest, startServer}
  from '../support/server.mjs';
import {openStream} from '../support/stream.mjs';

const start = (t, {flags = ['--heartbeat-ms', '200'], ...more} = {}) =>
  startServer(t, makeSite(t, {'index.html': '<!doctype html>'}), {lab: true, flags, ...more});
const is = (name) => ({event}) => event === name;

for (const db of [':memory:', 'a file']) {
  test(`http/stream: a change is told of as soon as it is made (${db})`, async (t) => {
    const folder = makeSite(t, {'x': ''});
    const {port} = await start(t, {db: db === 'a file' ? `${folder}/lab.db` : db});
    const stream = await openStream(t, port);
    assert.equal(stream.status, 200);
    assert.equal(stream.headers['content-type'], 'text/event-stream');
    assert.equal(stream.headers['cache-control'], 'no-store');
    assertHardened(stream);
    await stream.until(is('change'));
    assert.match(stream.text, /^retry: 3000\n\n/);
    await pushDue(port, 'a', 'b');
    const {data} = await stream.until(({event, data: {seq} = {}}) => event === 'change' && seq === 2);
    assert.deepEqual(data, {seq: 2});
  });
}

test('http/stream: a heartbeat comes while nothing happens', async (t) => {
  const {port} = await start(t);
  const stream = await openStream(t, port);
  await stream.until((all) => all.heartbeats >= 2);
});

test('http/stream: who is not signed in has none, and who signs out hears it last', async (t) => {
  const {port} = await start(t);
  for (const [token, code] of [['', 'unauthenticated'], ['srl_at_nonsense', 'unauthenticated']]) {
    const answer = await ask(port, 'GET', '/v1/sync/stream', undefined,
                             {Authorization: token ? `Bearer ${token}` : undefined});
    assertProblem(answer, 401, code);
    assert.ok(answer.headers['www-authenticate']);
  }
  const {access_token: token} = await signInAsGuest(port, 'leaves');
  const [stays, leaves] = [await openStream(t, port), await openStream(t, port, {token})];
  await leaves.until(is('change'));
  assert.equal((await ask(port, 'POST', '/v1/auth/logout', {}, bearer(token))).status, 204);
  const {events} = await leaves.ended;
  assert.equal(events.at(-1).event, 'revoked');
  await pushDue(port, 'still told');
  await stays.until(({event, data}) => event === 'change' && data.seq === 1);
  assert.equal(stays.events.some(is('revoked')), false);
});

test('http/stream: what a device has seen is not told again, and what it has not is', async (t) => {
  const {port} = await start(t);
  await pushDue(port, 'one', 'two');
  await ask(port, 'POST', '/v1/lab/worker', {});
  const first = await openStream(t, port);
  await first.until(() => first.reminders().length === 2);
  const [{id}] = first.reminders();
  const second = await openStream(t, port, {lastEventId: id});
  await second.until(is('reminder'));
  assert.deepEqual(second.reminders().map(({data}) => data.title), ['two']);
  const other = await openStream(t, port, {lastEventId: 1_000_000});  // of a database that is gone
  await other.until(() => other.reminders().length === 2);
  const bad = await openStream(t, port, {lastEventId: 'x1'});
  assert.equal(bad.status, 400);
});

test('http/stream: a session has one stream, the newest', async (t) => {
  const {port} = await start(t);
  const older = await openStream(t, port);
  await older.until(is('change'));
  const newer = await openStream(t, port);
  await older.ended;
  await newer.until(is('change'));
  assert.equal(older.events.some(is('revoked')), false);
});

test('http/stream: many streams hold no thread; what is too many is refused', async (t) => {
  const kStreams = 80;  // more than there are threads
  const {port} = await start(t, {flags: ['--streams-max', String(kStreams)]});
  const tokens = [];
  for (let i = 0; i <= kStreams; ++i) tokens.push((await signInAsGuest(port, `d${i}`)).access_token);
  const mine = tokens.pop();
  const streams = await Promise.all(tokens.map((token) => openStream(t, port, {token})));
  await Promise.all(streams.map((stream) => stream.until(is('change'))));
  assert.equal((await request(port, '/livez')).status, 200);
  const metrics = async () => (await request(port, '/metrics')).body.toString();
  assert.match(await metrics(), new RegExp(`^srl_http_streams ${kStreams}$`, 'm'));
  const refused = await ask(port, 'GET', '/v1/sync/stream', undefined, bearer(mine));
  assertProblem(refused, 503, 'unavailable');
  assert.ok(Number(refused.headers['retry-after']) > 0);
  assert.match(await metrics(), /^srl_http_shed_total\{reason="streams"\} 1$/m);
  assert.equal((await ask(port, 'GET', '/v1/tasks', undefined, bearer(mine))).status, 200);
  streams[0].close();
  let stream = await openStream(t, port, {token: mine});
  while (stream.status !== 200) stream = await openStream(t, port, {token: mine});
  await stream.until(is('change'));
});

test('http/stream: it takes GET, and no page of another origin may listen', async (t) => {
  const {port} = await start(t);
  for (const method of ['HEAD', 'DELETE']) {
    const answer = await request(port, '/v1/sync/stream', {method});
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.allow, 'GET');
  }
  const foreign = await openStream(t, port, {headers: {Origin: 'http://evil.example'}});
  assert.equal(foreign.status, 403);
});

test('http/stream: streams end when the server is told to stop', async (t) => {
  const {port, signal, exited} = await start(t);
  const stream = await openStream(t, port);
  await stream.until(is('change'));
  signal('SIGTERM');
  const {events} = await stream.ended;
  assert.equal(events.some(is('revoked')), false);
  assert.deepEqual(await exited, {code: 0, signal: null});
});
