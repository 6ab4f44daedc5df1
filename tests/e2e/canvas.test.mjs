// SPDX-License-Identifier: MIT
// The canvas is painted only when its picture changes. It must show that picture all the same.
import assert from 'node:assert/strict';
import test from 'node:test';

import {openLab, shareBrowser} from '../support/browser.mjs';

const lab = shareBrowser();

async function openAtRest(t) {
  const page = await openLab(t, lab, {fragment: '#scenario=offline-replay&preset=naive&t=22000'});
  await page.waitForState((s) => s.now_ms === 22_000);
  await page.waitForRest(600);
  return page;
}

// Takes the graphics card away, as a driver that restarts does, and gives it back.
function loseContext() {
  return new Promise((done) => {
    const canvas = document.getElementById('canvas');
    const card = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
    canvas.addEventListener('webglcontextlost', () => setTimeout(() => card.restoreContext()), {once: true});
    canvas.addEventListener('webglcontextrestored', () => done(), {once: true});
    card.loseContext();
  });
}

test('e2e/canvas: after the graphics card was gone the same picture is painted again', async (t) => {
  const page = await openAtRest(t);
  const before = await page.page.screenshot();
  await page.page.evaluate(loseContext);
  await page.waitForRest(600);
  await page.screenshot('context-restored.png');
  assert.ok(before.equals(await page.page.screenshot()), 'the picture is another one');
});

test('e2e/canvas: a window that was smaller for a while shows the same picture again', async (t) => {
  const page = await openAtRest(t);
  const before = await page.page.screenshot();
  const {width, height} = page.page.viewportSize();
  for (const size of [{width: 1000, height: 700}, {width, height}]) {
    await page.page.setViewportSize(size);
    await page.until(() => page.page.evaluate((w) => document.getElementById('canvas').width === w, size.width),
      'the new size');
    await page.waitForRest(600);
  }
  assert.ok(before.equals(await page.page.screenshot()), 'the picture is another one');
});
