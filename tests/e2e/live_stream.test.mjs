// SPDX-License-Identifier: MIT
// What a live device in a tab hears without asking.
import assert from 'node:assert/strict';
import test from 'node:test';

import {shareBrowser} from '../support/browser.mjs';
import {liveTab, openLive, startLasting} from '../support/live.mjs';
import {pushDue} from '../support/reminders.mjs';
import {ask, request} from '../support/server.mjs';

const shared = shareBrowser();

async function newContext(t) {
  const context = await shared.browser.newContext({viewport: {width: 1440, height: 900}});
  t.after(() => context.close());
  return context;
}

const start = (t) => startLasting(t, {lab: true, flags: ['--worker', 'off', '--heartbeat-ms', '200']});
const isSignedIn = (live) => live.device.claim === 'synced';
const streams = async (port) =>
  Number(/^srl_http_streams (\d+)$/m.exec((await request(port, '/metrics')).body.toString())[1]);

test('e2e/live_stream: a reminder is shown in the tab once, also after a reload', async (t) => {
  const server = await start(t);
  const tab = await openLive(await newContext(t), server.address);
  await tab.waitForLive(isSignedIn);
  await pushDue(server.port, 'Water the plants');
  await tab.waitForTitles(['Water the plants']);
  assert.equal((await ask(server.port, 'POST', '/v1/lab/worker', {})).json.notices_sent, 2);  // and to this test
  const {device: {notices}} = await tab.waitForLive((live) => 'Water the plants' in live.device.notices);
  assert.deepEqual(notices, {'Water the plants': 1});
  await tab.waitForLive((live) => live.device.not_durable === 0);

  await tab.page.reload();
  const again = await liveTab(tab.page);
  await again.until(async () => await streams(server.port) === 1, 'its stream');
  await pushDue(server.port, 'And now');
  await ask(server.port, 'POST', '/v1/lab/worker', {});
  const later = await again.waitForLive((live) => 'And now' in live.device.notices);
  assert.deepEqual(later.device.notices, {'And now': 1});
});

test('e2e/live_stream: offline mode has no stream, and a server that comes back has one again', async (t) => {
  const server = await start(t);
  const tab = await openLive(await newContext(t), server.address);
  await tab.until(async () => await streams(server.port) === 1, 'a stream');
  await tab.click('Offline mode', 'switch');
  await tab.until(async () => await streams(server.port) === 0, 'none when offline');
  await tab.click('Offline mode', 'switch');
  await tab.until(async () => await streams(server.port) === 1, 'a stream again');
  await server.stop();
  await server.start();
  await tab.until(async () => await streams(server.port) === 1, 'a stream of the new server');
});
