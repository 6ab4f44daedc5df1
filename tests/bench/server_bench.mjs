// SPDX-License-Identifier: MIT
// Starts `srl serve` for each measurement of srl_server_bench and prints one JSON object, with peers
// measured in between. The best of three counts: what a shared machine's neighbours do can only make a
// figure worse. Pushes and raw SQLite are measured in turn, because its speed changes from one minute to
// the next, and the median of five ratios counts.
//
// Raw SQLite is measured twice: through better-sqlite3, as DESIGN's budget was made, and in C, which
// has no budget: it is how fast this SQLite can be when nothing stands in front of it.
// Called by scripts/bench: node server_bench.mjs SRL SRL_SERVER_BENCH SITE
import {execFile, spawn} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';

import {idleAnswered, livezBesideStalls} from './edge_bench.mjs';

const [srl, bench, site] = process.argv.slice(2);
const kRepeats = 3;
const kPairs = 5;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'srl-bench-'));
let lastFile = 0;
const newFile = () => path.join(folder, `${++lastFile}.db`);

async function run(program, ...args) {
  const {stdout} = await promisify(execFile)(program, args.map(String));
  return JSON.parse(stdout || 'null');
}
const measure = (...args) => run(bench, ...args);
const peer = (script, ...args) =>
  run(process.execPath, path.join(import.meta.dirname, 'peers', script), ...args);

// What a measurement's processes do, they do in one account (tests/support/http_device.h).
async function shareGuest(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/auth/guest`,
    {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{"device_id": "measurement"}'});
  process.env.SRL_SHARED_GUEST = (await answer.json()).refresh_token;
}

// Calls `use(port)` while a server with a new database runs; returns what it returned.
async function withServer(use, program = srl,
  args = ['serve', '--port', '0', '--root', site, '--db', newFile()]) {
  const server = spawn(program, args);
  const exited = new Promise((resolve) => server.on('exit', resolve));
  const port = await new Promise((resolve, reject) => {
    let text = '';
    server.stdout.on('data', (part) => {
      text += part;
      const found = /127\.0\.0\.1:(\d+)/.exec(text);
      if (found) resolve(Number(found[1]));
    });
    server.on('exit', () => reject(new Error(text)));
  });
  try {
    if (program === srl) await shareGuest(port);
    return await use(port);
  } finally {
    server.kill('SIGTERM');
    await exited;
  }
}

async function residentBytes(port) {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)$/m.exec(metrics)[1]);
}

async function best(of, better, repeat) {
  const values = [];
  for (let i = 0; i < kRepeats; ++i) values.push((await repeat())[of]);
  return better(...values);
}

const rate = (repeat) => best('operations_per_second', Math.max, repeat);
const pushOnce = (batch, devices, operations) =>
  withServer((port) => measure('push', port, batch, devices, operations));
const push = (...work) => rate(() => pushOnce(...work));

// Operations per second through the server and through better-sqlite3, one right after the other.
async function pushBesideRaw(batch) {
  const pairs = [];
  for (let i = 0; i < kPairs; ++i) {
    const raw = await peer('raw_store.mjs', bench, newFile(), batch);
    const pushed = await pushOnce(batch, 1, 10_000);
    pairs.push({raw: raw.operations_per_second, push: pushed.operations_per_second});
  }
  return pairs.sort((a, b) => a.push / a.raw - b.push / b.raw)[Math.floor(kPairs / 2)];
}

// Milliseconds of WatermelonDB's synchronize(): all at once from a device, and all to a new one.
async function measureWatermelon() {
  const script = path.join(import.meta.dirname, 'peers/watermelon.mjs');
  const drains = [];
  const pulls = [];
  for (let i = 0; i < kRepeats; ++i) {
    const device = newFile();
    await peer('watermelon.mjs', 'offline', device, bench);
    await withServer(async (port) => {
      drains.push((await peer('watermelon.mjs', 'drain', device, port)).ms);
      pulls.push((await peer('watermelon.mjs', 'pull', newFile(), port)).ms);
    }, process.execPath, [script, 'serve', newFile()]);
  }
  return {drain: 10_000 / Math.min(...drains) * 1000, pull_ms: Math.min(...pulls)};
}

async function measureAll() {
  const result = {};
  for (const batch of [500, 100]) {
    const pair = await pushBesideRaw(batch);
    result[`raw_${batch}`] = pair.raw;
    result[`push_${batch}`] = pair.push;
    result[`raw_c_${batch}`] = await rate(() => measure('raw', newFile(), batch));
  }
  result.push_one_device = await push(100, 1, 2_000);
  result.push_eight_devices = await push(100, 8, 2_000);
  result.drain = await rate(() => withServer((port) => measure('drain', newFile(), port, 10_000)));
  result.pull_ms = await withServer(async (port) => {
    await measure('push', port, 500, 1, 10_000);  // of these 8,000 creations
    return best('ms', Math.min, () => measure('pull', newFile(), port));
  });
  result.watermelon = await measureWatermelon();
  result.write_times_raw = await best('times_raw', Math.min, () => measure('write', newFile(), newFile()));
  await withServer(async (port) => {
    await measure('push', port, 500, 1, 10_000);
    result.memory_10k_bytes = await residentBytes(port);
  });
  await withServer(async (port) => {
    await measure('push', port, 500, 10, 12_500);
    result.memory_100k_bytes = await residentBytes(port);
  });
  result.livez_p99_ms = await withServer(livezBesideStalls);
  result.idle_answered = await withServer(idleAnswered);
  return result;
}

try {
  console.log(JSON.stringify(await measureAll()));
} finally {
  fs.rmSync(folder, {recursive: true});
}
