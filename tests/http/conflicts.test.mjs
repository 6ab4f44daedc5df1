// SPDX-License-Identifier: MIT
// Conflicts between devices, against the real binary.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import test from 'node:test';

import {ask, asDevice, assertProblem, bearer, makeSite, request, signInAsGuest, startServer} from '../support/server.mjs';

const start = (t) => startServer(t, makeSite(t, {'index.html': '<!doctype html>'}));

let lastSeq = 0;
const operation = (kind, id, more) =>
  ({op_id: randomUUID(), client_seq: ++lastSeq, entity: 'task', id, kind, ...more});
const push = async (port, device, ...ops) =>
  ask(port, 'POST', '/v1/sync/push', {device_id: device, ops}, await asDevice(port, device));
const changes = async (port, query = '') => (await ask(port, 'GET', `/v1/sync/changes${query}`)).json;
const conflicts = (port, query = '') => ask(port, 'GET', `/v1/conflicts${query}`);

async function pushOne(port, device, op) {
  const {status, json} = await push(port, device, op);
  assert.equal(status, 200);
  return json.results[0];
}

// The phone creates a task and renames it; the laptop, which has seen the first title only, renames it too.
async function twoTitles(port) {
  const id = randomUUID();
  const created = await pushOne(port, 'phone', operation('create_task', id, {fields: {title: 'Base'}}));
  const rename = (title) => operation('update_task', id,
    {base_version: created.version, fields: {title}, base: {title: 'Base'}});
  assert.equal((await pushOne(port, 'phone', rename('The phone’s'))).status, 'applied');
  const op = rename('The laptop’s');
  const result = await pushOne(port, 'laptop', op);
  assert.equal(result.status, 'conflict');
  return {id, op, result};
}

const decide = (conflict, version, more) =>
  operation('resolve_conflict', conflict.task, {conflict: conflict.id, base_version: version, ...more});

test('http/conflicts: two titles make one conflict, listed with all three values', async (t) => {
  const {port} = await start(t);
  const {id, op, result} = await twoTitles(port);
  const {status, json} = await conflicts(port);
  assert.equal(status, 200);
  assert.equal(json.conflicts.length, 1);
  const [conflict] = json.conflicts;
  assert.deepEqual([conflict.task, conflict.device, conflict.policy, conflict.state],
                   [id, 'laptop', 'field_merge', 'open']);
  assert.deepEqual([conflict.base, conflict.mine, conflict.theirs.title],
                   [{title: 'Base'}, {title: 'The laptop’s'}, 'The phone’s']);
  assert.equal(conflict.version, result.conflict_version);
  assert.equal((await ask(port, 'GET', `/v1/tasks/${id}`)).json.title, 'The phone’s');
  // A repeat is the same conflict, not another one.
  const again = await pushOne(port, 'laptop', op);
  assert.deepEqual(again, {...result, replayed: true});
  assert.equal((await conflicts(port)).json.conflicts.length, 1);
});

test('http/conflicts: a decision by push ends it, everywhere', async (t) => {
  const {port} = await start(t);
  const {id} = await twoTitles(port);
  const page = await changes(port);
  const [conflict] = page.conflicts;
  assert.equal(conflict.state, 'open');
  const op = decide(conflict, page.conflicts[0].version,
                    {resolution: 'write_values', fields: {title: 'The laptop’s'}});
  const result = await pushOne(port, 'phone', op);
  assert.equal(result.status, 'applied');
  assert.equal((await ask(port, 'GET', `/v1/tasks/${id}`)).json.title, 'The laptop’s');
  assert.deepEqual((await conflicts(port)).json.conflicts, []);
  const next = await changes(port, `?cursor=${page.cursor}`);
  assert.deepEqual(next.conflicts.map(({id, state, resolved_by}) => [id, state, resolved_by]),
                   [[conflict.id, 'resolved', 'phone']]);
  assert.equal((await pushOne(port, 'phone', op)).replayed, true);
  const late = await pushOne(port, 'laptop', decide(conflict, next.conflicts[0].version, {resolution: 'keep_theirs'}));
  assert.deepEqual([late.status, late.code], ['rejected', 'conflict_closed']);
});

test('http/conflicts: a decision that has not seen the newest title is asked again', async (t) => {
  const {port} = await start(t);
  const {id} = await twoTitles(port);
  const [conflict] = (await conflicts(port)).json.conflicts;
  const op = decide(conflict, conflict.version, {resolution: 'write_values', fields: {title: 'The laptop’s'}});
  const newer = operation('update_task', id, {base_version: conflict.version, fields: {title: 'Newer'}});
  assert.equal((await pushOne(port, 'phone', newer)).status, 'applied');
  assert.equal((await pushOne(port, 'laptop', op)).status, 'conflict');
  const [again] = (await conflicts(port)).json.conflicts;
  assert.deepEqual([again.id, again.theirs.title], [conflict.id, 'Newer']);
  assert.equal((await ask(port, 'GET', `/v1/tasks/${id}`)).json.title, 'Newer');
});

test('http/conflicts: a deleted task that is brought back has its fields', async (t) => {
  const {port} = await start(t);
  const id = randomUUID();
  const fields = {title: 'Base', description: 'A note'};
  const {version} = await pushOne(port, 'phone', operation('create_task', id, {fields}));
  await pushOne(port, 'phone', operation('delete_task', id, {base_version: version}));
  const edit = operation('update_task', id,
    {base_version: version, fields: {title: 'Edited'}, base: {title: 'Base'}});
  assert.equal((await pushOne(port, 'laptop', edit)).status, 'conflict');
  const [tombstone] = (await changes(port)).changes;
  assert.equal(tombstone.deleted, true);
  assert.equal(tombstone.title, undefined);
  const [conflict] = (await conflicts(port)).json.conflicts;
  assert.equal(conflict.theirs_deleted, true);
  assert.equal(conflict.theirs.description, 'A note');
  const restore = decide(conflict, conflict.version,
    {resolution: 'restore_task', fields: {...conflict.theirs, ...conflict.mine}});
  assert.equal((await pushOne(port, 'laptop', restore)).status, 'applied');
  const {json} = await ask(port, 'GET', `/v1/tasks/${id}`);
  assert.deepEqual([json.title, json.description], ['Edited', 'A note']);
});

test('http/conflicts: the list goes page by page, and bad queries are refused', async (t) => {
  const {port} = await start(t);
  for (let i = 0; i < 5; ++i) await twoTitles(port);
  const seen = new Set();
  let after = '';
  do {
    const {json} = await conflicts(port, `?limit=2${after}`);
    assert.ok(json.conflicts.length <= 2);
    for (const {id} of json.conflicts) seen.add(id);
    after = json.next === null ? '' : `&after=${json.next}`;
  } while (after !== '');
  assert.equal(seen.size, 5);
  for (const query of ['?limit=0', '?limit=x', '?limit=1001', '?limit=1&limit=2']) {
    assertProblem(await conflicts(port, query), 400, 'bad_value');
  }
  assertProblem(await ask(port, 'GET', '/v1/conflicts', undefined, {Authorization: undefined}), 401, 'unauthenticated');
  assert.equal((await ask(port, 'POST', '/v1/conflicts', {})).status, 405);
});

test('http/conflicts: a decision that names no conflict, or an unknown way, is refused', async (t) => {
  const {port} = await start(t);
  const bad = operation('resolve_conflict', randomUUID(), {resolution: 'keep_theirs'});
  const refused = async (op) => {
    const {status, code, detail} = await pushOne(port, 'phone', op);
    return [status, code, detail.split(':')[0]];
  };
  assert.deepEqual(await refused(bad), ['rejected', 'bad_value', '/ops/0/conflict']);
  const way = {...bad, conflict: randomUUID(), resolution: 'toss_a_coin'};
  assert.deepEqual(await refused(way), ['rejected', 'bad_value', '/ops/0/resolution']);
  const unknown = {...bad, conflict: randomUUID()};
  const result = await pushOne(port, 'phone', unknown);
  assert.deepEqual([result.status, result.code], ['rejected', 'not_found']);
});

test('http/conflicts: the metrics tell how many wait, since when, and how they ended', async (t) => {
  const {port} = await start(t);
  const value = async (name) => {
    const text = (await request(port, '/metrics')).body.toString();
    const line = text.split('\n').find((one) => one.startsWith(`${name} `));
    return line === undefined ? 0 : Number(line.split(' ').pop());
  };
  const detected = 'srl_conflicts_detected_total{field="title",policy="field_merge"}';
  const resolved = 'srl_conflict_resolutions_total{policy="field_merge",outcome="user"}';
  assert.equal(await value('srl_conflicts_open'), 0);
  const before = Math.floor(Date.now() / 1000) - 1;
  await twoTitles(port);
  assert.equal(await value(detected), 1);
  assert.equal(await value('srl_conflicts_open'), 1);
  const oldest = await value('srl_conflict_oldest_timestamp_seconds');
  assert.ok(oldest >= before && oldest <= Date.now() / 1000, `${oldest}`);
  const [conflict] = (await conflicts(port)).json.conflicts;
  await pushOne(port, 'phone', decide(conflict, conflict.version, {resolution: 'keep_theirs'}));
  assert.equal(await value('srl_conflicts_open'), 0);
  assert.equal(await value('srl_conflict_oldest_timestamp_seconds'), 0);
  assert.equal(await value(resolved), 1);
});

test('http/conflicts: another session of the same account decides', async (t) => {
  const {port} = await start(t);
  const {id} = await twoTitles(port);
  const [conflict] = (await conflicts(port)).json.conflicts;
  const laptop = await signInAsGuest(port, 'laptop');
  const op = decide(conflict, conflict.version, {resolution: 'keep_theirs'});
  const push = {device_id: 'laptop', ops: [op]};
  const {json} = await ask(port, 'POST', '/v1/sync/push', push, bearer(laptop.access_token));
  assert.equal(json.results[0].status, 'applied');
  assert.equal((await ask(port, 'GET', `/v1/tasks/${id}`)).json.title, 'The phone’s');
});

test('http/conflicts: another account neither sees nor decides them', async (t) => {
  const site = makeSite(t, {'index.html': '<!doctype html>'});
  const server = await startServer(t, site, {lab: true});
  const {port} = server;
  await twoTitles(port);
  const [conflict] = (await conflicts(port)).json.conflicts;
  await ask(port, 'POST', '/v1/auth/otp', {email: 'ada@example.test'}, {Authorization: undefined});
  let code;
  while (code === undefined) {
    code = /sign-in code for ada@example.test: (\d{6})/.exec(server.log())?.[1];
    await new Promise((resolve) => setImmediate(resolve));
  }
  const {json: ada} = await ask(port, 'POST', '/v1/auth/verify', {email: 'ada@example.test', code, device_id: 'x'},
                                {Authorization: undefined});
  const asAda = bearer(ada.access_token);
  const list = await ask(port, 'GET', '/v1/conflicts', undefined, asAda);
  assert.deepEqual(list.json.conflicts, []);
  const op = decide(conflict, conflict.version, {resolution: 'keep_theirs'});
  const {json} = await ask(port, 'POST', '/v1/sync/push', {device_id: 'x', ops: [op]}, asAda);
  assert.deepEqual([json.results[0].status, json.results[0].code], ['rejected', 'not_found']);
  assert.equal((await conflicts(port)).json.conflicts.length, 1);
});
