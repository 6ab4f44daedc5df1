// SPDX-License-Identifier: MIT
// The server is killed with -9 at random moments while devices push. What it has acknowledged must
// be there afterwards, exactly once; what it has not may be there, and its repeat says which. Who is
// signed in stays signed in.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import test from 'node:test';

import {ask, makeSite, startServer, tokenOf} from '../support/server.mjs';

const kRounds = 50;
const kDevices = 4;
const kOpsPerPush = 3;
const kKillAfterMsMax = 60;

// Pseudo-random, so that a failing run can be repeated.
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

let lastSeq = 0;
const createOp = (title) => ({
  op_id: randomUUID(), client_seq: ++lastSeq, entity: 'task', id: randomUUID(), kind: 'create_task',
  fields: {title},
});

// Pushes until the connection breaks: {acknowledged, unanswered}, the operations of each.
async function pushUntilDead(port, name) {
  const acknowledged = [];
  for (let round = 0; ; ++round) {
    const ops = Array.from({length: kOpsPerPush}, (_, i) => createOp(`${name} ${round} ${i}`));
    try {
      const {status, json} = await ask(port, 'POST', '/v1/sync/push', {device_id: name, ops});
      assert.equal(status, 200);
      assert.ok(json.results.every((result) => result.status === 'applied'));
      acknowledged.push(...ops);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      return {acknowledged, unanswered: ops};
    }
  }
}

async function allTasks(port) {
  const tasks = [];
  for (let page = ''; page !== null;) {
    const {json} = await ask(port, 'GET', `/v1/tasks?limit=1000&after=${page}`);
    tasks.push(...json.tasks);
    page = json.next;
  }
  return tasks;
}

test(`http/crash: ${kRounds} times killed, and every acknowledged operation is there once`, async (t) => {
  const seed = Number(process.env.SRL_SEED ?? 1);
  t.diagnostic(`replay: SRL_SEED=${seed} node --test tests/http/crash.test.mjs`);
  const random = randomFrom(seed);
  const folder = makeSite(t, {'site/index.html': '<!doctype html>'});
  const known = new Map();  // id → title, of what was acknowledged
  let acknowledgedPushes = 0;
  let token;  // of before the first crash
  for (let round = 0; round < kRounds; ++round) {
    const server = await startServer(t, `${folder}/site`, {db: `${folder}/lab.db`, token});
    token ??= tokenOf(server.port);
    const killed = new Promise((resolve) => setTimeout(() => {
      server.signal('SIGKILL');
      resolve();
    }, random() * kKillAfterMsMax));
    const names = Array.from({length: kDevices}, (_, device) => `r${round}d${device}`);
    const outcomes = await Promise.all(names.map((name) => pushUntilDead(server.port, name)));
    await killed;
    assert.equal((await server.exited).signal, 'SIGKILL');

    const again = await startServer(t, `${folder}/site`, {db: `${folder}/lab.db`, token});
    for (const {acknowledged, unanswered} of outcomes) {
      acknowledgedPushes += acknowledged.length / kOpsPerPush;
      // Acknowledged: the repeat is known. Unanswered: all of the push or nothing of it, then all.
      const {json} = await ask(again.port, 'POST', '/v1/sync/push', {device_id: 'x', ops: unanswered});
      assert.equal(new Set(json.results.map(({replayed}) => replayed === true)).size, 1);
      for (const op of [...acknowledged, ...unanswered]) known.set(op.id, op.fields.title);
      for (const op of acknowledged.slice(-2)) {
        const fate = await ask(again.port, 'GET', `/v1/sync/ops/${op.op_id}`);
        assert.equal(fate.json.status, 'applied');
      }
    }
    const tasks = await allTasks(again.port);
    assert.equal(tasks.length, known.size, `round ${round}`);
    for (const {id, title} of tasks) assert.equal(title, known.get(id), `round ${round}`);
    const {json: {open_count: openCount}} = await ask(again.port, 'GET', '/v1/tasks?limit=1');
    assert.equal(openCount, known.size);
    again.signal('SIGKILL');
    await again.exited;
  }
  assert.ok(acknowledgedPushes > kRounds, `only ${acknowledgedPushes} pushes were acknowledged`);
});
