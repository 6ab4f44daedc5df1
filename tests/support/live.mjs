// SPDX-License-Identifier: MIT
// Live mode in a real browser against the real server: tabs, servers that go and come back on the same port, and
// a browser that can be killed with -9.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import path from 'node:path';

import {chromium} from 'playwright-core';

import {kBrowserFlags, kBrowserProgram, Lab, site} from './browser.mjs';
import {atEnd, makeFolder} from './ending.mjs';
import {ask, guestOf, startServer} from './server.mjs';

const kPatience = 30_000;

// A server whose database outlives it: stop() it, start() it again on the same port.
export async function startLasting(t, options = {}) {
  const db = path.join(makeFolder(t), 'lab.db');
  const first = await startServer(t, site, {db, ...options});
  const lasting = {
    db,
    port: first.port,
    address: `http://127.0.0.1:${first.port}/`,
    now: first,
    async stop() {
      lasting.now.signal('SIGTERM');
      await lasting.now.exited;
    },
    async start() {
      lasting.now = await startServer(t, site, {db, port: first.port, ...options});
    },
    // The titles that the server has, sorted.
    async titles() {
      const {json: {tasks}} = await ask(lasting.port, 'GET', '/v1/tasks');
      return tasks.map((task) => task.title).sort();
    },
  };
  return lasting;
}

// The test has a session of a guest. To a tab it is another tab's, so that it joins the account when it goes live.
const sessionOfTest = (address) => JSON.stringify(guestOf(Number(new URL(address).port)));
const rememberSession = (text) => {
  try { window.localStorage.setItem('srl.session.test', text); } catch { /* storage is blocked: it is a guest of its own */ }
};
export const shareGuest = (page, address) => page.evaluate(rememberSession, sessionOfTest(address));

// A tab in live mode, once its device runs (or `until` says so of state().live).
export async function openLive(context, address, until = (live) => live.stage === 'running') {
  const page = await context.newPage();
  await page.addInitScript(rememberSession, sessionOfTest(address));
  await page.goto(`${address}?probe=1#mode=live`);
  return liveTab(page, until);
}

export async function liveTab(page, until = (live) => live.stage === 'running') {
  await page.waitForFunction(
    () => performance.getEntriesByName('srl:first-frame').length > 0, null, {timeout: kPatience});
  const tab = new LiveTab(page);
  await tab.waitForLive(until);
  return tab;
}

class LiveTab extends Lab {
  async live() {
    return (await this.state()).live;
  }

  waitForLive(predicate) {
    return this.until(async () => {
      const live = await this.live();
      return predicate(live) && live;
    }, String(predicate), kPatience);
  }

  // As a person: into the field, Enter. Resolves when the view shows them.
  async add(...titles) {
    for (const title of titles) {
      await this.click('Add a task', 'textbox');
      await this.waitForCaret();
      await this.page.keyboard.type(title);
      await this.until(async () => (await this.find('Add a task', 'textbox')).value === title, `"${title}" typed`);
      await this.press('Enter');
      await this.waitForLive((live) => title in live.device.rows);
    }
  }

  waitForTitles(titles) {
    const wanted = [...titles].sort();
    return this.until(async () => {
      const live = await this.live();
      return live.device && JSON.stringify(Object.keys(live.device.rows).sort()) === JSON.stringify(wanted) && live;
    }, `with ${wanted}`, kPatience);
  }
}

// A browser of its own on a profile that lasts. kill() ends all of its processes at once, as a power button would.
export async function startProfile(t, profile) {
  const portFile = path.join(profile, 'DevToolsActivePort');
  fs.rmSync(portFile, {force: true});
  const child = spawn(kBrowserProgram,
    [...kBrowserFlags, `--user-data-dir=${profile}`, '--remote-debugging-port=0', '--window-size=1440,900', '--no-first-run',
      'about:blank'],
    {detached: true, stdio: 'ignore'});
  const exited = once(child, 'exit');
  const killAll = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');  // its own group: it and the processes that it started
    } catch (error) {
      assert.equal(error.code, 'ESRCH');  // gone already
    }
    return exited;
  };
  atEnd(t, killAll);
  const deadline = performance.now() + kPatience;
  while (!fs.existsSync(portFile) || !fs.readFileSync(portFile, 'utf8').includes('\n')) {
    assert.ok(performance.now() < deadline, 'the browser opened no port for tests');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const port = fs.readFileSync(portFile, 'utf8').split('\n')[0];
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  return {context: browser.contexts()[0], kill: killAll};
}
