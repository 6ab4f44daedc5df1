// SPDX-License-Identifier: MIT
// A service that has gone back in time: what it no longer has is offered to the person again, on the canvas, in plain
// HTML, and from a real database that was put back.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import test from 'node:test';

import {openLab, shareBrowser} from '../support/browser.mjs';
import {openLive, startLasting} from '../support/live.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const shared = shareBrowser();
const kAfterTheRestore = '#scenario=backup-goes-back&preset=reliable&t=30000';

test('e2e/lost_work: the phone sends its changes again, the laptop drops its own', async (t) => {
  const lab = await openLab(t, shared, {fragment: kAfterTheRestore});
  const found = await lab.waitForState(({devices}) => devices.phone.lost === 2 && devices.laptop.lost === 1);
  assert.equal(found.service.rows, 3);
  await lab.waitFor('2 changes from 00:11 to 00:12 are not on the server any more');
  await lab.screenshot('lost-work.png');
  await lab.click('Send them again', 'button');  // the phone's stands first
  await lab.waitForState(({devices}) => devices.phone.lost === 0);
  await lab.waitForGone('2 changes from 00:11 to 00:12 are not on the server any more');
  await lab.click('Drop them', 'button');
  await lab.waitForState(({devices}) => devices.laptop.lost === 0);
  await lab.click('max', 'radio');  // a decision has set the run going
  const {devices} = await lab.waitForState(({service, devices: all}) =>
    service.rows === 4 && all.phone.claim === 'synced' && all.laptop.claim === 'synced' && all.laptop.rows === 4);
  assert.equal(devices.phone.rows, 4);
});

test('e2e/lost_work: accessible: it is told with its reason, decided with a button, and nothing is objected to', async (t) => {
  const lab = await openLab(t, shared, {fragment: kAfterTheRestore, query: '&view=accessible'});
  const {page} = lab;
  const phone = page.locator('#accessible section').filter({has: page.getByRole('heading', {name: 'Phone', exact: true})});
  const says = (what) => lab.until(async () => what.test(await phone.innerText()), `saying ${what}`);
  await says(/2 changes from 00:11 to 00:12 are not on the server any more: it has gone back in time\. Nothing is dropped/);
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() => window.axe.run(document));
  assert.deepEqual(violations.map(({id}) => id), []);
  await phone.getByRole('button', {name: 'Send them again'}).click();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Account');
  await lab.waitForState(({devices}) => devices.phone.lost === 0);
  assert.ok(await phone.getByRole('button', {name: 'Drop them'}).isHidden());
  await says(/Status: Synced\. Nothing waiting to be sent\./);
});

test('e2e/lost_work: live: a database that was put back is told, and gets its task again', async (t) => {
  const server = await startLasting(t);
  const context = await shared.browser.newContext({viewport: {width: 1440, height: 900}});
  t.after(() => context.close());
  const tab = await openLive(context, server.address);
  const isSynced = (live) => live.device.claim === 'synced' && live.device.queued === 0;
  await tab.add('Kept');
  await tab.waitForLive(isSynced);
  await server.stop();
  const backup = fs.readFileSync(server.db);
  await server.start();
  await tab.add('Lost');
  await tab.waitForLive(isSynced);
  assert.deepEqual(await server.titles(), ['Kept', 'Lost']);
  await server.stop();
  for (const end of ['-wal', '-shm']) fs.rmSync(server.db + end, {force: true});
  fs.writeFileSync(server.db, backup);
  await server.start();
  await tab.until(async () => (await tab.all(/^1 change from .* is not on the server any more$/)).length > 0, 'told');
  assert.deepEqual(await server.titles(), ['Kept']);
  await tab.click('Send them again', 'button');
  await tab.waitForLive(isSynced);
  assert.deepEqual(await server.titles(), ['Kept', 'Lost']);
});
