// SPDX-License-Identifier: MIT
// The faults that `srl serve --lab` gives on request.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import test from 'node:test';

import {ask, assertProblem, makeSite, request, signInAsGuest, startServer} from '../support/server.mjs';

const start = (t, lab = true) => startServer(t, makeSite(t, {'index.html': '<!doctype html>'}), {lab});
const fault = (port, what) => ask(port, 'POST', '/v1/lab/faults', what);
const create = (port, key) =>
  ask(port, 'POST', '/v1/tasks', {title: 'Milk'}, {'Idempotency-Key': key});

// Between 1 and 10 s, whole seconds.
function assertAsksToWait({headers}) {
  const seconds = Number(headers['retry-after']);
  assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 10, headers['retry-after']);
}

test('http/lab: a lost reply is lost after the commit, and the repeat finds the effect', async (t) => {
  const {port} = await start(t);
  const key = randomUUID();
  assert.equal((await fault(port, {fault: 'drop_reply', route: 'task_write'})).status, 201);
  await assert.rejects(create(port, key), {code: 'ECONNRESET'});
  assert.equal((await ask(port, 'GET', '/v1/tasks')).json.tasks.length, 1);
  const again = await create(port, key);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.deepEqual((await ask(port, 'GET', '/v1/lab/faults')).json, {faults: []});
});

test('http/lab: a refused request has done nothing', async (t) => {
  const {port} = await start(t);
  await fault(port, {fault: 'refuse', times: 2});
  for (let i = 0; i < 2; ++i) {
    const refused = await create(port, randomUUID());
    assertProblem(refused, 503, 'unavailable');
    assertAsksToWait(refused);
  }
  assert.deepEqual((await ask(port, 'GET', '/v1/tasks')).json.tasks, []);
});

test('http/lab: a delayed answer comes late, and others do not wait for it', async (t) => {
  const {port} = await start(t);
  await fault(port, {fault: 'delay', delay_ms: 300});
  const began = performance.now();
  const slow = ask(port, 'GET', '/v1/tasks').then(() => performance.now() - began);
  await ask(port, 'GET', '/v1/lab/faults');
  const others = performance.now() - began;
  assert.ok(await slow >= 300);
  assert.ok(others < 300);
});

test('http/lab: what exceeds the rate is turned away until the fault is cleared, refreshes pass', async (t) => {
  const {port} = await start(t);
  const session = await signInAsGuest(port, 'limited');
  await fault(port, {fault: 'rate_limit', per_second: 1});
  const answers = await Promise.all(Array.from({length: 8}, () => create(port, randomUUID())));
  const limited = answers.filter(({status}) => status === 429);
  assert.ok(limited.length >= 6, `${limited.length} were turned away`);  // the eight may lie across two seconds
  for (const answer of limited) {
    assertProblem(answer, 429, 'too_many_requests');
    assertAsksToWait(answer);
  }
  const refreshed = await ask(port, 'POST', '/v1/auth/refresh', {refresh_token: session.refresh_token});
  assert.equal(refreshed.status, 200);
  const metrics = (await request(port, '/metrics')).body.toString();
  assert.match(metrics, new RegExp(`srl_http_shed_total\\{reason="rate_limit"\\} ${limited.length}`));
  await request(port, '/v1/lab/faults', {method: 'DELETE'});
  const free = await Promise.all(Array.from({length: 8}, () => create(port, randomUUID())));
  assert.ok(free.every(({status}) => status === 201));
});

test('http/lab: a slow server serves one request after the other', async (t) => {
  const {port} = await start(t);
  await fault(port, {fault: 'slow_server', delay_ms: 150});
  const began = performance.now();
  await Promise.all(Array.from({length: 4}, () => ask(port, 'GET', '/v1/tasks')));
  assert.ok(performance.now() - began >= 600);
});

test('http/lab: a full disk refuses writes and answers reads', async (t) => {
  const {port} = await start(t);
  assert.equal((await create(port, randomUUID())).status, 201);
  await fault(port, {fault: 'disk_full'});
  const refused = await create(port, randomUUID());
  assertProblem(refused, 503, 'storage_failed');
  assertAsksToWait(refused);
  assert.equal((await ask(port, 'GET', '/v1/tasks')).json.tasks.length, 1);
});

test('http/lab: faults are listed and cleared', async (t) => {
  const {port} = await start(t);
  await fault(port, {fault: 'refuse', route: 'push', times: 0});
  const {json: {faults}} = await ask(port, 'GET', '/v1/lab/faults');
  assert.deepEqual(faults, [{fault: 'refuse', route: 'push', times: 0}]);
  assert.equal((await request(port, '/v1/lab/faults', {method: 'DELETE'})).status, 204);
  assert.deepEqual((await ask(port, 'GET', '/v1/lab/faults')).json.faults, []);
});

test('http/lab: what it does not know is refused with what it does', async (t) => {
  const {port} = await start(t);
  for (const [what, detail] of [
    [{}, /^\/fault/], [{fault: 'burn'}, /drop_reply, delay, refuse, .*expire_token, .*disk_full, .*crash_worker or refuse_push/],
    [{fault: 'delay', route: 'moon'}, /push, changes/], [{fault: 'delay', delay_ms: 31_000}, /30000/],
    [{fault: 'delay', times: -1}, /^\/times/], [{fault: 'rate_limit', per_second: 0}, /^\/per_second/],
    [{fault: 'crash_worker', at: 'lunch'}, /taken, .*before_record/], [{fault: 'pause_worker', delay_ms: 301_000}, /300000/],
  ]) {
    const answer = await fault(port, what);
    assert.equal(answer.status, 400, JSON.stringify(what));
    assert.match(answer.json.detail, detail);
  }
  for (let i = 0; i < 32; ++i) await fault(port, {fault: 'delay', route: 'op_fate', times: 0});
  assertProblem(await fault(port, {fault: 'delay'}), 413, 'too_large');
});

test('http/lab: without --lab there are none', async (t) => {
  const {port} = await start(t, false);
  const answer = await fault(port, {fault: 'refuse'});
  assertProblem(answer, 404, 'not_found');
  assert.match(answer.json.detail, /--lab/);
});
