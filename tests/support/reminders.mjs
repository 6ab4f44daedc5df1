// SPDX-License-Identifier: MIT
// Reminders on the real program: tasks that are due, the worker that sends them, what has arrived.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';

import {srl} from './program.mjs';
import {ask} from './server.mjs';
import {openStream} from './stream.mjs';

let lastSeq = 0;
const due = () => Date.now() - 1_000;

export const remindedTask = (title, remindAt = due()) => ({
  op_id: randomUUID(), client_seq: ++lastSeq, entity: 'task', id: randomUUID(), kind: 'create_task',
  fields: {title, remind_at: remindAt},
});

// Pushes tasks that are due to be reminded of; their ids.
export async function pushDue(port, ...titles) {
  const ops = titles.map((title) => remindedTask(title));
  const {status, json} = await ask(port, 'POST', '/v1/sync/push', {device_id: 'test', ops});
  assert.equal(status, 200);
  assert.ok(json.results.every((result) => result.status === 'applied'), JSON.stringify(json));
  return ops.map(({id}) => id);
}

export async function complete(port, id) {
  const {headers} = await ask(port, 'GET', `/v1/tasks/${id}`);
  const {status} = await ask(port, 'PATCH', `/v1/tasks/${id}`, {completed: true}, {'If-Match': headers.etag});
  assert.equal(status, 200);
}

// `srl worker --once`, with its clock ahead by some seconds.
export const worker = (db, aheadS = 0) =>
  srl(['worker', '--once', '--db', db, ...(aheadS > 0 ? ['--lab', '--clock-ahead', String(aheadS)] : [])]);

// All that waits in the inbox of the token's device after `lastEventId`: {title, id} by id.
export async function inbox(t, port, {lastEventId = 0, ...options} = {}) {
  const stream = await openStream(t, port, {lastEventId, ...options});
  assert.equal(stream.status, 200);
  // The first look at a new stream writes the poke and up to a hundred notices at once.
  await stream.until(({event}) => event === 'change');
  await stream.until((all) => all.heartbeats > 0);
  stream.close();
  const arrived = stream.reminders().map(({id, data}) => ({id: Number(id), title: data.title}));
  return arrived.length === 0 ? [] : [...arrived, ...await inbox(t, port, {...options, lastEventId: arrived.at(-1).id})];
}

export const jobs = async (port, query = '') => (await ask(port, 'GET', `/v1/admin/jobs${query}`)).json.jobs;
