// SPDX-License-Identifier: MIT
// `srl replay`: one history, from wherever a person has it, gives one digest.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import zlib from 'node:zlib';

import {scenario, srl} from '../support/program.mjs';

const kScenario = scenario('offline-replay');
const kText = fs.readFileSync(kScenario, 'utf8');
const linkOf = (text) => `#h=${zlib.deflateRawSync(text).toString('base64url')}`;

async function replay(source, ...args) {
  const {code, stdout, stderr} = await srl(['replay', source, '--json', ...args], {input: kText});
  assert.equal(stderr, '', source.slice(0, 80));
  return {code, ...JSON.parse(stdout)};
}

test('cli/replay: naive breaks the promise that the scenario names, reliable none', async () => {
  const naive = await replay(kScenario, '--preset', 'naive');
  assert.equal(naive.code, 3);
  assert.equal(naive.outcome, 'at_rest');
  assert.match(naive.digest, /^[0-9a-f]{16}$/);
  assert.ok(Number.isInteger(naive.events) && naive.events > 0);
  const first = naive.first_violation;
  assert.equal(first.promise, naive.broken[0]);
  assert.ok(JSON.parse(kText).narrative.broken_when_naive.includes(first.promise));
  assert.match(first.gesture, /^g\d+$/);
  assert.ok(first.time_ms > 0 && first.time_ms <= naive.time_ms);
  assert.ok(first.sentence.length > 0 && first.finding.length > 0);

  const reliable = await replay(kScenario, '--preset', 'reliable');
  assert.equal(reliable.code, 0);
  assert.equal(reliable.first_violation, null);
  assert.deepEqual(reliable.broken, []);
  assert.notEqual(reliable.digest, naive.digest);
});

test('cli/replay: --trace is a trace that nests each attempt in its gesture', async () => {
  const {stdout} = await srl(['replay', kScenario, '--preset', 'reliable', '--trace']);
  const {traceEvents} = JSON.parse(stdout);
  const first = traceEvents.filter(({id, ph}) => id === 'g1' && ph === 'b');
  assert.deepEqual(first.map(({name}) => name), ['g1', 'Queued', 'Attempt 1', 'Server', 'Attempt 2', 'Server']);
  assert.deepEqual(first.slice(2).map(({args}) => args.fate), ['reply lost', 'applied', 'answered', 'recognised as a repeat']);
  const ends = traceEvents.filter(({id, ph}) => id === 'g1' && ph === 'e');
  assert.equal(ends.length, first.length);
});

test('cli/replay: a run that comes to rest between two gestures is played to its end', async () => {
  const gesture = (at, title) => ({at, actor: 'phone', do: 'create_task', args: {title}});
  const history = {format: 1, preset: 'reliable', gestures: [gesture(1_000, 'Early'), gesture(3_600_000, 'Late')]};
  const whole = await replay(linkOf(JSON.stringify(history)));
  assert.equal(whole.outcome, 'at_rest');
  assert.ok(whole.time_ms > 3_600_000, `stopped at ${whole.time_ms} ms`);
});

test('cli/replay: a fault without an end is out of time after seven days', async () => {
  const history = {format: 1, preset: 'reliable', faults: [{fault: 'offline', from: 1_000}]};
  const whole = await replay(linkOf(JSON.stringify(history)));
  assert.equal(whole.outcome, 'out_of_time');
  assert.equal(whole.time_ms, 7 * 24 * 3_600_000);
});

test('cli/replay: file, standard input and every form of link are one history', async () => {
  const {digest, preset} = await replay(kScenario);
  const link = linkOf(kText);
  const sources = [
    '-',
    link,
    `${link}&t=1500&focus=g3`,
    `#t=1500&${link.slice(1)}&from_the_future=1`,
    `https://lab.example/?embed=1${link}`,
    '#scenario=offline-replay',
    `#scenario=offline-replay&t=1500&focus=g3&preset=${preset}&from_the_future=1`,
    'http://127.0.0.1:8080/#scenario=offline-replay',
  ];
  for (const source of sources) assert.equal((await replay(source)).digest, digest, source.slice(0, 80));
});

test('cli/replay: a short link sets seed and preset, the command line has the last word', async () => {
  const one = await replay('#scenario=offline-replay&seed=7&preset=naive');
  assert.equal(one.seed, 7);
  assert.equal(one.preset, 'naive');
  const two = await replay('#scenario=offline-replay&seed=8&preset=naive');
  assert.notEqual(two.digest, one.digest);
  const three = await replay('#scenario=offline-replay&seed=7&preset=reliable', '--preset', 'naive');
  assert.equal(three.digest, one.digest);
});

test('cli/replay: the text for a person names the same as the JSON', async () => {
  const json = await replay(kScenario, '--preset', 'naive');
  const {code, stdout} = await srl(['replay', kScenario, '--preset', 'naive']);
  assert.equal(code, 3);
  assert.match(stdout, new RegExp(`^digest +${json.digest}$`, 'm'));
  const {promise, gesture, finding} = json.first_violation;
  assert.match(stdout, new RegExp(`^broken +${promise} by ${gesture} at `, 'm'));
  assert.ok(stdout.includes(finding));
});

test('cli/replay: --events is the timeline, a line of JSON per event', async () => {
  const {code, stdout} = await srl(['replay', kScenario, '--preset', 'naive', '--events']);
  assert.equal(code, 3);
  const events = stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.ok(events.every((event, i) => i === 0 || events[i - 1].time_ms <= event.time_ms));
  const gestures = JSON.parse(kText).gestures.length;
  assert.equal(events.filter(({event, intent}) => event === 'gesture' && intent > 0).length, gestures);
  const json = await replay(kScenario, '--preset', 'naive');
  const broken = events.filter(({event}) => event === 'promise_broken').map(({text}) => text);
  assert.deepEqual(broken, json.broken);
  const first = events.find(({event}) => event === 'promise_broken');
  assert.equal(first.time_ms, json.first_violation.time_ms);
});

test('cli/replay: the first violation is the one that happened first', async () => {
  let several = 0;
  for (let seed = 1; seed <= 12; ++seed) {
    const args = ['simulate', '--preset', 'naive', '--seeds', '1', '--from', String(seed)];
    const dumped = await srl([...args, '--dump-history']);
    const [timeline, verdict] = await Promise.all(['--events', '--json'].map(
      (form) => srl(['replay', '-', form], {input: dumped.stdout})));
    const broken = timeline.stdout.trimEnd().split('\n').map((line) => JSON.parse(line))
      .filter(({event}) => event === 'promise_broken');
    const say = `replay: build/native/srl ${args.join(' ')} --json`;
    assert.deepEqual(JSON.parse(verdict.stdout).broken, broken.map(({text}) => text), say);
    if (new Set(broken.map(({time_ms}) => time_ms)).size > 1) ++several;
  }
  assert.ok(several > 0, 'no seed broke two promises one after the other');
});

test('cli/replay: a world that never comes to rest ends all the same', async () => {
  const history = {format: 1, preset: 'naive', faults: [{fault: 'server_down', from: 1}],
    gestures: [{at: 2, actor: 'phone', do: 'create_task', args: {title: 'A'}}]};
  const input = JSON.stringify(history);
  const {code, stdout, stderr} = await srl(['replay', '-', '--json'], {input});
  if (code === 1) assert.match(stderr, /still running/);
  else assert.notEqual(JSON.parse(stdout).outcome, 'at_rest');
});
