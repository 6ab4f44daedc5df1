// SPDX-License-Identifier: MIT
// Measures the web app in headless Chromium: what is downloaded, when the first usable frame stands,
// what a frame costs with 1,000 tasks on two devices, and that nothing is drawn when idle. Prints one
// JSON object. Arguments: SITE CHROMIUM SRL SRL_SERVER_BENCH (which gives the floor its work).
import {execFileSync, spawn} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import {createRequire} from 'node:module';
import {operations} from './peers/work.mjs';
import {kFlags, openUnwatched} from './unwatched_browser.mjs';

const [site, chromium, program, bench] = process.argv.slice(2);
const {chromium: browserType} = createRequire(import.meta.url)('playwright-core');

// Everything that a visit loads, the accessible view too, at brotli's best.
function downloadBytes() {
  const below = (folder, ending) => fs.readdirSync(path.join(site, folder))
    .filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`);
  const loaded = ['index.html', 'boot.js', 'style.css', 'build.json', 'app.js', 'app.wasm',
    ...below('accessible', '.js'), ...below('fonts', '.ttf')];
  const quality = {params: {[zlib.constants.BROTLI_PARAM_QUALITY]: 11}};
  return loaded.reduce((sum, name) =>
    sum + zlib.brotliCompressSync(fs.readFileSync(path.join(site, name)), quality).length, 0);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'srl-bench-'));

function serve() {
  const server = spawn(program, ['serve', '--port', '0', '--root', site, '--db', path.join(folder, 'lab.db')]);
  return new Promise((resolve, reject) => {
    let text = '';
    const listen = (chunk) => {
      text += chunk;
      const address = text.match(/http:\/\/[\d.]+:\d+/);
      if (address) resolve({server, address: address[0]});
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.on('exit', () => reject(new Error(text)));
  });
}

// 500 tasks on each of two devices, made offline, then a pull brings both lists together.
function thousandTasks() {
  const gestures = [];
  for (let i = 0; i < 1000; ++i) {
    gestures.push({at: 100 + i * 5, actor: i % 2 ? 'laptop' : 'phone', do: 'create_task',
      args: {title: `Task number ${i}`}});
  }
  return {format: 1, seed: 1, preset: 'reliable', devices: ['phone', 'laptop'], gestures};
}

const link = (history) =>
  '#h=' + zlib.deflateRawSync(JSON.stringify(history)).toString('base64url');

const probe = (page, expression) => page.evaluate(`window.__probe.${expression}`);

// Waits for a condition that the page itself reports. Asked from here: the page's policy forbids eval.
async function until(page, condition) {
  const asked = `window.__probe !== undefined && (${condition})(window.__probe.state())`;
  for (const deadline = Date.now() + 120_000; Date.now() < deadline;) {
    if (await page.evaluate(asked)) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`the page never came to ${condition}`);
}

async function firstFrames(browser, address, runs) {
  const times = [];
  for (let i = 0; i < runs; ++i) {
    const page = await (await browser.newContext()).newPage();
    const start = performance.now();
    await page.goto(`${address}/?probe=1`);
    await until(page, '(s) => s.frames > 0');
    times.push(performance.now() - start);
    await page.context().close();
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

async function frameCost(browser, address) {
  const page = await (await browser.newContext({viewport: {width: 1440, height: 900}})).newPage();
  await page.goto(`${address}/?probe=1${link(thousandTasks())}&t=60000`);
  await until(page, '(s) => s.now_ms >= 60000');
  // The canvas redraws when the pointer moves over it.
  for (let i = 0; i < 60; ++i) {
    await page.mouse.move(400 + 5 * i, 300 + 2 * i);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  return probe(page, 'frameMs()');
}

async function idleFrames(browser, address) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${address}/?probe=1#scenario=offline-replay&t=5000`);
  await until(page, '(s) => s.frames > 0 && !s.playing');
  let before = -1;
  let now = await probe(page, 'frames()');
  while (before !== now) {  // until what opening the page has stirred up is at rest
    before = now;
    await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
    now = await probe(page, 'frames()');
  }
  await page.evaluate(() => new Promise((done) => setTimeout(done, 2000)));
  return await probe(page, 'frames()') - now;
}

// In the page: a turn of its event loop, without the delays of its timers.
const kTurn = `(() => {
  const channel = new MessageChannel();
  return () => new Promise((done) => {
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });
})()`;

// On a disk: in a context of Playwright's everything would stay in memory.
async function livePage(address) {
  const profile = fs.mkdtempSync(path.join(folder, 'profile-'));
  const page = await openUnwatched(chromium, profile, `${address}/?probe=1#mode=live`);
  await until(page, '(s) => s.live && s.live.stage === "running" && s.live.device.claim === "synced" && s.frames > 0');
  return page;
}

// The median time from a gesture until its transaction is on disk.
async function durableWrite(address) {
  const page = await livePage(address);
  const times = await page.evaluate(`(async () => {
    const turn = ${kTurn};
    const probe = window.__probe;
    const times = [];
    probe.setOnline(false);
    for (let i = 0; i < 300; ++i) {
      const began = performance.now();
      probe.write([{fields: {title: 'Task ' + i}}]);
      while (probe.notDurable() > 0) await turn();
      times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b);
  })()`);
  await page.close();
  return times[times.length / 2];
}

// The work of the peers (work.mjs) as gestures of the live device: an edit counts the tasks before it.
function gestures() {
  const made = new Map();
  return operations(bench).map(({id, kind, fields}) => {
    if (kind !== 'create_task') return {edits: made.get(id), fields};
    made.set(id, made.size);
    return {fields};
  });
}

// 10,000 operations made offline: seconds from the first request until the last one is acknowledged, as
// for the floor and its peers, and until a pull has brought all of them back.
async function browserDrain(address) {
  const page = await livePage(address);
  const seconds = await page.evaluate(`(async () => {
    const turn = ${kTurn};
    const probe = window.__probe;
    const work = ${JSON.stringify(gestures())};
    probe.setOnline(false);
    for (let i = 0; i < work.length; i += 100) {
      if (!probe.write(work.slice(i, i + 100))) throw new Error('a gesture was refused');
      while (probe.notDurable() > 0) await turn();
    }
    const until = async (pending) => {
      while (pending() > 0) await new Promise((done) => setTimeout(done, 2));
      return (performance.now() - began) / 1000;
    };
    const began = performance.now();
    probe.drainNow();
    return {acknowledged: await until(probe.queued), synced: await until(probe.unsynced)};
  })()`);
  await page.close();
  return seconds;
}

// SQLite-wasm by itself, draining the same work.
function floorDrain(batch) {
  const script = path.join(import.meta.dirname, 'peers/floor.mjs');
  return JSON.parse(execFileSync(process.execPath, [script, chromium, bench, batch])).seconds;
}

// A shared machine's neighbours can only make it worse. `figure` is what is compared of a measurement.
async function best(measure, figure = (value) => value) {
  const values = [];
  for (let i = 0; i < 3; ++i) values.push(await measure());
  return values.sort((a, b) => figure(a) - figure(b))[0];
}

const {server, address} = await serve();
const browser = await browserType.launch({executablePath: chromium, args: kFlags});
try {
  const result = {download_bytes: downloadBytes(),
    first_frame_ms: Math.round(await firstFrames(browser, address, 5)),
    frame_cpu_ms: Number((await frameCost(browser, address)).toFixed(2)),
    idle_frames: await idleFrames(browser, address),
    durable_write_ms: await best(() => durableWrite(address)),
    floor_seconds: await best(() => floorDrain(500)),
    floor_of_100_seconds: await best(() => floorDrain(100)),
    drain_seconds: await best(() => browserDrain(address), (one) => one.acknowledged)};
  console.log(JSON.stringify(result));
} finally {
  await browser.close();
  server.on('exit', () => fs.rmSync(folder, {recursive: true}));
  server.kill('SIGTERM');
}
