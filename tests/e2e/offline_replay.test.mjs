// SPDX-License-Identifier: MIT
// The product's first ten seconds: the page opens on a run that fails, and one switch cures it.
import assert from 'node:assert/strict';
import test from 'node:test';

import {longRun, openLab, shareBrowser} from '../support/browser.mjs';

const lab = shareBrowser();

const failed = (s) => s.promises.one_effect_per_gesture === 'broken' && s.devices.phone.rows === 30;
const broken = (state) => Object.keys(state.promises).filter((name) => state.promises[name] === 'broken');

// A link to the moment after the failure: it stands there, paused.
async function openPausedAtFailure(t, fragment = '#scenario=offline-replay&preset=naive&t=22000') {
  const page = await openLab(t, lab, {fragment});
  const state = await page.waitForState(failed);
  assert.equal(state.playing, false);
  assert.equal(state.now_ms, 22_000);
  return page;
}

test('e2e/offline_replay: within ten seconds a visitor sees a promise break, and one switch cures it', async (t) => {
  const page = await openLab(t, lab);
  const first = await page.state();
  assert.equal(first.scenario, 'offline-replay');
  assert.equal(first.preset, 'naive');
  assert.equal(first.playing, true);
  assert.equal(first.speed, '×4');
  const state = await page.waitForState(failed);
  // By the page's own clock, which plays four times as fast as a visitor's: how busy this machine is does not count.
  assert.ok(state.now_ms / 4 <= 10_000, `the failure came at ${state.now_ms} ms`);
  assert.equal(state.service.rows, 30);
  assert.ok((await page.waitFor('Promise broken: Everything you do happens exactly once')).visible);
  await page.screenshot('naive.png');
  await page.click('Reliable', 'radio');
  const cured = await page.waitForState((s) => s.preset === 'reliable');
  assert.equal(cured.service.rows, 15);
});

test('e2e/offline_replay: the same moment under Reliable has fifteen rows and no broken promise', async (t) => {
  const page = await openPausedAtFailure(t);
  const before = await page.state();
  await page.click('Reliable', 'radio');
  const after = await page.waitForState((s) => s.preset === 'reliable');
  assert.ok(after.now_ms - before.now_ms < 5_000, `${before.now_ms} → ${after.now_ms}`);
  assert.equal(after.service.rows, 15);
  assert.deepEqual(broken(after), []);

  await page.click('max', 'radio');
  const end = await page.waitForState((s) => s.end === 'at_rest' && !s.playing);
  assert.deepEqual([...new Set(Object.values(end.promises))], ['kept']);
  assert.equal(end.devices.phone.rows, 15);
  assert.equal(end.devices.laptop.rows, 15);
  assert.equal(end.service.open_count, 15);
  assert.ok(end.service.idempotency_hits > 0);
  assert.ok((await page.waitFor('All promises kept')).visible);
  await page.screenshot('reliable.png');
});

test('e2e/offline_replay: "Try Reliable" in the verdict does the same as the switch', async (t) => {
  const page = await openPausedAtFailure(t);
  await page.click('Try Reliable', 'button');
  const state = await page.waitForState((s) => s.preset === 'reliable');
  assert.equal(state.service.rows, 15);
  await page.waitForChecked('Reliable', 'radio');
});

test('e2e/offline_replay: offline by mouse, a task by keyboard, and the link restores both', async (t) => {
  const page = await openPausedAtFailure(t, longRun(22_000));
  await page.click('Reliable', 'radio');
  await page.waitForState((s) => s.devices.phone.rows === 15);
  await page.click('Offline mode: phone', 'switch');
  await page.waitForState((s) => !s.devices.phone.online);
  await page.waitForChecked('Offline mode: phone', 'switch');

  await page.press('n');
  await page.waitForCaret();
  await page.page.keyboard.type('Thank the oracle');
  await page.press('Enter');
  const added = await page.waitForState((s) => s.devices.phone.rows === 16);
  assert.equal(added.devices.phone.queued, 1);
  assert.equal(added.service.rows, 15);

  await page.click('Pause', 'button');
  const here = await page.waitForState((s) => !s.playing);
  assert.match(here.link, /^#h=/);
  const restored = await openLab(t, lab, {fragment: here.link});
  const there = await restored.state();
  assert.equal(there.now_ms, here.now_ms);
  assert.equal(there.digest, here.digest);
  assert.equal(there.playing, false);
  assert.deepEqual(there.devices, here.devices);
  await restored.screenshot('restored.png');
});

test('e2e/offline_replay: the address mirrors the moment, and opens it again', async (t) => {
  const page = await openPausedAtFailure(t);
  const here = await page.state();
  await page.until(async () => page.page.url().endsWith(here.link), 'the link in the address');
  const again = await openLab(t, lab, {fragment: here.link});
  assert.equal((await again.state()).digest, here.digest);
  // Another address in the same page opens that.
  await again.page.evaluate(() => { location.hash = '#scenario=offline-replay&preset=reliable&t=20000'; });
  const other = await again.waitForState((s) => s.preset === 'reliable');
  assert.equal(other.now_ms, 20_000);
});

test('e2e/offline_replay: an address that cannot be opened is said, and the first scenario opens', async (t) => {
  const page = await openLab(t, lab, {fragment: '#h=@@@'});
  assert.ok((await page.waitFor('This address could not be opened')).visible);
  assert.equal((await page.state()).scenario, 'offline-replay');
  await page.click('Close', 'button');
  await page.waitForGone('This address could not be opened');
});

test('e2e/offline_replay: a paused page draws nothing', async (t) => {
  const page = await openPausedAtFailure(t);
  await page.waitForRest(1_000);
});

test('e2e/offline_replay: keys play, step and open the help; in a text field they are text', async (t) => {
  const page = await openPausedAtFailure(t);
  const before = await page.state();
  await page.press('.');
  const stepped = await page.waitForState((s) => s.now_ms > before.now_ms);
  assert.equal(stepped.playing, false);
  await page.press('?');
  assert.ok((await page.waitFor('About this lab')).visible);
  await page.press('Escape');
  await page.waitForGone('About this lab');
  await page.press('2');
  await page.waitForState((s) => s.preset === 'reliable');
  await page.press('o');
  await page.waitForState((s) => !s.devices.phone.online);
  await page.press('n');
  await page.waitForCaret();
  await page.page.keyboard.type('1o. n?');
  await page.press('Enter');
  const typed = await page.waitForState((s) => s.devices.phone.rows === 16);
  assert.equal(typed.preset, 'reliable');
  assert.equal(typed.devices.phone.online, false);
});

test('e2e/offline_replay: on a phone every panel is a tab', async (t) => {
  const page = await openLab(t, lab, {
    viewport: {width: 390, height: 844}, deviceScaleFactor: 2, hasTouch: true, isMobile: true, fragment: longRun(),
  });
  await page.waitForState(failed);
  await page.screenshot('narrow.png');
  const tabs = await page.all(/^(Devices|Promises|Controls)$/, 'tab');
  assert.deepEqual(tabs.map((tab) => tab.name), ['Devices', 'Promises', 'Controls']);
  const controls = await page.waitFor('Controls', 'tab');
  assert.ok(controls.height >= 44);
  await page.page.touchscreen.tap(controls.hitX, controls.hitY);
  const offline = await page.waitFor('Offline mode: phone', 'switch');
  assert.ok(offline.height >= 44);
  await page.page.touchscreen.tap(offline.hitX, offline.hitY);
  await page.waitForState((s) => !s.devices.phone.online);
});

test('e2e/offline_replay: nothing reaches beyond the window, at any of the usual sizes', async (t) => {
  const page = await openPausedAtFailure(t);
  for (const [width, height] of [[1920, 1080], [1440, 900], [1280, 720], [1000, 700], [800, 360], [390, 844]]) {
    await page.page.setViewportSize({width, height});
    await page.until(() => page.page.evaluate((w) => document.getElementById('canvas').width === w, width),
      'the new size');
    await page.waitForRest(300);
    for (const name of ['Naive', 'Reliable', 'Play', 'One step', 'Help']) {
      const item = await page.find(name);
      assert.ok(item && item.visible, `${name} at ${width}×${height}`);
      assert.ok(item.x >= 0 && item.x + item.width <= width, `${name} at ${width}×${height}`);
    }
    await page.screenshot(`at-${width}.png`);
  }
});
