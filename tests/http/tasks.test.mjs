// SPDX-License-Identifier: MIT
// /v1/tasks as a program uses it that knows HTTP and nothing of us.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import test from 'node:test';

import {ask, assertProblem, makeSite, request, startServer} from '../support/server.mjs';

const start = (t) => startServer(t, makeSite(t, {'index.html': '<!doctype html>'}));

const create = (port, task, key = randomUUID()) =>
  ask(port, 'POST', '/v1/tasks', task, {'Idempotency-Key': key});

test('http/tasks: a title is enough to create, and the answer says where the task is', async (t) => {
  const {port} = await start(t);
  const created = await create(port, {title: 'Buy milk'});
  assert.equal(created.status, 201);
  assert.equal(created.json.title, 'Buy milk');
  assert.equal(created.headers.location, `/v1/tasks/${created.json.id}`);
  assert.match(created.headers.etag, new RegExp(`^"${created.json.version}-[0-9a-f]{8}"$`));
  const read = await ask(port, 'GET', created.headers.location);
  assert.deepEqual(read.json, created.json);
  assert.equal(read.headers.etag, created.headers.etag);
});

test('http/tasks: the same key twice makes one task and says that it is a repeat', async (t) => {
  const {port} = await start(t);
  const key = randomUUID();
  const first = await create(port, {title: 'Buy milk'}, key);
  const again = await create(port, {title: 'Buy milk'}, `"${key}"`);
  assert.equal(first.headers['idempotent-replayed'], undefined);
  assert.equal(again.status, 201);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.equal(again.json.id, first.json.id);
  assertProblem(await create(port, {title: 'Buy tea'}, key), 422, 'key_reused');
  assert.equal((await ask(port, 'GET', '/v1/tasks')).json.tasks.length, 1);
});

test('http/tasks: many at once under one key make one task', async (t) => {
  const {port} = await start(t);
  const key = randomUUID();
  const answers = await Promise.all(Array.from({length: 20}, () => create(port, {title: 'Milk'}, key)));
  assert.ok(answers.every(({status}) => status === 201));
  assert.equal(new Set(answers.map(({json}) => json.id)).size, 1);
  assert.equal(answers.filter(({headers}) => headers['idempotent-replayed']).length, 19);
});

test('http/tasks: a change needs the version that it changes', async (t) => {
  const {port} = await start(t);
  const {headers: {location, etag}} = await create(port, {title: 'Buy milk'});
  const change = (headers) => ask(port, 'PATCH', location, {completed: true}, headers);
  assertProblem(await change({}), 428, 'precondition_required');
  assertProblem(await change({'If-Match': '12'}), 400, 'bad_value');
  const stale = assertProblem(await change({'If-Match': '"999"'}), 412, 'precondition_failed');
  assert.equal(stale.current.title, 'Buy milk');
  const done = await change({'If-Match': etag});
  assert.equal(done.status, 200);
  assert.equal(done.json.completed, true);
  assert.equal(done.json.title, 'Buy milk');
  assertProblem(await change({'If-Match': etag}), 412, 'precondition_failed');
});

test('http/tasks: of two changes of one version one goes through', async (t) => {
  const {port} = await start(t);
  const {headers: {location, etag}} = await create(port, {title: 'Buy milk'});
  const answers = await Promise.all(['A', 'B', 'C', 'D'].map(
    (title) => ask(port, 'PATCH', location, {title}, {'If-Match': etag})));
  assert.deepEqual(answers.map(({status}) => status).sort(), [200, 412, 412, 412]);
});

test('http/tasks: a deleted task is gone', async (t) => {
  const {port} = await start(t);
  const {headers: {location, etag}} = await create(port, {title: 'Buy milk'});
  assertProblem(await ask(port, 'DELETE', location), 428, 'precondition_required');
  const gone = await request(port, location, {method: 'DELETE', headers: {'If-Match': etag}});
  assert.equal(gone.status, 204);
  assert.equal(gone.body.length, 0);
  assertProblem(await ask(port, 'GET', location), 404, 'task_deleted');
  assert.deepEqual((await ask(port, 'GET', '/v1/tasks')).json.tasks, []);
});

test('http/tasks: the list comes page by page, each task once', async (t) => {
  const {port} = await start(t);
  await Promise.all(Array.from({length: 7}, (_, i) => create(port, {title: `Task ${i}`})));
  const seen = [];
  for (let page = ''; page !== null;) {
    const {json} = await ask(port, 'GET', `/v1/tasks?limit=3&after=${page.toUpperCase()}`);  // a UUID in any case
    seen.push(...json.tasks.map(({id}) => id));
    page = json.next;
  }
  assert.equal(seen.length, 7);
  assert.equal(new Set(seen).size, 7);
});

test('http/tasks: what is wrong in a request is said with its place', async (t) => {
  const {port} = await start(t);
  const cases = [
    [{}, /field/], [{title: ''}, /title/], [{title: 7}, /^\/title/],
    [{title: 'a', priority: 'huge'}, /^\/priority/], [{title: 'a', colour: 'red'}, /^\/colour/],
    [{completed: true}, /title/], [[], /object/], [{title: 'a', tags: 'b'}, /^\/tags/],
  ];
  for (const [body, what] of cases) {
    const answer = await create(port, body);
    assert.equal(answer.status, 400, JSON.stringify(body));
    assert.match(answer.json.detail, what);
  }
  assertProblem(await create(port, {title: 'x'.repeat(501)}), 413, 'too_large');
  assertProblem(await ask(port, 'POST', '/v1/tasks', {title: 'a'}), 400, 'idempotency_key_missing');
  assertProblem(await create(port, {title: 'a'}, 'seven'), 400, 'bad_value');
  for (const limit of ['0', '-1', '1001', 'x', '1e3']) {
    assertProblem(await ask(port, 'GET', `/v1/tasks?limit=${limit}`), 400, 'bad_value');
  }
  for (const list of ['tasks', 'sync/snapshot', 'conflicts']) {
    for (const after of ['garbage', 'conflicts.', 'conflicts.x', '%00', 'v2.1.a-0'].slice(list === 'sync/snapshot' ? 2 : 0)) {
      assertProblem(await ask(port, 'GET', `/v1/${list}?after=${after}`), 400, 'bad_value');
    }
  }
  assertProblem(await ask(port, 'GET', '/v1/tasks/milk'), 404, 'not_found');
  assertProblem(await ask(port, 'GET', `/v1/tasks/${randomUUID()}`), 404, 'not_found');
  // What a path takes is said before what a body should be.
  assertProblem(await request(port, '/v1/sync/changes', {method: 'POST'}), 405, 'method_not_allowed');
  const put = await ask(port, 'PUT', '/v1/tasks', {});
  assertProblem(put, 405, 'method_not_allowed');
  assert.equal(put.headers.allow, 'GET, HEAD, POST');
  assert.deepEqual((await ask(port, 'GET', '/v1/tasks')).json.tasks, []);
});

test('http/tasks: an entity tag that the client has is not sent again', async (t) => {
  const {port} = await start(t);
  const {headers: {location, etag}} = await create(port, {title: 'Buy milk'});
  const answer = await request(port, location, {headers: {'If-None-Match': etag}});
  assert.equal(answer.status, 304);
  assert.equal(answer.body.length, 0);
});
