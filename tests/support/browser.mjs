// SPDX-License-Identifier: MIT
// The web app in a real browser. Widgets are found through window.__probe, which tells where they
// are drawn; what is done to them is done with the real mouse and keyboard.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import zlib from 'node:zlib';

import {chromium} from 'playwright-core';

import {atEnd} from './ending.mjs';
import {scenario} from './program.mjs';
import {startServer} from './server.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const site = process.env.SRL_SITE || path.join(root, 'build/web');
const shots = path.join(root, 'build/e2e');
const kSlowest = 30_000;
export const kBrowserProgram = process.env.SRL_CHROMIUM || '/usr/bin/chromium';
export const kBrowserFlags =
  ['--headless=new', '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

// The first scenario with an hour to go: its own end, which ends every fault, is far away, however slow the machine is.
export function longRun(tMs) {
  const history = JSON.parse(fs.readFileSync(scenario('offline-replay'), 'utf8'));
  history.duration = 3_600_000;
  const packed = zlib.deflateRawSync(JSON.stringify(history)).toString('base64url');
  return `#h=${packed}${tMs === undefined ? '' : `&t=${tMs}`}`;
}

// A server and a browser, until `t` ends.
export async function startBrowser(t) {
  const {port} = await startServer(t, site);
  const browser = await chromium.launch({
    executablePath: kBrowserProgram,
    args: kBrowserFlags,
  });
  atEnd(t, () => browser.close());
  return {browser, address: `http://127.0.0.1:${port}/`};
}

// One server and browser for all tests of a file, there from the first test to the last.
export function shareBrowser() {
  const shared = {};
  const later = [];
  test.before(async () => Object.assign(shared, await startBrowser({after: (end) => later.push(end)})));
  test.after(async () => {
    for (const end of later.reverse()) await end();
  });
  return shared;
}

// A fresh profile with the app in it, its first frame drawn. When the test ends, nothing must have
// been written to the console as an error.
export async function openLab(t, {browser, address}, {fragment = '', query = '', ...options} = {}) {
  const context = await browser.newContext({viewport: {width: 1440, height: 900}, ...options});
  const page = await context.newPage();
  const errors = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  atEnd(t, async () => {
    await context.close();
    assert.deepEqual(errors, [], 'errors in the console');
  });
  await page.goto(`${address}?probe=1${query}${fragment}`);
  await page.waitForFunction(
    () => performance.getEntriesByName('srl:first-frame').length > 0, null, {timeout: kSlowest});
  return new Lab(page);
}

export class Lab {
  constructor(page) {
    this.page = page;
  }

  state() {
    return this.page.evaluate(() => window.__probe.state());
  }

  find(name, role) {
    return this.page.evaluate(([n, r]) => window.__probe.find(n, r), [name, role]);
  }

  // Every widget whose name matches.
  async all(pattern, role) {
    const items = await this.page.evaluate(() => window.__probe.list());
    return items.filter((item) => pattern.test(item.name) && (!role || item.role === role));
  }

  // What `look` answers, once it is true. Asked from here: the page's policy forbids eval.
  async until(look, what, timeout = kSlowest) {
    const deadline = performance.now() + timeout;
    for (;;) {
      const answer = await look();
      if (answer) return answer;
      assert.ok(performance.now() < deadline, `after ${timeout} ms: not ${what}`);
      await sleep(30);
    }
  }

  // The first state for which the predicate holds.
  waitForState(predicate, timeout) {
    return this.until(async () => {
      const state = await this.state();
      return predicate(state) && state;
    }, String(predicate), timeout);
  }

  waitFor(name, role) {
    return this.until(async () => {
      const item = await this.find(name, role);
      return item && item.visible && item;
    }, `a visible "${name}"`);
  }

  // What a widget shows follows in the frame after the one that took the command.
  waitForChecked(name, role) {
    return this.until(async () => (await this.find(name, role))?.checked, `"${name}" checked`);
  }

  waitForGone(name) {
    return this.until(async () => !(await this.find(name)), `without "${name}"`);
  }

  // A text field has the caret.
  waitForCaret() {
    return this.until(async () => (await this.all(/./)).some((item) => item.inputable && item.focused), 'a caret');
  }

  // With the mouse, where the widget is drawn.
  async click(name, role) {
    const item = await this.waitFor(name, role);
    await this.page.mouse.click(item.hitX, item.hitY);
  }

  async press(key) {
    await this.page.keyboard.press(key);
  }

  // Resolves when no frame has been drawn for that long; rejects when the page never comes to rest.
  async waitForRest(quiet, timeout = 10_000) {
    let frames = -1;
    let since = 0;
    await this.until(async () => {
      const now = await this.page.evaluate(() => window.__probe.frames());
      if (now !== frames) since = performance.now();
      frames = now;
      return performance.now() - since >= quiet;
    }, `at rest for ${quiet} ms`, timeout);
  }

  async screenshot(name) {
    fs.mkdirSync(shots, {recursive: true});
    await this.page.screenshot({path: path.join(shots, name)});
  }
}
