// SPDX-License-Identifier: MIT
// `srl simulate` as a script sees it: exit codes, the shape of its JSON, and that what it prints to
// replay a seed does.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {promisify} from 'node:util';

import {makeFolder} from '../support/ending.mjs';
import {program, srl} from '../support/program.mjs';

async function sweep(...args) {
  const result = await srl(['simulate', '--json', ...args]);
  assert.equal(result.stderr, '');
  return {code: result.code, text: result.stdout, ...JSON.parse(result.stdout)};
}

const isSorted = (names) => names.every((name, i) => i === 0 || names[i - 1] < name);

test('cli/simulate: exit code 0 when no promise broke, 3 when one did', async () => {
  const kept = await sweep('--preset', 'reliable', '--seeds', '20');
  assert.equal(kept.code, 0, 'replay: build/native/srl simulate --preset reliable --seeds 20');
  assert.deepEqual(kept.violations, {});
  const broken = await sweep('--preset', 'naive', '--seeds', '20');
  assert.equal(broken.code, 3);
  assert.notDeepEqual(broken.violations, {});
});

test('cli/simulate: the JSON has exactly the agreed members, sorted, all counts whole', async () => {
  const result = await sweep('--preset', 'naive', '--seeds', '30', '--from', '5');
  const json = JSON.parse(result.text);
  assert.deepEqual(Object.keys(json), ['ends', 'events', 'events_per_second', 'faults_fired', 'preset',
    'probes_reached', 'runs', 'violations']);
  assert.equal(json.preset, 'naive');
  assert.equal(json.runs, 30);
  for (const count of [json.events, json.events_per_second]) assert.ok(Number.isInteger(count) && count > 0);
  for (const counts of [json.faults_fired, json.probes_reached]) {
    assert.ok(isSorted(Object.keys(counts)) && Object.keys(counts).length >= 10);
    assert.ok(Object.values(counts).every((count) => Number.isInteger(count) && count >= 0));
  }
  for (const runs of [json.violations, json.ends]) {
    assert.ok(isSorted(Object.keys(runs)));
    for (const one of Object.values(runs)) {
      assert.deepEqual(Object.keys(one), ['count', 'first_seed']);
      assert.ok(one.count >= 1 && one.count <= 30);
      assert.ok(one.first_seed >= 5 && one.first_seed < 35);
    }
  }
  assert.equal(Object.values(json.ends).reduce((sum, {count}) => sum + count, 0), 30);
});

test('cli/simulate: the sum does not depend on threads, and first_seed is the smallest', async () => {
  const whole = await sweep('--preset', 'naive', '--seeds', '60');
  const again = await sweep('--preset', 'naive', '--seeds', '60');
  const halves = [await sweep('--preset', 'naive', '--seeds', '30'),
    await sweep('--preset', 'naive', '--seeds', '30', '--from', '31')];
  const comparable = ({code, text, events_per_second, ...rest}) => rest;
  assert.deepEqual(comparable(again), comparable(whole));
  assert.equal(whole.events, halves[0].events + halves[1].events);
  for (const [promise, {count, first_seed}] of Object.entries(whole.violations)) {
    const parts = halves.map((half) => half.violations[promise]).filter(Boolean);
    assert.equal(count, parts.reduce((sum, part) => sum + part.count, 0), promise);
    assert.equal(first_seed, parts[0].first_seed, promise);
    const alone = await sweep('--preset', 'naive', '--seeds', '1', '--from', String(first_seed));
    assert.equal(alone.violations[promise]?.first_seed, first_seed, promise);
  }
});

test('cli/simulate: a workload can be chosen, and seeds go up to the highest', async () => {
  const [one, other] = [await sweep('--seeds', '5', '--workload', 'offline_batch'),
    await sweep('--seeds', '5', '--workload', 'two_devices')];
  assert.notEqual(one.events, other.events);
  const highest = await sweep('--seeds', '2', '--from', String(2n ** 62n - 1n));
  assert.equal(highest.runs, 2);
});

test('cli/simulate: the table counts every promise and ends with commands that replay', async (t) => {
  const json = await sweep('--preset', 'naive', '--seeds', '20');
  const {code, stdout} = await srl(['simulate', '--preset', 'naive', '--seeds', '20']);
  assert.equal(code, 3);
  for (const [promise, {count, first_seed}] of Object.entries(json.violations)) {
    assert.match(stdout, new RegExp(`^${promise} +${20 - count} +${count} +${first_seed}$`, 'm'));
  }
  for (const [fault, count] of Object.entries(json.faults_fired)) {
    assert.match(stdout.replaceAll(',', ''), new RegExp(`^${fault} +${count}\\b`, 'm'));
  }
  assert.match(stdout, /^20 runs: .* events in .* a second$/m);

  const folder = makeFolder(t);
  fs.symlinkSync(path.resolve(program), path.join(folder, 'srl'));
  const env = {...process.env, PATH: `${folder}:${process.env.PATH}`};
  for (const kind of ['replay', 'events']) {
    const command = new RegExp(`^${kind}: (.*)$`, 'm').exec(stdout)[1];
    await assert.rejects(
      promisify(execFile)('sh', ['-c', command], {cwd: folder, env, maxBuffer: 1 << 26}), {code: 3});
  }
});

test('cli/simulate: a dumped history replays to what the sweep saw', async () => {
  for (const preset of ['naive', 'reliable']) {
    for (const seed of ['1', '2', '3', '7']) {
      const args = ['simulate', '--preset', preset, '--seeds', '1', '--from', seed];
      const dumped = await srl([...args, '--dump-history']);
      assert.equal(dumped.code, 0);
      const [swept, replayed] = await Promise.all(
        [srl([...args, '--json']), srl(['replay', '-', '--json'], {input: dumped.stdout})]);
      const say = `replay: build/native/srl ${args.join(' ')} --json`;
      assert.equal(replayed.code, swept.code, say);
      assert.equal(JSON.parse(replayed.stdout).events, JSON.parse(swept.stdout).events, say);
      assert.deepEqual(JSON.parse(replayed.stdout).broken.sort(),
        Object.keys(JSON.parse(swept.stdout).violations), say);
    }
  }
});
