// SPDX-License-Identifier: MIT
// Background work: a reminder that a person sets, the server's view of jobs, and the same in plain HTML.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import test from 'node:test';

import {longRun, openLab, shareBrowser} from '../support/browser.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const shared = shareBrowser();

const waitForText = (lab, pattern) =>
  lab.until(async () => (await lab.all(pattern)).some((item) => item.visible), `visible: ${pattern}`);
const kReliable = `${longRun(40_000)}&preset=reliable`;

test('e2e/jobs: a new task with a reminder shows it, and both devices are reminded by the worker', async (t) => {
  const lab = await openLab(t, shared, {fragment: kReliable});
  await lab.click('Reminder for the new task', 'button');
  await lab.click('In 1 minute');
  await lab.waitForCaret();
  await lab.page.keyboard.type('Water the plants');
  await lab.press('Enter');
  await waitForText(lab, /^Water the plants, reminder at 01:4/);
  await lab.click('max', 'radio');
  await waitForText(lab, /^Reminder: “Water the plants”, 05:00, 3 min late/);
  const dismissals = async () => (await lab.all(/^Dismiss reminders$/, 'button')).length;
  await lab.until(async () => await dismissals() === 2, 'a reminder on both devices');
  await lab.screenshot('reminder.png');
  await lab.click('Dismiss reminders', 'button');
  await lab.until(async () => await dismissals() === 1, 'one of them dismissed');
});

test('e2e/jobs: the server shows jobs, slots and deliveries, and a dead letter is taken back', async (t) => {
  const lab = await openLab(t, shared, {fragment: '#scenario=poison-job&preset=reliable&t=2950000'});
  if (await lab.find('Show tables', 'button')) await lab.click('Show tables', 'button');
  await lab.click('Slots', 'tab');
  await waitForText(lab, /^Reminders, 45:00, Fired/);
  await lab.click('Deliveries', 'tab');
  await waitForText(lab, /^Fetch the parcel, Phone, Accepted, 1/);
  await lab.click('Jobs', 'tab');
  await waitForText(lab, /Feed the cat, 04:20, Dead letter, 8/);
  await lab.screenshot('jobs.png');
  await lab.click('Take back', 'button');
  await lab.waitForGone('Take back');
  await waitForText(lab, /Feed the cat, 04:20, Queued, 0/);
});

test('e2e/jobs: a story of minutes opens at speed and comes to its end by itself', async (t) => {
  const lab = await openLab(t, shared, {fragment: '#scenario=reminder-for-done-task'});
  assert.equal((await lab.state()).speed, '×60');
  const state = await lab.waitForState((s) => !s.playing, 60_000);
  assert.equal(state.promises.no_reminder_for_done_work, 'broken');
});

test('e2e/jobs: accessible: a task is given a reminder, and it is told when it comes', async (t) => {
  const lab = await openLab(t, shared, {fragment: kReliable, query: '&view=accessible'});
  const {page} = lab;
  const view = page.locator('#accessible');
  await view.locator('h1').waitFor();
  await page.getByLabel('Reminder for Buy milk').first().selectOption('In 5 minutes');
  const row = view.getByRole('list', {name: 'Tasks on the phone'}).locator('li', {hasText: 'Buy milk'});
  await row.getByText(/Reminder at 05:4/).waitFor();
  assert.equal(await page.getByLabel('Reminder for Buy milk').first().inputValue(), '');
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document));
  assert.deepEqual(found.violations.map((rule) => rule.id), []);
});
