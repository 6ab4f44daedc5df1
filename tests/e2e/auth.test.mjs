// SPDX-License-Identifier: MIT
// Signing in and out, and tokens that expire: in the sandbox, and live against the real server.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import {createRequire} from 'node:module';
import test from 'node:test';
import zlib from 'node:zlib';

import {openLab, shareBrowser} from '../support/browser.mjs';
import {liveTab, openLive, startLasting} from '../support/live.mjs';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const shared = shareBrowser();
const kAda = 'ada@example.test';
const kBob = 'bob@example.test';

// An empty run with an hour to go. Its fault never strikes: while one is active, nobody comes to sign
// devices in but the visitor.
function emptyRun(preset, devices = ['phone']) {
  const history = {format: 1, seed: 1, preset, devices, duration: 3_600_000, gestures: [], faults: [{fault: 'duplicate_request', route: 'op_fate'}]};
  return `#h=${zlib.deflateRawSync(JSON.stringify(history)).toString('base64url')}`;
}

async function type(lab, field, text) {
  await lab.click(field, 'textbox');
  await lab.waitForCaret();
  await lab.page.keyboard.press('Control+A');
  await lab.page.keyboard.type(text);
  await lab.until(async () => (await lab.find(field, 'textbox')).value === text, `"${text}" typed`);
}

async function addTasks(lab, ...titles) {
  for (const title of titles) {
    await type(lab, 'Add a task', title);
    await lab.press('Enter');
    await lab.until(async () => (await lab.all(new RegExp(`^Delete ${title}$`))).length > 0, `"${title}" shown`);
  }
}

const phone = (state) => state.devices.phone;

test('e2e/auth: tokens that expire before a queue is sent: naive loses it, reliable resumes it', async (t) => {
  for (const [preset, kept] of [['naive', 0], ['reliable', 3]]) {
    const lab = await openLab(t, shared, {fragment: emptyRun(preset)});
    await lab.click('Offline mode: phone', 'switch');
    await lab.waitForState((s) => !phone(s).online);
    await addTasks(lab, 'One', 'Two', 'Three');
    await lab.click('Token expiry', 'switch');
    await lab.waitForChecked('Token expiry', 'switch');
    await lab.click('Offline mode: phone', 'switch');
    const after = await lab.waitForState((s) => phone(s).queued === 0);
    assert.equal(after.service.rows, kept, preset);
    assert.equal(phone(after).rows, kept, preset);
    await lab.screenshot(`auth-expiry-${preset}.png`);
    if (preset === 'naive') assert.equal(after.promises.no_acknowledged_write_lost, 'broken');
  }
});

test('e2e/auth: sign-out asks about unsent work; another user sees nothing of it; it is sent when its user is back', async (t) => {
  const lab = await openLab(t, shared, {fragment: emptyRun('reliable')});
  const signIn = async (email) => {
    await lab.waitFor('E-mail', 'textbox');
    await type(lab, 'E-mail', email);
    await lab.press('Enter');
    await lab.click('Enter this code', 'button');
    await lab.waitForState((s) => phone(s).session.email === email && phone(s).session.state === 'signed_in');
  };
  await lab.click('Offline mode: phone', 'switch');
  await lab.waitForState((s) => !phone(s).online);
  await addTasks(lab, "Ada's dentist");
  await lab.click('Account', 'button');
  await lab.click('Sign out', 'button');
  await lab.waitFor('1 change is not sent yet');
  await lab.screenshot('auth-question.png');
  await lab.click('Keep and sign out', 'button');
  const out = await lab.waitForState((s) => phone(s).session.state === 'signed_out');
  assert.equal(phone(out).session.of_others, 1);
  assert.equal(phone(out).rows, 0);
  await lab.click('Offline mode: phone', 'switch');
  await lab.waitForState((s) => phone(s).online);
  await type(lab, 'E-mail', kBob);
  await lab.press('Enter');
  await lab.waitFor('Enter this code', 'button');
  await lab.screenshot('auth-inbox.png');
  await lab.click('Enter this code', 'button');
  const bobs = await lab.waitForState((s) => phone(s).session.email === kBob);
  assert.equal(phone(bobs).rows, 0);
  assert.equal(phone(bobs).session.of_others, 1);
  await lab.click('Account', 'button');
  await lab.click('Sign out', 'button');
  await signIn(kAda);
  const back = await lab.waitForState((s) => phone(s).queued === 0 && phone(s).rows === 1);
  assert.equal(back.promises.no_foreign_data !== 'broken', true);
  await lab.click('Account', 'button');
  await lab.waitFor(`Signed in as ${kAda}`);
  await lab.screenshot('auth-account.png');
});

test('e2e/auth: another device is signed out from here, and asks to sign in', async (t) => {
  const lab = await openLab(t, shared, {fragment: emptyRun('reliable', ['phone', 'laptop'])});
  await lab.click('Account', 'button');
  await lab.click('Sign out Laptop', 'button');
  await lab.waitForState((s) => s.devices.laptop.session.state === 'sign_in_needed');
  await lab.waitFor('Sign in again');
  await lab.screenshot('auth-revoked.png');
});

test('e2e/auth: work from before signing in waits for a decision, and is sent when it is kept', async (t) => {
  const lab = await openLab(t, shared, {fragment: emptyRun('reliable')});
  await lab.click('Account', 'button');
  await lab.click('Sign out', 'button');
  await lab.waitForState((s) => phone(s).session.state === 'signed_out');
  await lab.click('Back to the tasks', 'button');
  await addTasks(lab, 'A note');
  await lab.click('Sign in', 'button');
  await lab.click('Send code', 'button');
  await lab.click('Enter this code', 'button');
  await lab.waitForState((s) => phone(s).session.blocked_review === 1);
  await lab.waitFor('1 change from before signing in');
  await lab.screenshot('auth-review.png');
  await lab.click('Keep', 'button');
  await lab.waitForState((s) => s.service.rows === 1 && phone(s).rows === 1);
});

// The newest code that `srl serve --lab` has printed.
const codeIn = (server, email) => {
  const found = [...server.now.log().matchAll(/sign-in code for (\S+): (\d{6})/g)].filter((one) => one[1] === email);
  return found.length > 0 && found.at(-1)[2];
};

async function newContext(t) {
  const context = await shared.browser.newContext({viewport: {width: 1440, height: 900}});
  t.after(() => context.close());
  return context;
}

test('e2e/auth: live, a guest signs in with the code of the log, stays signed in, and the next user sees nothing', async (t) => {
  const server = await startLasting(t, {lab: true});
  const tab = await openLive(await newContext(t), server.address);
  const signIn = async (page, email) => {
    await type(page, 'E-mail', email);
    await page.press('Enter');
    const code = await page.until(() => codeIn(server, email), 'a code in the log');
    await page.waitFor('Code', 'textbox');
    await type(page, 'Code', code);
    await page.press('Enter');
    await page.waitForLive((live) => live.device.session.email === email);
  };
  const isSynced = (live) => live.device.claim === 'synced' && live.device.queued === 0;
  await tab.waitForLive(isSynced);
  await tab.click('Account', 'button');
  await tab.click('Sign in by e-mail', 'button');
  await signIn(tab, kAda);
  await tab.screenshot('auth-live.png');
  await tab.add("Ada's");
  await tab.waitForLive(isSynced);
  assert.deepEqual(await server.titles(), [], 'nothing at the guests');

  await tab.page.reload();
  const again = await liveTab(tab.page);
  await again.waitForTitles(["Ada's"]);
  assert.equal((await again.live()).device.session.email, kAda);

  await again.click('Offline mode', 'switch');
  await again.waitForLive((live) => !live.device.online);
  await again.add("Ada's unsent");
  await again.click('Account', 'button');
  await again.click('Sign out', 'button');
  await again.waitFor('1 change is not sent yet');
  await again.click('Keep and sign out', 'button');
  await again.waitForTitles([]);
  await again.click('Offline mode', 'switch');
  await signIn(again, kBob);
  await again.waitForTitles([]);
  assert.equal((await again.live()).device.session.of_others, 1);
});

test('e2e/auth: live, a device elsewhere joins the guest by a code, and brings its tasks along', async (t) => {
  const server = await startLasting(t, {lab: true});
  const phone = await openLive(await newContext(t), server.address);
  await phone.add('Milk');
  await phone.click('Account', 'button');
  await phone.click('Show a code for another device', 'button');
  const code = await phone.until(async () => (await phone.all(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/))[0]?.name, 'a code');
  await phone.screenshot('auth-join-code.png');
  const page = await (await newContext(t)).newPage();
  await page.goto(`${server.address}?probe=1#mode=live`);
  const laptop = await liveTab(page);
  await laptop.add('Tea');
  await laptop.waitForLive((live) => live.device.claim === 'synced' && live.device.queued === 0);
  assert.deepEqual(await server.titles(), ['Milk'], 'the laptop is another guest');
  await laptop.click('Account', 'button');
  await type(laptop, 'Join code', 'K7QF2-MXR9T');  // of no account: the guest stays who they are
  await laptop.press('Enter');
  await laptop.until(async () => (await laptop.all(/^That code is wrong/)).length > 0, 'told');
  await laptop.screenshot('auth-join-refused.png');
  assert.equal((await laptop.live()).device.session.state, 'signed_in');
  await type(laptop, 'Join code', code);
  await laptop.press('Enter');
  await laptop.waitForTitles(['Milk', 'Tea']);
  await phone.waitForTitles(['Milk', 'Tea']);
  assert.deepEqual(await server.titles(), ['Milk', 'Tea']);
});

test('e2e/auth: live, a server that sends no codes says so and offers guests', async (t) => {
  const server = await startLasting(t);
  const tab = await openLive(await newContext(t), server.address);
  await tab.waitForLive((live) => live.device.session.state === 'signed_in');
  await tab.click('Account', 'button');
  await tab.click('Sign in by e-mail', 'button');
  await type(tab, 'E-mail', kAda);
  await tab.press('Enter');
  await tab.until(async () => (await tab.all(/^This server sends no codes/)).length > 0, 'said');
  await tab.screenshot('auth-live-no-mail.png');
  await tab.click('Go on as a guest', 'button');
  await tab.waitForLive((live) => live.device.session.state === 'signed_in');
});

test('e2e/auth: the accessible view signs out and in by keyboard, in both modes', async (t) => {
  const server = await startLasting(t, {lab: true});
  const context = await newContext(t);
  const sandbox = await openLab(t, shared, {fragment: emptyRun('reliable')});
  const live = await openLive(context, server.address);
  await live.waitForLive((s) => s.device.session.state === 'signed_in');
  for (const [lab, name] of [[sandbox, 'phone'], [live, 'live']]) {
    const {page} = lab;
    const by = (role, text) => page.locator('#accessible').getByRole(role, {name: text, exact: true});
    await page.keyboard.press('Escape');
    await page.locator('#to-accessible').focus();
    await page.keyboard.press('Enter');
    await by('button', name === 'live' ? 'Sign in by e-mail' : 'Sign out').focus();
    await page.keyboard.press('Enter');
    await page.locator(`#email-${name}`).fill(kBob);
    const answered = name === 'live' && page.waitForResponse('**/v1/auth/otp');
    await page.keyboard.press('Enter');
    if (answered) await (await answered).finished();
    if (name === 'live') {
      const code = await lab.until(() => codeIn(server, kBob), 'a code in the log');
      await page.locator('#code-live').fill(code);
    } else {
      await by('button', 'Enter this code').focus();
    }
    await page.keyboard.press('Enter');
    await page.locator('#accessible').getByText(`${kBob}: Signed in`).waitFor();
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document));
    assert.deepEqual(found.violations.map((rule) => rule.id), []);
    await page.screenshot({path: `build/e2e/auth-accessible-${name}.png`});
  }
});
