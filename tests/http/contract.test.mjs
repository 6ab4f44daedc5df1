// SPDX-License-Identifier: MIT
// What the service promises to any program that speaks its protocol, against the real binary.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import test from 'node:test';

import {ask, assertProblem, bearer, makeSite, request, sendRaw, signInAsGuest, startServer, tokenOf}
  from '../support/server.mjs';

const start = (t, options) => startServer(t, makeSite(t, {'index.html': '<!doctype html>'}), options);

const good = (title = 'Milk') => ({op_id: randomUUID(), client_seq: 1, entity: 'task', id: randomUUID(),
                                   kind: 'create_task', fields: {title}});
const push = (port, ops, headers = {}) => ask(port, 'POST', '/v1/sync/push', {device_id: 'test', ops}, headers);
const pushText = async (port, text) => {
  const answer = await request(port, '/v1/sync/push',
    {method: 'POST', headers: {'Content-Type': 'application/json'}, body: text});
  return {...answer, json: JSON.parse(answer.body)};
};
const titles = async (port) => (await ask(port, 'GET', '/v1/tasks')).json.tasks.map(({title}) => title).sort();

// [good, bad, good], where bad is JSON that JSON.stringify would not write.
const withBad = (bad) => {
  const [first, last] = [good('first'), good('last')];
  return {first, last, text: `{"device_id":"test","ops":[${JSON.stringify(first)},${bad},${JSON.stringify(last)}]}`};
};
const member = (name, value) => {
  const op = good('bad');
  return {op_id: op.op_id, text: JSON.stringify({...op, [name]: '@'}).replace('"@"', value)};
};
const field = (name, value) => {
  const op = good('bad');
  return {op_id: op.op_id, text: JSON.stringify({...op, fields: {title: 'bad', [name]: '@'}}).replace('"@"', value)};
};
const kNesting = '['.repeat(40) + ']'.repeat(40);

const kBad = {
  'a lone surrogate in the title': [() => field('title', '"\\ud800"')],
  'a raw byte that is no UTF-8': [() => field('title', '"\xff"')],
  'NUL in the title': [() => field('title', '"a\\u0000b"'), '/fields/title'],
  'a control character': [() => field('title', '"a\\u0007b"'), '/fields/title'],
  'an unknown field': [() => field('titel', '"x"'), '/fields/titel'],
  'an unknown kind': [() => member('kind', '"rename"'), '/kind'],
  'an unknown priority': [() => field('priority', '"none"'), '/fields/priority'],
  'a fraction': [() => member('wall_ms', '1.5'), '/wall_ms'],
  'a number with a point': [() => member('wall_ms', '1796025489960.0'), '/wall_ms'],
  'two to the 63rd': [() => member('base_version', '9223372036854775808'), '/base_version'],
  'tags as a text': [() => field('tags', '"a"'), '/fields/tags'],
  'a number as a title': [() => field('title', '5'), '/fields/title'],
  'an id that is no UUID': [() => member('id', '"milk"'), '/id'],
  'a duplicate key': [() => ({text: JSON.stringify(good('bad')).replace('"client_seq":1', '"client_seq":1,"client_seq":2')}), '/client_seq'],
  'deep nesting': [() => member('note', kNesting)],
  'a title that cannot be seen': [() => field('title', '"\u00a0\u200b\u2028\ufeff "'), '/fields/title'],
  'a title that is too long': [() => field('title', JSON.stringify('x'.repeat(501))), '/fields/title'],
  'a description of half a megabyte': [() => field('description', JSON.stringify('x'.repeat(500_000))), '/fields/description'],
  'too many tags': [() => field('tags', JSON.stringify(Array.from({length: 21}, (_, i) => `t${i}`))), '/fields/tags'],
  'a title that is taken away': [() => field('title', 'null'), '/fields/title'],
  'fields that are a list': [() => member('fields', '[]'), '/fields'],
  'no object at all': [() => ({text: '5'})],
  'null': [() => ({text: 'null'})],
};

for (const [what, [make, place = '']] of Object.entries(kBad)) {
  test(`http/contract: ${what} is that operation's affair alone`, async (t) => {
    const {port} = await start(t);
    const {op_id, text} = make();
    const bytes = Buffer.from(withBad(text.replace('\xff', '@@')).text.replace('@@', '\xff'), text.includes('\xff') ? 'latin1' : 'utf8');
    const {status, json} = await pushText(port, bytes);
    assert.equal(status, 200);
    assert.deepEqual(json.results.map((result) => result.status), ['applied', 'rejected', 'applied']);
    assert.match(json.results[1].code, /^[a-z_0-9]+$/);
    assert.ok(json.results[1].detail.startsWith(`/ops/1${place}`), json.results[1].detail);
    if (op_id) assert.equal(json.results[1].op_id, op_id);
    assert.deepEqual(await titles(port), ['first', 'last']);
  });
}

test('http/contract: members that must be there', async (t) => {
  const {port} = await start(t);
  for (const [name, code] of [['op_id', 'op_id_missing'], ['client_seq', 'bad_value'], ['kind', 'bad_value'], ['entity', 'bad_value']]) {
    const bad = {...good('bad'), [name]: undefined};
    for (let i = 0; i < 2; ++i) {  // sent twice, it makes no second row either
      const {json} = await push(port, [good(), bad, good()]);
      assert.deepEqual(json.results.map((result) => result.status), ['applied', 'rejected', 'applied']);
      assert.equal(json.results[1].code, code);
      assert.ok(json.results[1].detail.startsWith(`/ops/1/${name}`), json.results[1].detail);
    }
  }
  assert.ok(!(await titles(port)).includes('bad'));
});

test('http/contract: only a body that is no push is refused as a whole', async (t) => {
  const {port} = await start(t);
  for (const body of ['hello', '[]', '{}', '{"ops":5}', '{"ops":[', `{"ops":[${JSON.stringify(good())}`, '{"ops":[{]}']) {
    const answer = await pushText(port, body);
    assert.equal(answer.status, 400, body);
  }
  assert.deepEqual(await titles(port), []);
});

test('http/contract: the session names the device, and a write by REST is nobody\'s device', async (t) => {
  const {port} = await start(t);
  const laptop = bearer((await signInAsGuest(port, 'laptop')).access_token);
  const create = good('Base');
  await push(port, [create]);
  const edit = (title, version) => ({...good(title), id: create.id, kind: 'update_task', base_version: version});
  const [{version}] = (await push(port, [edit('Test\'s', 1)])).json.results;
  const {json} = await push(port, [edit('Laptop\'s', 1)], laptop);  // says that it is "test"
  assert.equal(json.results[0].status, 'conflict');
  const path = `/v1/tasks/${create.id}`;
  const {etag} = (await ask(port, 'GET', path)).headers;
  assert.ok(etag.startsWith(`"${version}-`), etag);  // the laptop's write has not moved it
  const patched = await ask(port, 'PATCH', path, {title: 'By REST'}, {'If-Match': etag});
  assert.equal(patched.status, 200);
  const {json: late} = await push(port, [edit('Unseeing', version)]);
  assert.equal(late.results[0].status, 'conflict');
  for (const device_id of ['', ' ', '\0', 'a\nb', '\u200b', 5, null, undefined]) {
    const answer = await ask(port, 'POST', '/v1/auth/guest', {device_id}, {Authorization: undefined});
    assertProblem(answer, 400, 'bad_value');
  }
});

test('http/contract: null takes a value away, by PATCH and in a push', async (t) => {
  const {port} = await start(t);
  const full = {...good('t')};
  full.fields = {title: 't', remind_at: 1796025489960, begins_at: 1796025489960, description: 'd', tags: ['a'],
                 duration_min: 5, priority: 'high', completed: true, completed_at: 5};
  await push(port, [full]);
  const path = `/v1/tasks/${full.id}`;
  const {json, headers} = await ask(port, 'PATCH', path, {title: 't', remind_at: null}, {'If-Match': '*'});
  assert.equal(json.remind_at, 0);
  assert.equal(json.description, 'd');
  assertProblem(await ask(port, 'PATCH', path, {title: null}, {'If-Match': headers.etag}), 400, 'bad_value');
  const clear = {...good(), id: full.id, kind: 'update_task', base_version: json.version,
                 fields: {begins_at: null, description: null, tags: null, duration_min: null, priority: null,
                          completed: null, completed_at: null}};
  assert.equal((await push(port, [clear])).json.results[0].status, 'applied');
  const task = (await ask(port, 'GET', path)).json;
  assert.deepEqual([task.begins_at, task.description, task.tags, task.duration_min, task.priority, task.completed, task.title],
                   [0, '', [], 0, 'medium', false, 't']);
});

test('http/contract: no number in an answer is more than JavaScript counts exactly', async (t) => {
  const {port} = await start(t);
  await push(port, [{...good(), hlc: '117704193473249286'}]);
  for (const target of ['/v1/sync/changes', '/v1/sync/snapshot', '/v1/tasks', '/v1/sessions']) {
    const text = (await request(port, target)).body.toString();
    for (const [number] of text.replace(/"(?:[^"\\]|\\.)*"/g, '').matchAll(/\d+/g)) {
      assert.ok(Number.isSafeInteger(Number(number)), `${number} in ${target}`);
    }
  }
  assert.match((await ask(port, 'GET', '/v1/sync/changes')).json.hlc, /^\d+$/);
});

test('http/contract: an update before its create is applied when it comes again after it', async (t) => {
  const {port} = await start(t);
  const create = good('A');
  const update = {...good('B'), id: create.id, kind: 'update_task'};
  assert.equal((await push(port, [update])).json.results[0].code, 'not_found');
  await push(port, [create]);
  assert.equal((await push(port, [update])).json.results[0].status, 'applied');
  assert.equal((await push(port, [update])).json.results[0].replayed, true);
  assert.deepEqual(await titles(port), ['B']);
});

test('http/contract: the same key and body under a fresh If-Match is a repeat, and gets the first answer', async (t) => {
  const {port} = await start(t, {lab: true});
  const key = {'Idempotency-Key': randomUUID()};
  const made = await ask(port, 'POST', '/v1/tasks', {title: 'A'}, {'Idempotency-Key': randomUUID()});
  const {location, etag} = made.headers;
  await ask(port, 'POST', '/v1/lab/faults', {fault: 'drop_reply', route: 'task_write'});
  await assert.rejects(ask(port, 'PATCH', location, {title: 'B'}, {...key, 'If-Match': etag}));
  const fresh = (await ask(port, 'GET', location)).headers.etag;
  assert.notEqual(fresh, etag);
  const again = await ask(port, 'PATCH', location, {title: 'B'}, {...key, 'If-Match': fresh});
  assert.deepEqual([again.status, again.headers['idempotent-replayed'], again.headers.etag], [200, 'true', fresh]);
  assertProblem(await ask(port, 'PATCH', location, {title: 'C'}, {...key, 'If-Match': fresh}), 422, 'key_reused');
});

test('http/contract: lines of If-Match are one list; two keys or two authorizations are refused', async (t) => {
  const {port} = await start(t);
  const made = await ask(port, 'POST', '/v1/tasks', {title: 'A'}, {'Idempotency-Key': randomUUID()});
  const patch = (...lines) => sendRaw(port, [`PATCH ${made.headers.location} HTTP/1.1`, `Host: 127.0.0.1:${port}`,
    'Connection: close', 'Content-Type: application/json', 'Content-Length: 13', ...lines, '', '{"title":"B"}'].join('\r\n'));
  const token = `Authorization: Bearer ${tokenOf(port)}`;
  const key = `Idempotency-Key: ${randomUUID()}`;
  assert.match(await patch(token, token, 'If-Match: *'), /^HTTP\/1\.1 400 /);
  assert.match(await patch(token, key, key, 'If-Match: *'), /^HTTP\/1\.1 400 /);
  assert.match(await patch(token, 'If-Match: "77"', `If-Match: ${made.headers.etag}`), /^HTTP\/1\.1 200 /);
});
