// SPDX-License-Identifier: MIT
// The protocol of devices, against the real binary.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import test from 'node:test';

import {ask, assertProblem, bearer, makeSite, startServer} from '../support/server.mjs';

const kSite = {'index.html': '<!doctype html>'};
const start = (t, options) => startServer(t, makeSite(t, kSite), options);

let lastSeq = 0;
const createOp = (title, id = randomUUID(), opId = randomUUID()) => ({
  op_id: opId, client_seq: ++lastSeq, entity: 'task', id, kind: 'create_task', fields: {title},
});
const push = (port, ...ops) => ask(port, 'POST', '/v1/sync/push', {device_id: 'phone', ops});
const changes = (port, query = '') => ask(port, 'GET', `/v1/sync/changes${query}`);

test('http/sync: a push is applied, its repeat is answered the same and applied once', async (t) => {
  const {port} = await start(t);
  const op = createOp('Buy milk');
  const first = await push(port, op);
  assert.equal(first.status, 200);
  assert.equal(first.json.results[0].status, 'applied');
  assert.equal(first.json.results[0].replayed, undefined);
  const again = await push(port, op);
  assert.equal(again.json.results[0].replayed, true);
  assert.equal(again.json.results[0].version, first.json.results[0].version);
  assert.equal((await changes(port)).json.changes.length, 1);
  const fate = await ask(port, 'GET', `/v1/sync/ops/${op.op_id}`);
  assert.equal(fate.json.status, 'applied');
  assertProblem(await ask(port, 'GET', `/v1/sync/ops/${randomUUID()}`), 404, 'not_found');
});

test('http/sync: what one operation does wrong is its own affair', async (t) => {
  const {port} = await start(t);
  const blank = createOp(' ');
  const after = {...createOp('y', blank.id), kind: 'update_task'};
  const {status, json} = await push(port, createOp('a'), blank, after, createOp('b'));
  assert.equal(status, 200);
  assert.deepEqual(json.results.map((result) => result.status),
                   ['applied', 'rejected', 'blocked', 'applied']);
  assert.equal(json.results[1].code, 'bad_value');
  assert.equal(json.results[2].code, 'predecessor_failed');
});

test('http/sync: changes continue where the cursor stands, deletions included', async (t) => {
  const {port} = await start(t);
  const [milk, tea] = [createOp('Milk'), createOp('Tea')];
  await push(port, milk, tea);
  const first = await changes(port, '?limit=1');
  assert.equal(first.json.has_more, true);
  const second = await changes(port, `?cursor=${first.json.cursor}`);
  assert.deepEqual(second.json.changes.map(({title}) => title), ['Tea']);
  assert.equal(second.json.open_count, 2);
  await push(port, {...createOp(''), fields: undefined, id: milk.id, kind: 'delete_task'});
  const third = await changes(port, `?cursor=${second.json.cursor}`);
  assert.deepEqual(third.json.changes.map(({id, deleted}) => [id, deleted]), [[milk.id, true]]);
  assert.equal(third.json.open_count, 1);
});

test('http/sync: a cursor of another life is refused, and a snapshot starts anew', async (t) => {
  const {port} = await start(t);
  await push(port, createOp('Milk'), createOp('Tea'));
  for (const cursor of ['v1.feed.1', 'v1.feed', 'nonsense', 'v2.x.1']) {
    assertProblem(await changes(port, `?cursor=${cursor}`), 410, 'cursor_reset');
  }
  const {json: {cursor}} = await changes(port);
  const beyond = cursor.replace(/^(v3\.\w+)\.\d+/, '$1.99');
  assert.notEqual(beyond, cursor);
  assertProblem(await changes(port, `?cursor=${beyond}`), 410, 'cursor_reset');
  // Of another account that the same process has written.
  const other = await ask(port, 'POST', '/v1/auth/guest', {device_id: 'other'});
  const mine = bearer(other.json.access_token);
  await ask(port, 'POST', '/v1/sync/push', {device_id: 'other', ops: [createOp('A'), createOp('B'), createOp('C')]}, mine);
  for (const query of [`cursor=${cursor}`, `seen=${cursor}`]) {
    assertProblem(await ask(port, 'GET', `/v1/sync/changes?${query}`, undefined, mine), 410, 'cursor_reset');
  }
  const page = await ask(port, 'GET', '/v1/sync/snapshot?limit=1');
  const rest = await ask(port, 'GET', `/v1/sync/snapshot?limit=2&after=${page.json.next_page}`);
  assert.equal(page.json.rows.length + rest.json.rows.length, 2);
  assert.equal((await changes(port, `?cursor=${rest.json.cursor}`)).json.changes.length, 0);
});

test('http/sync: limits are kept and said', async (t) => {
  const {port} = await start(t);
  const many = Array.from({length: 501}, (_, i) => createOp(`Task ${i}`));
  assertProblem(await push(port, ...many), 413, 'too_large');
  assert.equal((await push(port, ...many.slice(0, 500))).json.results.length, 500);
  assertProblem(await push(port, createOp('x'.repeat(1024 * 1024))), 413, 'too_large');
  const deep = '['.repeat(40) + ']'.repeat(40);
  const answer = await ask(port, 'POST', '/v1/tasks', {title: 'x', tags: JSON.parse(deep)}, {'Idempotency-Key': randomUUID()});
  assertProblem(answer, 400, 'too_deep');
  const nameless = await ask(port, 'POST', '/v1/auth/guest', {device_id: 'x'.repeat(101)});
  assertProblem(nameless, 413, 'too_large');
});

test('http/sync: the database outlives the server', async (t) => {
  const folder = makeSite(t, {'site/index.html': '<!doctype html>'});
  const options = {db: `${folder}/lab.db`};
  const before = await startServer(t, `${folder}/site`, options);
  await push(before.port, createOp('Milk'));
  const {json: {cursor}} = await changes(before.port);
  before.signal('SIGTERM');
  assert.deepEqual(await before.exited, {code: 0, signal: null});
  const after = await startServer(t, `${folder}/site`, options);
  assert.deepEqual((await changes(after.port, `?cursor=${cursor}`)).json.changes, []);
  assert.equal((await changes(after.port)).json.changes[0].title, 'Milk');
  const metrics = await (await fetch(`http://127.0.0.1:${after.port}/metrics`)).text();
  assert.match(metrics, /^srl_open_tasks 1$/m);  // nothing has been written since
});

test('http/sync: a file that is no database is refused, and left as it was', async (t) => {
  const folder = makeSite(t, {'index.html': '', 'notes.txt': 'my notes, '.repeat(1000)});
  await assert.rejects(startServer(t, folder, {db: `${folder}/notes.txt`}), /notes\.txt.*not a database/s);
  await assert.rejects(startServer(t, folder, {db: `${folder}/no/such/lab.db`}), /no\/such\/lab\.db/);
});

test('http/sync: health and metrics tell what happened', async (t) => {
  const {port} = await start(t);
  const op = createOp('Milk');
  await push(port, op);
  await push(port, op);
  assert.equal((await ask(port, 'GET', '/v1/tasks')).status, 200);
  const get = (path) => fetch(`http://127.0.0.1:${port}${path}`);
  assert.equal(await (await get('/readyz')).text(), 'ready\n');
  const metrics = await (await get('/metrics')).text();
  assert.match(metrics, /^srl_idempotency_hits_total\{kind="replayed"\} 1$/m);
  assert.match(metrics, /^srl_sync_ops_total\{op="create_task",result="applied"\} 2$/m);
  assert.match(metrics, /^srl_open_tasks 1$/m);
  assert.match(metrics, /^srl_http_request_duration_seconds_count\{route="push",status="2xx"\} 2$/m);
  assert.match(metrics, /^srl_db_tx_duration_seconds_count\{kind="write"\} \d+$/m);
  assert.match(metrics, /^process_resident_memory_bytes [1-9]\d+$/m);
});
