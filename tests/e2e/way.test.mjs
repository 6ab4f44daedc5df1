// SPDX-License-Identifier: MIT
// Between device and service: what a proxy, a firewall or a sign-in page answers in the server's place is trouble on the
// way. Nothing is lost, and it is said.
import assert from 'node:assert/strict';
import test from 'node:test';

import {shareBrowser} from '../support/browser.mjs';
import {openLive, startLasting} from '../support/live.mjs';

const shared = shareBrowser();

const isSynced = (live) => live.device.claim === 'synced' && live.device.queued === 0;

async function openTab(t) {
  const server = await startLasting(t);
  const context = await shared.browser.newContext({viewport: {width: 1440, height: 900}});
  t.after(() => context.close());
  const tab = await openLive(context, server.address);
  await tab.waitForLive(isSynced);
  return {server, tab};
}

const blocked = '<!doctype html><title>Blocked</title><p>This site is blocked by your administrator.';

// Makes the tasks offline, comes back to a way on which `answer` is given instead of the server's, and when that has
// been met, ends it and waits for all tasks to arrive.
async function meetOnTheWay({server, tab}, pattern, answer, titles, meanwhile = async () => {}) {
  let answered = 0;
  await tab.page.route(pattern, (route) => {
    answered += 1;
    return route.fulfill(answer);
  });
  await tab.click('Offline mode', 'switch');
  await tab.waitForLive((live) => !live.device.online);
  await tab.add(...titles);
  await tab.waitForLive((live) => live.device.not_durable === 0);
  await tab.click('Offline mode', 'switch');
  await tab.until(() => answered > 0, 'answered on the way');
  await meanwhile();
  await tab.page.unroute(pattern);
  // Another network: what is parked is tried again when the person asks, what waits at once.
  await tab.until(async () => {
    const parked = await tab.find('Try again', 'button');
    if (parked) await tab.click('Try again', 'button');
    else await tab.click('Sync now', 'button');
    return isSynced(await tab.live());
  }, 'synced again');
  assert.deepEqual(await server.titles(), [...titles].sort());
}

for (const status of [200, 401, 403, 404, 410, 413, 429, 502]) {
  test(`e2e/way: a page with status ${status} instead of the answer to a push loses nothing`, async (t) => {
    const page = {status, contentType: 'text/html', body: blocked};
    await meetOnTheWay(await openTab(t), '**/v1/sync/push', page, ['Buy milk', 'Water the plants']);
  });
}

test('e2e/way: JSON that looks like the server\'s, without its mark, acknowledges nothing', async (t) => {
  const json = {status: 200, contentType: 'application/json', body: '{"results":[],"server_seq":0}'};
  await meetOnTheWay(await openTab(t), '**/v1/sync/push', json, ['Buy milk']);
});

test('e2e/way: a sign-in page in front of everything is said in words, and is over when it is gone', async (t) => {
  const opened = await openTab(t);
  const {tab} = opened;
  const page = {status: 401, contentType: 'text/html', body: blocked};
  await meetOnTheWay(opened, '**/v1/**', page, ['Buy milk'], async () => {
    await tab.until(async () => (await tab.all(/Something else answered/)).length > 0, 'told what stands in the way');
    await tab.screenshot('way-foreign.png');
  });
  await tab.waitForGone('Something else answered instead of the service');
});

test('e2e/way: Retry-After as a date is obeyed', async (t) => {
  const opened = await openTab(t);
  const {tab} = opened;
  const until = new Date(Date.now() + 60_000).toUTCString();
  const busy = {status: 503, headers: {'retry-after': until}, body: ''};
  await meetOnTheWay(opened, '**/v1/sync/push', busy, ['Buy milk'], async () => {
    await tab.until(async () => {
      const [waits] = await tab.all(/^Waiting to retry in/);
      return waits && Number(waits.name.match(/in (\d+)/)[1]) >= 20;
    }, 'waiting for most of the minute');
  });
});
