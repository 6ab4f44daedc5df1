// SPDX-License-Identifier: MIT
// A browser without WebGL 2 (Firefox without a screen, a machine without a graphics driver, a policy): the page opens its
// view of plain HTML, and all of the lab works there.
import assert from 'node:assert/strict';
import test from 'node:test';

import {chromium} from 'playwright-core';

import {kBrowserFlags, kBrowserProgram, openLab} from '../support/browser.mjs';
import {liveTab, shareGuest, startLasting} from '../support/live.mjs';

const lab = {};
const later = [];
const atEnd = {after: (end) => later.push(end)};

test.before(async () => {
  const server = await startLasting(atEnd);
  const browser = await chromium.launch({
    executablePath: kBrowserProgram,
    args: [...kBrowserFlags.filter((flag) => !/angle|swiftshader/.test(flag)), '--disable-gpu', '--disable-3d-apis'],
  });
  later.push(() => browser.close());
  Object.assign(lab, {browser, server, address: server.address});
});
test.after(async () => {
  for (const end of later.reverse()) await end();
});

const html = (view) => view.page.locator('#accessible');  // beside it stands the mirror of the canvas
const says = (view, what) =>
  view.until(async () => what.test(await html(view).innerText()), `saying ${what}`);

test('e2e/no-webgl: the page opens its plain view by itself, says why, and offers no canvas', async (t) => {
  const view = await openLab(t, lab);
  await says(view, /no WebGL 2/);
  assert.ok(await view.page.locator('#crash').isHidden());
  assert.equal(await html(view).getByRole('button', {name: 'Back to the canvas'}).count(), 0);
  await view.screenshot('no-webgl.png');
});

test('e2e/no-webgl: the sandbox plays, breaks its promise, and is cured', async (t) => {
  const view = await openLab(t, lab);
  await says(view, /Promise broken: Everything you do happens exactly once/);
  await html(view).getByRole('radio', {name: 'Reliable', exact: true}).check();
  await says(view, /15 tasks/);
  await html(view).getByRole('button', {name: 'Start again'}).click();
  await html(view).getByLabel('New task on the phone').fill('买牛奶 🎉');
  await view.page.keyboard.press('Enter');
  await says(view, /买牛奶 🎉/);
});

test('e2e/no-webgl: a live task goes to the server', async (t) => {
  const view = await openLab(t, lab);
  await shareGuest(view.page, lab.address);
  await html(view).getByRole('radio', {name: 'Live', exact: true}).check();
  await liveTab(view.page);
  await html(view).getByLabel('New task', {exact: true}).fill('شراء الحليب');
  await view.page.keyboard.press('Enter');
  await says(view, /Status: Synced/);
  await view.until(async () => (await lab.server.titles()).includes('شراء الحليب'), 'on the server');
});
