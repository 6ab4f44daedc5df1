// SPDX-License-Identifier: MIT
// The same history gives the same event log natively and in WASM: digests of both, byte for byte.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import path from 'node:path';
import test from 'node:test';
import {promisify} from 'node:util';

const run = promisify(execFile);
const native = path.join(path.dirname(process.env.SRL_PROGRAM), 'srl_digests');
const wasm = process.env.SRL_SIM_NODE;
const kFirstSeed = '1';
const kSeeds = '200';

async function digests(command, args) {
  const {stdout} = await run(command, [...args, kFirstSeed, kSeeds], {maxBuffer: 1 << 24});
  return stdout.trim().split('\n');
}

test('native and WASM runs of every scenario and 200 seeds have equal digests, each seed twice', async () => {
  const [here, there] = await Promise.all(
    [digests(native, []), digests(process.execPath, [wasm])]);
  assert.ok(here.length > 2 * Number(kSeeds));
  for (let i = 0; i < here.length; ++i) {
    const [preset, seed] = here[i].split(' ');
    assert.equal(there[i], here[i],
      `replay: build/native/srl simulate --preset ${preset} --seeds 1 --from ${seed}`);
  }
  assert.equal(there.length, here.length);
});
