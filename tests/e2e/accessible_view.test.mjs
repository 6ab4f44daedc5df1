// SPDX-License-Identifier: MIT
// The lab without its canvas: the same story, told and done in plain HTML by keyboard alone; and the
// page around both.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import test from 'node:test';

import {longRun, openLab, shareBrowser} from '../support/browser.mjs';
import {liveTab, openLive, startLasting} from '../support/live.mjs';
import {ask} from '../support/server.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const kTabsMax = 80;

const lab = shareBrowser();

const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  const label = element.labels && element.labels[0] ? element.labels[0].textContent : '';
  return element.getAttribute('aria-label') || label || element.textContent;
});

// Walks with the Tab key until the control of that name has the focus.
async function tabTo(page, name) {
  for (let i = 0; i < kTabsMax; ++i) {
    await page.keyboard.press('Tab');
    if (await focused(page) === name) return;
  }
  assert.fail(`Tab does not come to "${name}"`);
}

const backTo = async (page, name) => {
  await page.locator('#accessible h1').focus();
  await tabTo(page, name);
};

const text = (page) => page.locator('#accessible').innerText();
const untilSays = (view, what) =>
  view.until(async () => what.test(await text(view.page)), `saying ${what}`);

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document));
  return found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html).join(' ')}`);
}

test('e2e/accessible: by keyboard alone, the promise breaks, one switch cures it, and a task goes to the server', async (t) => {
  const view = await openLab(t, lab, {fragment: longRun()});
  const {page} = view;
  await page.keyboard.press('Escape');
  await tabTo(page, 'Accessible view');
  const link = await page.locator('#to-accessible').boundingBox();
  assert.ok(link.x >= 0 && link.y >= 0 && link.height >= 44, 'the link is seen while it has the focus');
  await page.keyboard.press('Enter');
  await view.until(async () => await focused(page) === 'Accessible view', 'the heading has the focus');
  await untilSays(view, /Promise broken: Everything you do happens exactly once/);
  await untilSays(view, /15 duplicates/);
  await view.screenshot('accessible-naive.png');

  await backTo(page, 'Naive');
  await page.keyboard.press('ArrowDown');
  const cured = await view.waitForState((s) => s.preset === 'reliable');
  assert.equal(cured.service.rows, 15);
  await untilSays(view, /No promise broken so far|All \d+ promises kept/);
  assert.doesNotMatch(await text(page), /duplicate/i);
  await view.waitForState((s) => s.devices.phone.queued === 0);

  await backTo(page, 'Offline mode: phone');
  await page.keyboard.press('Space');
  await view.waitForState((s) => !s.devices.phone.online);
  await untilSays(view, /Status: Offline/);
  await backTo(page, 'New task on the phone');
  await page.keyboard.type('Thank the oracle');
  await page.keyboard.press('Enter');
  await untilSays(view, /Thank the oracle\s+Saved on device/);
  await untilSays(view, /1 change waiting to be sent/);
  await backTo(page, 'Offline mode: phone');
  await page.keyboard.press('Space');
  await untilSays(view, /Thank the oracle\s+Synced/);

  await backTo(page, 'Thank the oracle');
  await page.keyboard.press('Space');
  await view.until(async () => (await page.locator('#accessible li', {hasText: 'Thank the oracle'})
    .first().locator('input').isChecked()), 'the task checked');
  await backTo(page, 'Delete Thank the oracle');
  await page.keyboard.press('Enter');
  await view.waitForState((s) => s.devices.phone.rows === 15);
  await view.until(async () => !(await text(page)).includes('Thank the oracle'), 'without the task');
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY');

  await backTo(page, 'Back to the canvas');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
});

test('e2e/accessible: an empty title is refused in words', async (t) => {
  const view = await openLab(t, lab, {query: '&view=accessible', fragment: '#scenario=offline-replay&t=5000'});
  await view.until(() => view.page.locator('#accessible h1').isVisible(), 'the view');
  await view.page.locator('#new-phone').press('Enter');
  await view.until(() => view.page.locator('#new-phone-problem').isVisible(), 'a complaint');
  assert.match(await view.page.locator('#new-phone-problem').innerText(), /title/i);
});

test('e2e/accessible: axe finds nothing to object to, with the canvas, the view, or the crash page', async (t) => {
  for (const colorScheme of ['light', 'dark']) {
    const view = await openLab(t, lab, {colorScheme, fragment: '#scenario=offline-replay&t=22000'});
    await view.waitForRest(300);
    assert.deepEqual(await violations(view.page), [], `canvas, ${colorScheme}`);
    await view.page.evaluate(() => document.getElementById('to-accessible').click());
    await view.until(() => view.page.locator('#accessible h1').isVisible(), 'the view');
    assert.deepEqual(await violations(view.page), [], `accessible view, ${colorScheme}`);
    await view.screenshot(`accessible-${colorScheme}.png`);
  }
});

// The view in live mode, opened from the keyboard.
async function openAccessibleLive(t, server, prepare = () => {}) {
  const context = await lab.browser.newContext({viewport: {width: 1440, height: 900}});
  t.after(() => context.close());
  await prepare(context);
  const tab = await openLive(context, server.address, () => true);
  await tab.page.keyboard.press('Escape');
  await tabTo(tab.page, 'Accessible view');
  await tab.page.keyboard.press('Enter');
  await tab.until(async () => await focused(tab.page) === 'Accessible view', 'the heading has the focus');
  return tab;
}

const spoken = (page) => page.locator('#status').textContent();

test('e2e/accessible: by keyboard alone, a live task is saved offline, kept over a reload, sent and acknowledged', async (t) => {
  const server = await startLasting(t);
  const view = await openAccessibleLive(t, server);
  const {page} = view;
  await untilSays(view, /The server answers\..*\s+Saved in this browser\./);
  await backTo(page, 'Offline mode');
  await page.keyboard.press('Space');
  await untilSays(view, /Status: Offline/);
  await backTo(page, 'New task');
  await page.keyboard.type('Thank the oracle');
  await page.keyboard.press('Enter');
  await untilSays(view, /Thank the oracle\s+Saved on device/);
  await untilSays(view, /1 change waiting to be sent/);
  assert.equal(await spoken(page), 'Added Thank the oracle');
  assert.deepEqual(await server.titles(), []);
  assert.deepEqual(await violations(page), []);
  await view.screenshot('accessible-live.png');

  await page.goto(`${server.address}?probe=1&view=accessible#mode=live`);
  const again = await liveTab(page);
  await again.until(() => page.locator('#accessible h1').isVisible(), 'the view');
  await untilSays(again, /Thank the oracle\s+Saved on device/);
  assert.ok(await page.getByLabel('Offline mode').isChecked());
  await backTo(page, 'Offline mode');
  await page.keyboard.press('Space');
  await untilSays(again, /Thank the oracle\s+Synced/);
  await again.until(async () => (await spoken(page)).includes('acknowledged by the server'), 'the drain spoken');
  assert.deepEqual(await server.titles(), ['Thank the oracle']);

  await backTo(page, 'Thank the oracle');
  await page.keyboard.press('Space');
  await again.until(async () => {
    const {json: {tasks}} = await ask(server.port, 'GET', '/v1/tasks');
    return tasks[0].completed;
  }, 'completed on the server');
  await backTo(page, 'Delete Thank the oracle');
  await page.keyboard.press('Enter');
  await again.until(async () => (await server.titles()).length === 0, 'deleted on the server');
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY');

  await backTo(page, 'Live');
  await page.keyboard.press('ArrowUp');
  await untilSays(again, /Two task apps, one server/);
  await again.waitForState((s) => s.scenario === 'offline-replay');
});

test('e2e/accessible: refused storage, a server that is away and a held device are said with what to do', async (t) => {
  const server = await startLasting(t);
  const refused = await openAccessibleLive(t, server, (context) => context.addInitScript(() => {
    IDBFactory.prototype.open = () => { throw new DOMException('Access is denied for this document.', 'SecurityError'); };
  }));
  await untilSays(refused, /Not saved: this browser refuses storage/);
  await untilSays(refused, /In memory only/);

  const first = await openAccessibleLive(t, server);
  const {id} = await first.waitForLive((live) => live.stage === 'running');
  const copy = await first.page.context().newPage();
  await copy.addInitScript((own) => sessionStorage.setItem('srl.device', own), id);
  await copy.goto(`${server.address}?probe=1&view=accessible#mode=live`);
  const held = await liveTab(copy, (live) => live.stage === 'held');
  await untilSays(held, /Another tab has this device/);
  assert.deepEqual(await violations(copy), []);
  await held.screenshot('accessible-live-held.png');
  await copy.locator('#accessible h1').focus();
  await tabTo(copy, 'Open as another device');
  await copy.keyboard.press('Enter');
  await held.waitForLive((live) => live.stage === 'running' && live.id !== id);
  await held.until(async () => await focused(copy) === 'Accessible view', 'the focus back at the heading');

  await server.stop();
  await untilSays(first, /Server unreachable/);
  await first.until(async () => /unreachable/.test(await spoken(first.page)), 'the outage spoken');
});

test('e2e/page: a crash report names build, scenario, seed and link, and the last events', async (t) => {
  const view = await openLab(t, lab, {fragment: '#scenario=offline-replay&preset=naive&t=22000'});
  const {link} = await view.state();
  // A fault of our own code, as the browser would tell it.
  await view.page.evaluate(() => {
    const error = new Error('tried out');
    error.stack = `at ${document.baseURI}`;
    dispatchEvent(new ErrorEvent('error', {error, message: 'tried out'}));
  });
  const report = await view.page.locator('#crash-report').textContent();
  const build = await view.page.evaluate(() => fetch('build.json').then((r) => r.json()));
  for (const part of [`build: ${build.id}`, 'scenario: offline-replay', 'seed: ', `link: ${link}`,
    ' events:', 'phone: ', 'tried out']) {
    assert.ok(report.includes(part), part);
  }
  assert.deepEqual(await violations(view.page), []);
});

test('e2e/page: "Copy link" is a real button, and what it copies opens this moment', async (t) => {
  const view = await openLab(t, lab, {permissions: ['clipboard-read', 'clipboard-write'],
    fragment: '#scenario=offline-replay&preset=naive&t=22000'});
  const {page} = view;
  await page.keyboard.press('Escape');
  await tabTo(page, 'Copy link');
  await page.keyboard.press('Enter');
  await view.until(async () => await focused(page) === 'Copied', 'copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, lab.address + (await view.state()).link);
});

test('e2e/page: /embed is the sandbox: no focus taken, nothing stored or read, and a way to the whole', async (t) => {
  const context = await lab.browser.newContext({viewport: {width: 1000, height: 700}});
  t.after(() => context.close());
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.touched = [];
    for (const name of ['getItem', 'setItem']) {
      Storage.prototype[name] = (key) => { window.touched.push(key); return 'dark'; };
    }
  });
  await page.goto(`${lab.address}embed?probe=1#scenario=offline-replay&t=5000`);
  await page.waitForFunction(() => performance.getEntriesByName('srl:first-frame').length > 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), '');
  assert.deepEqual(await page.evaluate(() => window.touched), []);
  const full = page.locator('#to-full');
  assert.ok(await full.isVisible());
  const [opened] = await Promise.all([context.waitForEvent('page'), full.click()]);
  await opened.waitForURL(/#scenario/);
  assert.match(opened.url(), new RegExp(`^${lab.address}#scenario=offline-replay`));
});
