// SPDX-License-Identifier: MIT
// Two devices change one task without having seen each other: a person decides, and both agree. In the sandbox, live,
// and in plain HTML.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import test from 'node:test';

import {longRun, openLab, shareBrowser} from '../support/browser.mjs';
import {openLive, startLasting} from '../support/live.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const shared = shareBrowser();

const kReliableRun = `${longRun(40_000)}&preset=reliable`;
const inConflict = (device) => device.conflicts === 1;

// A row by its title, on the device that stands there from the left.
const rowsOf = async (page, title) =>
  (await page.all(new RegExp(`^${title}, `), 'button')).filter((row) => row.visible).sort((a, b) => a.x - b.x);

async function rename(page, from, to, place = 0) {
  const row = await page.until(async () => (await rowsOf(page, from))[place], `a row "${from}"`);
  // Circle and bin lie on the row: it has to be under the pointer for a frame before it is pressed.
  await page.page.mouse.move(row.hitX, row.hitY);
  await page.until(async () => {
    await page.page.mouse.click(row.hitX, row.hitY);
    return page.find('Title', 'textbox');
  }, 'open for changes');
  await page.waitFor('Title', 'textbox');
  await page.waitForCaret();
  await page.press('Control+A');
  await page.page.keyboard.type(to);
  await page.until(async () => (await page.find('Title', 'textbox')).value === to, `"${to}" typed`);
  await page.press('Enter');
  await page.waitForGone('Title');
}

// Phone and laptop of the sandbox have given one task two titles.
async function openApart(t, options = {}) {
  const lab = await openLab(t, shared, {fragment: kReliableRun, ...options});
  if (!(await lab.state()).devices.laptop?.open) await lab.click('Second device', 'switch');
  await lab.waitForState((s) => s.devices.laptop.open && s.devices.laptop.rows === 15);
  await lab.click('Offline mode: phone', 'switch');
  await lab.waitForState((s) => !s.devices.phone.online);
  await rename(lab, 'Cancel the trial', 'Buy oat milk', 0);
  await rename(lab, 'Cancel the trial', 'Buy soy milk', 0);  // the only one that is left of that name
  await lab.waitForState((s) => s.devices.laptop.queued === 0);
  await lab.click('Offline mode: phone', 'switch');
  await lab.waitForState((s) => inConflict(s.devices.phone) && inConflict(s.devices.laptop));
  return lab;
}

const isSettled = (state) =>
  Object.values(state.devices).every((device) => device.conflicts === 0 && device.queued === 0);

test('e2e/conflicts: sandbox: the badge opens the sheet, mine is kept, and both devices agree', async (t) => {
  const lab = await openApart(t);
  await lab.screenshot('conflict-badge.png');
  await lab.click('Conflict: Buy soy milk', 'button');
  await lab.waitFor('Title, Both started from: Cancel the trial');
  await lab.waitFor('Title, Mine: Buy oat milk');
  await lab.waitFor('Title, Theirs: Buy soy milk');
  await lab.screenshot('conflict-sheet.png');
  await lab.click('Keep mine', 'button');
  await lab.waitForGone('Keep mine');
  await lab.waitForState(isSettled);
  await lab.until(async () => (await rowsOf(lab, 'Buy oat milk')).length === 2, 'both with the phone\'s title');
});

test('e2e/conflicts: sandbox: by keyboard: D opens, Escape closes, Tab and Enter decide', async (t) => {
  const lab = await openApart(t);
  await lab.press('d');
  await lab.waitFor('Keep theirs');
  await lab.press('Escape');
  await lab.waitForGone('Keep theirs');
  await lab.press('d');
  await lab.waitFor('Keep theirs');
  // The focus moves a frame later: a second Tab before that would run past the button.
  const focus = async () => JSON.stringify((await lab.all(/./)).find((item) => item.focused) ?? null);
  for (let i = 0; i < 20 && !(await lab.find('Keep theirs')).focused; ++i) {
    const before = await focus();
    await lab.press('Tab');
    await lab.until(async () => (await focus()) !== before, 'the focus moving on');
  }
  await lab.press('Enter');
  await lab.waitForState(isSettled);
  await lab.until(async () => (await rowsOf(lab, 'Buy soy milk')).length === 2, 'both with the laptop\'s title');
});

test('e2e/conflicts: live: two tabs rename one task, one decides, both agree with the server', async (t) => {
  const server = await startLasting(t);
  const context = await shared.browser.newContext({viewport: {width: 1440, height: 900}});
  t.after(() => context.close());
  const one = await openLive(context, server.address);
  const two = await openLive(context, server.address);
  const isSynced = (live) => live.device.claim === 'synced' && live.device.queued === 0;
  await one.add('Buy milk');
  await one.waitForLive(isSynced);
  await two.waitForTitles(['Buy milk']);
  await two.click('Offline mode', 'switch');
  await two.waitForLive((live) => !live.device.online);
  await rename(two, 'Buy milk', 'Buy oat milk');
  await rename(one, 'Buy milk', 'Buy soy milk');
  await one.waitForLive(isSynced);
  await two.click('Offline mode', 'switch');
  await two.waitForLive((live) => inConflict(live.device));
  await one.waitForLive((live) => inConflict(live.device));
  await two.press('d');
  await two.waitFor('Title, Mine: Buy oat milk');
  await two.screenshot('conflict-live.png');
  await two.click('Keep mine', 'button');
  await two.waitForTitles(['Buy oat milk']);
  await one.waitForTitles(['Buy oat milk']);
  await one.waitForLive((live) => live.device.conflicts === 0);
  await two.waitForLive((live) => live.device.conflicts === 0);
  assert.deepEqual(await server.titles(), ['Buy oat milk']);
});

test('e2e/conflicts: accessible: a change that met a deletion is told in words, and decided with a button', async (t) => {
  const lab = await openLab(t, shared, {fragment: kReliableRun, query: '&view=accessible'});
  const {page} = lab;
  const view = page.locator('#accessible');
  const row = (device, title) => view.getByRole('list', {name: `Tasks on the ${device}`})
    .locator('li', {hasText: title});
  await view.locator('h1').waitFor();
  const laptop = page.getByLabel('Laptop is open');
  if (!await laptop.isChecked()) await laptop.check();
  await row('laptop', 'Buy milk').waitFor();
  await page.getByLabel('Offline mode: phone').check();
  await row('phone', 'Buy milk').locator('input').check();
  await row('laptop', 'Buy milk').getByRole('button').click();
  await row('laptop', 'Buy milk').waitFor({state: 'detached'});
  await lab.waitForState((s) => s.devices.laptop.queued === 0);
  await page.getByLabel('Offline mode: phone').uncheck();
  const conflict = view.locator('section', {hasText: 'Conflict: Buy milk'}).first();
  await conflict.waitFor();
  assert.match(await conflict.innerText(), /without having seen that it was deleted[\s\S]*Theirs: Deleted/);
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document));
  assert.deepEqual(found.violations.map((rule) => rule.id), []);
  await lab.screenshot('conflict-accessible.png');
  await view.getByRole('button', {name: 'Keep mine'}).click();
  await lab.waitForState(isSettled);
  for (const device of ['phone', 'laptop']) await row(device, 'Buy milk').waitFor();
});
