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

// A cursor names the database's life, which is another one here.
const epochOf = (text) => /"cursor":"v1\.([^.]+)\./.exec(text)?.[1];

// What the service's own clock says: when a conflict was recorded, and how far ahead a device's clock may be.
// And where an operation is wrong: one of a kind that only a newer build knows is refused either way, but this build
// cannot write its kind down.
const kLeftOut = new Set(['hlc', 'since', 'detail']);
const timeless = (text) => JSON.parse(text, (key, value) => (kLeftOut.has(key) ? undefined : value));

async function play(t, {seed, exchanges, tasks}) {
  const site = makeSite(t, {'index.html': '<!doctype html>'});
  const server = await startServer(t, site);
  const simulated = exchanges.map(({answer}) => epochOf(answer)).find((epoch) => epoch);
  const first = await request(server.port, '/v1/sync/changes');
  const real = epochOf(first.body.toString());
  const here = (text) => (simulated ? text.replaceAll(`v1.${simulated}.`, `v1.${real}.`) : text);
  const replay = `replay: build/native/srl simulate --preset reliable --seeds 1 --from ${seed}`;
  const authorization = async (body) => asDevice(server.port, JSON.parse(body).device_id);
  for (const [i, {method, target, body, status, answer}] of exchanges.entries()) {
    const headers = body === '' ? {} : {'Content-Type': 'application/json', ...await authorization(body)};
    const got = await request(server.port, here(target), {method, headers, body: here(body)});
    const what = `exchange ${i}, ${method} ${target}; ${replay}`;
    assert.equal(got.status, status, what);
    assert.deepEqual(timeless(got.body), timeless(here(answer)), what);
  }
  const list = JSON.parse((await request(server.port, '/v1/tasks?limit=1000')).body);
  const byId = (a, b) => (a.id < b.id ? -1 : 1);
  assert.deepEqual(list.tasks.sort(byId), tasks.map((text) => JSON.parse(text)).filter(({deleted}) => !deleted).sort(byId), replay);
  server.signal('SIGTERM');
  return exchanges;
}

test(`http/histories: ${kHistories} histories end at the binary as they do in the simulation`, async (t) => {
  let repeats = 0;
  for (const run of await recordedRuns()) {
    const exchanges = await play(t, run);
    repeats += exchanges.filter(({answer}) => answer.includes('"replayed":true')).length;
  }
  assert.ok(repeats > 0, 'no history repeated a write: it proves little');
});
