// SPDX-License-Identifier: MIT
// Live mode: a real device in a tab, on the browser's own storage, with the real server. What is waited for is the
// state that the page tells, never a time.
import assert from 'node:assert/strict';
import test from 'node:test';

import {shareBrowser} from '../support/browser.mjs';
import {makeFolder} from '../support/ending.mjs';
import {liveTab, openLive, startLasting, startProfile} from '../support/live.mjs';
import {ask, request} from '../support/server.mjs';

const shared = shareBrowser();  // each test has contexts and servers of its own

async function newContext(t, options = {}) {
  const context = await shared.browser.newContext({viewport: {width: 1440, height: 900}, ...options});
  t.after(() => context.close());
  return context;
}

const isSynced = (live) => live.device.claim === 'synced' && live.device.queued === 0;
const isSaved = (live) => live.device.not_durable === 0;

test('e2e/live: the switch leads to live mode and back, and the address names it', async (t) => {
  const server = await startLasting(t);
  const context = await newContext(t);
  const page = await context.newPage();
  await page.goto(`${server.address}?probe=1`);
  const tab = await liveTab(page, (live) => live.stage === 'off');
  await tab.click('Live', 'radio');
  await tab.waitForLive((live) => live.stage === 'running');
  await tab.until(() => page.url().endsWith('#mode=live'), 'the mode in the address');
  await tab.click('Sandbox', 'radio');
  await tab.waitFor('Naive', 'radio');
  await tab.until(() => page.url().includes('#scenario='), 'the run in the address');
});

test('e2e/live: a task reaches the server, and a reload finds it and the same device', async (t) => {
  const server = await startLasting(t);
  const tab = await openLive(await newContext(t), server.address);
  await tab.add('Buy milk', 'Water the plants');
  const before = await tab.waitForLive(isSynced);
  assert.deepEqual(await server.titles(), ['Buy milk', 'Water the plants']);
  await tab.screenshot('live.png');
  await tab.page.reload();
  const again = await liveTab(tab.page);
  const after = await again.waitForTitles(['Buy milk', 'Water the plants']);
  assert.equal(after.id, before.id);
  assert.equal(after.storage_refusal, '');
});

test('e2e/live: tokens that expire and a session that ends hold nothing up; a reload stays signed in', async (t) => {
  const server = await startLasting(t, {lab: true});
  const fault = (body) => ask(server.port, 'POST', '/v1/lab/faults', body);
  const counted = async () => (await request(server.port, '/metrics')).body.toString();
  const tab = await openLive(await newContext(t), server.address);
  await tab.add('Before');
  const {id} = await tab.waitForLive(isSynced);
  await fault({fault: 'expire_token', device: id});
  await tab.add('Expired');
  await tab.waitForLive(isSynced);
  assert.match(await counted(), /^srl_auth_refreshes_total\{outcome="rotated"\} 1$/m);

  await tab.page.reload();
  const again = await liveTab(tab.page);
  await again.add('Reloaded');
  await again.waitForLive(isSynced);
  assert.match(await counted(), /^srl_auth_sign_ins_total\{outcome="guest"\} 2$/m);  // the tab, and this test

  await fault({fault: 'revoke_session', device: id});
  await again.add('Revoked');
  await again.waitForLive(isSynced);
  assert.deepEqual(await server.titles(), ['Before', 'Expired', 'Reloaded', 'Revoked']);
});

test('e2e/live: tasks made offline survive a reload and drain when the network is back', async (t) => {
  const server = await startLasting(t);
  const tab = await openLive(await newContext(t), server.address);
  await tab.click('Offline mode', 'switch');
  await tab.waitForLive((live) => !live.device.online);
  await tab.add('Offline one', 'Offline two');
  const offline = await tab.waitForLive(isSaved);
  assert.equal(offline.device.queued, 2);
  assert.deepEqual(await server.titles(), []);
  await tab.page.reload();  // offline mode is the person's choice: it stays
  const again = await liveTab(tab.page);
  await again.waitForChecked('Offline mode', 'switch');
  await again.waitForTitles(['Offline one', 'Offline two']);
  assert.deepEqual(await server.titles(), []);
  await again.click('Offline mode', 'switch');
  await again.waitForLive(isSynced);
  assert.deepEqual(await server.titles(), ['Offline one', 'Offline two']);
});

test('e2e/live: a server that goes down is said, and what was made meanwhile drains when it is up', async (t) => {
  const server = await startLasting(t);
  const tab = await openLive(await newContext(t), server.address);
  await tab.waitForLive(isSynced);
  await server.stop();
  await tab.waitForLive((live) => !live.server_answers);
  await tab.until(async () => (await tab.all(/^Server unreachable/)).length > 0, 'told that it is unreachable');
  await tab.add('While it was down');
  await tab.waitForLive(isSaved);
  await tab.screenshot('live-down.png');
  await server.start();
  await tab.waitForLive((live) => live.server_answers && isSynced(live));
  assert.deepEqual(await server.titles(), ['While it was down']);
});

test('e2e/live: two tabs are two devices, and agree', async (t) => {
  const server = await startLasting(t);
  const context = await newContext(t);
  const one = await openLive(context, server.address);
  const two = await openLive(context, server.address);
  const ids = [(await one.live()).id, (await two.live()).id];
  assert.notEqual(ids[0], ids[1]);
  await one.add('From one');
  await two.add('From two');
  await one.waitForTitles(['From one', 'From two']);
  await two.waitForTitles(['From one', 'From two']);
  assert.deepEqual(await server.titles(), ['From one', 'From two']);
});

test('e2e/live: a device that another tab holds is said, and a click makes this tab another one', async (t) => {
  const server = await startLasting(t);
  const context = await newContext(t);
  const one = await openLive(context, server.address);
  const {id} = await one.live();
  // What "Duplicate tab" does: the copy begins with the first one's session storage.
  const page = await context.newPage();
  await page.addInitScript((own) => sessionStorage.setItem('srl.device', own), id);
  await page.goto(`${server.address}?probe=1#mode=live`);
  const copy = await liveTab(page, (live) => live.stage === 'held');
  assert.ok((await copy.waitFor('Another tab has this device')).visible);
  await copy.screenshot('live-held.png');
  await copy.click('Open as another device', 'button');
  const other = await copy.waitForLive((live) => live.stage === 'running');
  assert.notEqual(other.id, id);
});

test('e2e/live: a browser that does not list its databases finds a device that was left behind', async (t) => {
  const server = await startLasting(t);
  const context = await newContext(t);
  await context.addInitScript(() => { IDBFactory.prototype.databases = undefined; });
  const one = await openLive(context, server.address);
  await one.click('Offline mode', 'switch');
  await one.waitForLive((live) => !live.device.online);
  await one.add('Left behind');
  const left = await one.waitForLive(isSaved);
  await one.page.close();
  const next = await openLive(context, server.address);  // a new tab: it knows of no device of its own
  const found = await next.waitForTitles(['Left behind']);
  assert.equal(found.id, left.id);
});

test('e2e/live: where the browser refuses storage it is said plainly, and the device works in memory', async (t) => {
  const server = await startLasting(t);
  const context = await newContext(t);
  await context.addInitScript(() => {
    const refuse = () => { throw new DOMException('Access is denied for this document.', 'SecurityError'); };
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {get: refuse});
    IDBFactory.prototype.open = refuse;
  });
  const tab = await openLive(context, server.address);
  assert.ok((await tab.waitFor('Not saved: this browser refuses storage')).visible);
  assert.match((await tab.live()).storage_refusal, /Access is denied/);
  await tab.add('In memory');
  await tab.waitForLive(isSynced);
  // Where nothing is stored there is no other tab: it is a guest of its own.
  assert.match(await (await fetch(`${server.address}metrics`)).text(), /^srl_open_tasks 1$/m);
  await tab.screenshot('live-memory.png');
});

test('e2e/live: a disk that is full is said, nothing unsaved is sent, and room lets it go on', async (t) => {
  const server = await startLasting(t);
  const context = await newContext(t);
  await context.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args) {
      if (!window.diskIsFull) return put.apply(this, args);
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
  });
  const tab = await openLive(context, server.address);
  await tab.waitForLive(isSynced);
  await tab.page.evaluate(() => { window.diskIsFull = true; });
  await tab.add('No room');
  assert.ok((await tab.waitFor('The browser does not save')).visible);
  assert.ok((await tab.waitFor('Send without saving', 'button')).visible);
  assert.equal(await tab.find('The disk refuses to write'), null, 'one notice, not two');
  assert.equal((await tab.live()).device.rows['No room'], 'in memory');
  assert.deepEqual(await server.titles(), []);
  await tab.screenshot('live-full.png');
  await tab.page.evaluate(() => { window.diskIsFull = false; });
  await tab.waitForLive((live) => isSynced(live) && live.write_refusal === '');
  assert.deepEqual(await server.titles(), ['No room']);
});

test('e2e/live: a damaged database is said, kept aside, and the tasks come back from the server', async (t) => {
  const server = await startLasting(t);
  const tab = await openLive(await newContext(t), server.address);
  await tab.add('On the server');
  const {id} = await tab.waitForLive(isSynced);
  await tab.page.goto(`${server.address}LICENSE.txt`);  // the same origin, without the lab
  await tab.page.evaluate((name) => new Promise((resolve, reject) => {
    const open = indexedDB.open(name);
    open.onerror = reject;
    open.onsuccess = () => {
      const transaction = open.result.transaction(['pages', 'log'], 'readwrite');
      transaction.objectStore('pages').put(new Uint8Array(4096), 1);
      transaction.objectStore('log').openCursor().onsuccess = ({target: {result: cursor}}) => {
        if (!cursor) return;
        const at = cursor.value.indices.indexOf(1);
        if (at >= 0) cursor.value.bytes.fill(0, at * 4096, (at + 1) * 4096);
        cursor.update(cursor.value);
        cursor.continue();
      };
      transaction.oncomplete = () => {
        open.result.close();
        resolve();
      };
    };
  }), `srl-device-${id}`);
  await tab.page.goto(`${server.address}?probe=1#mode=live`);
  const damaged = await liveTab(tab.page, (live) => live.stage === 'unreadable');
  assert.ok((await damaged.waitFor("This device's database cannot be read")).visible);
  await damaged.screenshot('live-damaged.png');
  await damaged.click('Start again from the server', 'button');
  const fresh = await damaged.waitForTitles(['On the server']);
  assert.notEqual(fresh.id, id);
  const kept = await damaged.page.evaluate(async () => (await indexedDB.databases()).map((one) => one.name));
  assert.ok(kept.includes(`srl-device-${id}`), 'nothing is deleted');
});

// 150 changes, one after the other: the log (web/platform/live.js) has been taken to the pages twice and goes on.
test('e2e/live: what the log has been settled with, and what came after, is there after a reload', async (t) => {
  const server = await startLasting(t);
  const tab = await openLive(await newContext(t), server.address);
  await tab.waitForLive(isSynced);
  await tab.page.evaluate(async () => {
    const probe = window.__probe;
    probe.setOnline(false);
    for (let i = 0; i < 150; ++i) {
      probe.write([{fields: {title: `Task ${i}`}}]);
      while (probe.notDurable() > 0) await new Promise((done) => setTimeout(done, 0));
    }
  });
  const {id} = await tab.waitForLive((live) => live.device.queued === 150);
  await tab.page.reload();
  const again = await liveTab(tab.page);
  const after = await again.waitForLive((live) => live.device.queued === 150 && live.device.not_durable === 0);
  assert.equal(after.id, id);
  const counts = await again.page.evaluate((name) => new Promise((resolve) => {
    indexedDB.open(name).onsuccess = ({target: {result: database}}) => {
      const transaction = database.transaction(['pages', 'log']);
      const asked = ['pages', 'log'].map((store) => transaction.objectStore(store).count());
      transaction.oncomplete = () => resolve(asked.map((one) => one.result));
    };
  }), `srl-device-${id}`);
  assert.ok(counts[0] > 10 && counts[1] <= 64, `pages and batches of the log: ${counts}`);
});

test('e2e/live: a database from before there was a log opens with what it holds', async (t) => {
  const server = await startLasting(t);
  const tab = await openLive(await newContext(t), server.address);
  await tab.waitForLive(isSynced);
  await tab.click('Offline mode', 'switch');
  await tab.waitForLive((live) => !live.device.online);
  await tab.add('From before');
  const {id} = await tab.waitForLive((live) => live.device.queued === 1 && isSaved(live));
  await tab.page.goto(`${server.address}LICENSE.txt`);  // the same origin, without the lab
  await tab.page.evaluate(async (name) => {
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = reject;
    });
    const now = await done(indexedDB.open(name));
    const log = now.transaction('log').objectStore('log');
    const [numbers, batches] = [await done(log.getAllKeys()), await done(log.getAll())];
    now.close();
    await done(indexedDB.deleteDatabase(name));
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => ['pages', 'meta'].forEach((store) => request.result.createObjectStore(store));
    const before = await done(request);
    const transaction = before.transaction(['pages', 'meta'], 'readwrite');
    for (const {indices, bytes} of batches) {
      indices.forEach((index, i) => {
        transaction.objectStore('pages').put(bytes.slice(i * 4096, (i + 1) * 4096), index);
      });
    }
    transaction.objectStore('meta').put({batch: numbers.at(-1), pages: batches.at(-1).pages}, 'head');
    await new Promise((resolve) => { transaction.oncomplete = resolve; });
    before.close();
  }, `srl-device-${id}`);
  await tab.page.goto(`${server.address}?probe=1#mode=live`);
  const again = await liveTab(tab.page);
  await again.waitForTitles(['From before']);
  await again.add('From now');
  await again.waitForLive(isSaved);
  await again.page.reload();
  const after = await (await liveTab(again.page)).waitForTitles(['From before', 'From now']);
  assert.equal(after.id, id);
});

test('e2e/live: an embedded page is the sandbox alone, whatever its address asks for', async (t) => {
  const server = await startLasting(t);
  const context = await newContext(t);
  for (const address of ['?embed=1&probe=1#mode=live', 'embed?probe=1#mode=live']) {
    const page = await context.newPage();
    await page.goto(server.address + address);
    await page.waitForFunction(() => performance.getEntriesByName('srl:first-frame').length > 0);
    const state = await page.evaluate(() => window.__probe.state());
    assert.equal(state.live, undefined, address);
    assert.equal(state.scenario, 'offline-replay');
    assert.deepEqual(await page.evaluate(() => window.__probe.find('Live')), null);
  }
});

test('e2e/live: a live page at rest draws nothing', async (t) => {
  const server = await startLasting(t);
  const tab = await openLive(await newContext(t), server.address);
  await tab.waitForLive(isSynced);
  await tab.waitForRest(1_500, 20_000);
});

test('e2e/live: kill -9 of the whole browser loses nothing that the view called saved', async (t) => {
  const server = await startLasting(t);
  const profile = makeFolder(t);
  const titles = [];
  for (let round = 0; round < 3; ++round) {
    const browser = await startProfile(t, profile);
    const tab = await openLive(browser.context, server.address);
    await tab.waitForTitles(titles);
    if (round === 0) await tab.click('Offline mode', 'switch');
    await tab.waitForLive((live) => !live.device.online);
    const added = [1, 2, 3].map((n) => `Round ${round}, task ${n}`);
    await tab.add(...added);
    const told = await tab.waitForLive(isSaved);
    await browser.kill();  // at once: nothing may depend on a page that says goodbye
    titles.push(...added);
    assert.equal(told.device.queued, titles.length);
  }
  const browser = await startProfile(t, profile);
  const tab = await openLive(browser.context, server.address);
  await tab.waitForTitles(titles);
  assert.deepEqual(await server.titles(), []);
  await tab.click('Offline mode', 'switch');
  await tab.waitForLive(isSynced);
  assert.deepEqual(await server.titles(), [...titles].sort());
  await browser.kill();  // before its profile is removed
});
