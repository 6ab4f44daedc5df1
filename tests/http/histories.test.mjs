// SPDX-License-Identifier: MIT
// What the simulator says of the service, the binary does: histories of the sweep, with their lost
// replies and repeats, are played to it request by request, and every answer is the same.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import {promisify} from 'node:util';

import {program} from '../support/program.mjs';
import {asDevice, makeSite, request, startServer} from '../support/server.mjs';

const kFirstSeed = 1;
const kHistories = 50;

async function recordedRuns() {
  const {stdout} = await promisify(execFile)(
    path.join(path.dirname(program), 'srl_exchanges'), [String(kFirstSeed), String(kHistories)],
    {maxBuffer: 1 << 28});
  return stdout.trim().split('\n').map((line) => JSON.parse(line));
}

// The process that answered, as pulls and pushes tell.
const epochOf = (text) => /"epoch":"([^"]+)"/.exec(text)?.[1];

// What the service's own clock says: when a conflict was recorded, and how far ahead a device's clock may be.
// And where an operation is wrong: one of a kind that only a newer build knows is refused either way, but this build
// cannot write its kind down.
const kLeftOut = new Set(['hlc', 'since', 'detail']);
const timeless = (text) => JSON.parse(text, (key, value) => (kLeftOut.has(key) ? undefined : value));

const accountOf = (text) => /"cursor":"v3\.([0-9a-f]{16})\./.exec(text)?.[1];

// The server, started again wherever the simulated service was. Each process draws an epoch of its own, which cursors
// name, and each account has a word of its own in them: here() writes the real ones for the simulated ones.
function makeReplica(t) {
  const site = makeSite(t, {'index.html': '<!doctype html>'});
  const db = path.join(makeSite(t, {}), 'lab.db');
  const words = new Map();
  let starts = 0;
  const stop = async () => {
    replica.server?.signal('SIGTERM');
    await replica.server?.exited;
  };
  const replica = {
    stop,
    starts: () => starts,
    here: (text) => text.replace(/[0-9a-f]{16}/g, (word) => words.get(word) ?? word),
    async follow(answer) {
      const epoch = epochOf(answer);
      if (accountOf(answer)) words.set(accountOf(answer), replica.account);
      if (replica.server && (!epoch || words.has(epoch))) return;
      await stop();
      replica.server = await startServer(t, site, {db});
      const first = (await request(replica.server.port, '/v1/sync/changes')).body.toString();
      ++starts;
      words.set(epoch, epochOf(first));
      replica.account = accountOf(first);
      if (accountOf(answer)) words.set(accountOf(answer), replica.account);
    },
  };
  return replica;
}

async function play(t, {seed, exchanges, tasks}) {
  const replica = makeReplica(t);
  const {here} = replica;
  const replay = `replay: build/native/srl simulate --preset reliable --seeds 1 --from ${seed}`;
  for (const [i, {method, target, body, status, answer}] of exchanges.entries()) {
    await replica.follow(answer);
    const {port} = replica.server;
    const headers = body === '' ? {} : {'Content-Type': 'application/json', ...await asDevice(port, JSON.parse(body).device_id)};
    const got = await request(port, here(target), {method, headers, body: here(body)});
    const what = `exchange ${i}, ${method} ${target}; ${replay}`;
    assert.equal(got.status, status, what);
    assert.deepEqual(timeless(got.body), timeless(here(answer)), what);
  }
  const {port} = replica.server;
  const list = JSON.parse((await request(port, '/v1/tasks?limit=1000')).body);
  const byId = (a, b) => (a.id < b.id ? -1 : 1);
  assert.deepEqual(list.tasks.sort(byId), tasks.map((text) => JSON.parse(text)).filter(({deleted}) => !deleted).sort(byId), replay);
  await replica.stop();
  return {exchanges, starts: replica.starts()};
}

test(`http/histories: ${kHistories} histories end at the binary as they do in the simulation`, async (t) => {
  let repeats = 0;
  let restarts = 0;
  for (const run of await recordedRuns()) {
    const {exchanges, starts} = await play(t, run);
    repeats += exchanges.filter(({answer}) => answer.includes('"replayed":true')).length;
    restarts += starts - 1;
  }
  assert.ok(repeats > 0, 'no history repeated a write: it proves little');
  assert.ok(restarts > 0, 'no service was started again');
});
