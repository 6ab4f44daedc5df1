// SPDX-License-Identifier: MIT
// Measures the web app in headless Chromium: what is downloaded, when the first usable frame stands,
// what a frame costs with 1,000 tasks on two devices, and that nothing is drawn when idle. Prints one
// JSON object. Arguments: SITE CHROMIUM SRL.
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import {createRequire} from 'node:module';

const [site, chromium, program] = process.argv.slice(2);
const {chromium: browserType} = createRequire(import.meta.url)('playwright-core');

// Everything that a visit loads, the accessible view too, at brotli's best.
function downloadBytes() {
  const loaded = ['index.html', 'boot.js', 'accessible.js', 'style.css', 'build.json', 'app.js', 'app.wasm',
    ...fs.readdirSync(path.join(site, 'fonts')).filter((name) => name.endsWith('.ttf'))
      .map((name) => `fonts/${name}`)];
  const quality = {params: {[zlib.constants.BROTLI_PARAM_QUALITY]: 11}};
  return loaded.reduce((sum, name) =>
    sum + zlib.brotliCompressSync(fs.readFileSync(path.join(site, name)), quality).length, 0);
}

function serve() {
  const server = spawn(program, ['serve', '--port', '0', '--root', site, '--db', ':memory:']);
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

// Waits for a condition that the page itself reports.
const until = (page, condition) =>
  page.waitForFunction(`window.__probe && (${condition})(window.__probe.state())`, null,
    {timeout: 120_000, polling: 20});

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

const {server, address} = await serve();
const browser = await browserType.launch({executablePath: chromium,
  args: ['--headless=new', '--no-sandbox', '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader']});
try {
  const result = {download_bytes: downloadBytes(),
    first_frame_ms: Math.round(await firstFrames(browser, address, 5)),
    frame_cpu_ms: Number((await frameCost(browser, address)).toFixed(2)),
    idle_frames: await idleFrames(browser, address)};
  console.log(JSON.stringify(result));
} finally {
  await browser.close();
  server.kill('SIGTERM');
}
