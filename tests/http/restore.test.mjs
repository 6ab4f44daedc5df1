// SPDX-License-Identifier: MIT
// The database file is put back to an earlier state, or deleted: what clients of the lost time may
// still use, and what not.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {makeFolder} from '../support/ending.mjs';
import {ask, assertProblem, bearer, makeSite, startServer} from '../support/server.mjs';

const kSite = {'index.html': '<!doctype html>'};

function makeDatabase(t) {
  const folder = makeFolder(t);
  return path.join(folder, 'lab.db');
}

let lastSeq = 0;
const createOp = (title) => ({
  op_id: randomUUID(), client_seq: ++lastSeq, entity: 'task', id: randomUUID(), kind: 'create_task', fields: {title},
});
const push = (port, seen, ...ops) => ask(port, 'POST', '/v1/sync/push', {device_id: 'phone', ops, ...(seen && {seen})});
const changes = (port, query = '') => ask(port, 'GET', `/v1/sync/changes${query}`);
const titles = async (port) => (await ask(port, 'GET', '/v1/tasks')).json.tasks.map(({title}) => title).sort();

// A copy of a server's database as an operator makes one: of the file and its log, while it runs.
function copyOf(db) {
  return new Map(['', '-wal'].map((end) => [end, fs.existsSync(db + end) ? fs.readFileSync(db + end) : null]));
}
function putBack(db, copy) {
  for (const end of ['', '-wal', '-shm']) fs.rmSync(db + end, {force: true});
  for (const [end, bytes] of copy) if (bytes) fs.writeFileSync(db + end, bytes);
}

// Log and answer come by different ways: it may be a moment later.
async function codeFor(server, email) {
  for (;;) {
    const found = new RegExp(`sign-in code for ${email}: (\\d{6})`).exec(server.log());
    if (found) return found[1];
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function stop(server) {
  server.signal('SIGTERM');
  await server.exited;
}

test('http/restore: nothing of the lost time is taken for the new one, however far the counter comes', async (t) => {
  const site = makeSite(t, kSite);
  const db = makeDatabase(t);
  const first = await startServer(t, site, {db});
  const kept = createOp('Kept');
  const before = await push(first.port, '', kept);
  const copy = copyOf(db);
  const lost = [createOp('Lost 1'), createOp('Lost 2')];
  const after = await push(first.port, before.json.cursor, ...lost);
  assert.deepEqual(after.json.results.map(({version}) => version), [2, 3]);
  const place = `/v1/tasks/${kept.id}`;
  const read = await ask(first.port, 'GET', place);
  const renamed = await ask(first.port, 'PATCH', place, {title: 'Renamed'}, {'If-Match': read.headers.etag});
  assert.equal(renamed.status, 200);
  const {json: {cursor}} = await changes(first.port);
  await stop(first);

  putBack(db, copy);
  const {port} = await startServer(t, site, {db});
  for (let round = 0; round < 6; ++round) {
    const reset = assertProblem(await changes(port, `?cursor=${cursor}`), 410, 'cursor_reset');
    assert.equal(reset.common_seq, 1);
    assert.equal((await changes(port, `?cursor=${reset.cursor}`)).status, 200);
    assertProblem(await changes(port, `?seen=${after.json.cursor}`), 410, 'cursor_reset');
    assertProblem(await push(port, cursor, createOp('Must not be done')), 410, 'cursor_reset');
    assertProblem(await ask(port, 'PATCH', place, {title: 'Over it'}, {'If-Match': renamed.headers.etag}),
                  412, 'precondition_failed');
    const {json: {cursor: seen}} = await changes(port, `?cursor=${before.json.cursor}`);
    assert.equal((await push(port, seen, createOp(`New ${round}`))).status, 200);
  }
  assert.equal((await ask(port, 'GET', place)).headers.etag, read.headers.etag);
  assertProblem(await ask(port, 'GET', `/v1/sync/ops/${lost[0].op_id}`), 404, 'not_found');

  // What is sent again is applied once; what the copy had is recognised.
  const again = await push(port, '', kept, ...lost);
  assert.deepEqual(again.json.results.map(({replayed = false}) => replayed), [true, false, false]);
  assert.deepEqual(await titles(port), ['Kept', 'Lost 1', 'Lost 2', ...Array.from({length: 6}, (_, i) => `New ${i}`)]);
});

test('http/restore: a restart alone refuses nothing', async (t) => {
  const site = makeSite(t, kSite);
  const db = makeDatabase(t);
  const first = await startServer(t, site, {db});
  await push(first.port, '', createOp('A'));
  const {json: {cursor}} = await changes(first.port);
  const {headers: {etag, location}} = await ask(
      first.port, 'POST', '/v1/tasks', {title: 'B'}, {'Idempotency-Key': randomUUID()});
  await stop(first);
  const {port} = await startServer(t, site, {db});
  const pushed = await push(port, cursor, createOp('C'));
  assert.equal(pushed.status, 200);
  assert.equal((await changes(port, `?cursor=${cursor}&seen=${pushed.json.cursor}`)).json.changes.length, 2);
  assert.equal((await ask(port, 'PATCH', location, {title: 'B2'}, {'If-Match': etag})).status, 200);
});

test('http/restore: an empty database gives out no account a second time, but to the same person', async (t) => {
  const site = makeSite(t, kSite);
  const db = makeDatabase(t);
  const signIn = async (server, email) => {
    await ask(server.port, 'POST', '/v1/auth/otp', {email}, {Authorization: undefined});
    const code = await codeFor(server, email);
    const {status, json} = await ask(
        server.port, 'POST', '/v1/auth/verify', {email, code, device_id: 'phone'}, {Authorization: undefined});
    assert.equal(status, 200);
    return json;
  };
  const first = await startServer(t, site, {db, lab: true, guest: false});
  const ada = await signIn(first, 'ada@example.test');
  await stop(first);
  for (const end of ['', '-wal', '-shm']) fs.rmSync(db + end, {force: true});

  const second = await startServer(t, site, {db, lab: true, guest: false});
  const bob = await signIn(second, 'bob@example.test');
  assert.notEqual(bob.account_id, ada.account_id);
  assertProblem(await ask(second.port, 'GET', '/v1/sync/changes', undefined, bearer(ada.access_token)),
                401, 'session_ended');
  assert.equal((await signIn(second, 'ada@example.test')).account_id, ada.account_id);
});
