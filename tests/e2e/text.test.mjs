// SPDX-License-Identifier: MIT
// Text of every script, on the canvas of a real browser. Which fonts the machine has decides how letters look, so what is
// looked at is what no font changes: there is ink where the text is, it is as wide as the browser says, and it stays
// where it is.
import assert from 'node:assert/strict';
import test from 'node:test';

import {shareBrowser} from '../support/browser.mjs';
import {openLive, startLasting} from '../support/live.mjs';

const shared = shareBrowser();

const kTitles = {
  Chinese: '买牛奶和面包', Japanese: '牛乳を買う', Korean: '우유 사기', Arabic: 'شراء الحليب غدًا', Hebrew: 'לקנות חלב מחר',
  Hindi: 'दूध और रोटी खरीदें', Thai: 'ซื้อนมและขนมปัง', Greek: 'Πάρε γάλα', Russian: 'Купить молоко',
  Emoji: 'Party 🎉 👨‍👩‍👧‍👦 🇩🇪', Marks: 'Cafe\u0301 with n\u0303', Mixed: 'Call דוד at 10:30',
};

async function openTab(t, options = {}) {
  const server = await startLasting(t);
  const context = await shared.browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  t.after(() => context.close());
  return openLive(context, server.address);
}

// As from an input method: into the field, at once.
async function addAll(tab, titles) {
  for (const title of titles) {
    await tab.click('Add a task', 'textbox');
    await tab.waitForCaret();
    await tab.page.keyboard.insertText(title);
    await tab.press('Enter');
    await tab.waitForLive((live) => title in live.device.rows);
  }
  await tab.page.mouse.move(1, 1);
  await tab.waitForRest(600);
}

// Columns of the row's title in which there is ink: first and last, from the row's left edge, in CSS pixels.
async function inkOf(tab, title, density = 1) {
  const circle = await tab.waitFor(`Complete ${title}`);
  const clip = {x: circle.x + circle.width, y: circle.y, width: 260, height: circle.height};
  const png = await tab.page.screenshot({clip});
  return tab.page.evaluate(async ({bytes, scale}) => {
    const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: 'image/png'}));
    const pen = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    pen.drawImage(picture, 0, 0);
    const {data} = pen.getImageData(0, 0, picture.width, picture.height);
    const columns = [];
    for (let x = 0; x < picture.width; ++x) {
      for (let y = 0; y < picture.height; ++y) {
        const at = 4 * (y * picture.width + x);
        const away = [0, 1, 2].some((c) => Math.abs(data[at + c] - data[c]) > 60);
        if (away) {
          columns.push(x);
          break;
        }
      }
    }
    return {first: columns[0] / scale, last: columns.at(-1) / scale, columns: columns.length};
  }, {bytes: [...png], scale: density});
}

for (const [scheme, density] of [['light', 1], ['dark', 2]]) {
  test(`e2e/text: titles of every script are there, ${scheme}, at density ${density}`, async (t) => {
    const tab = await openTab(t, {colorScheme: scheme, deviceScaleFactor: density});
    const titles = Object.values(kTitles);
    await addAll(tab, titles);
    await tab.screenshot(`scripts-${scheme}.png`);
    for (const [script, title] of Object.entries(kTitles)) {
      const {first, columns} = await inkOf(tab, title, density);
      assert.ok(columns > 20, `${script}: no ink`);
      assert.ok(first < 12, `${script}: the title begins at ${first}`);
    }
  });
}

test('e2e/text: nothing is drawn while nothing changes', async (t) => {
  const tab = await openTab(t);
  await addAll(tab, Object.values(kTitles));
  await tab.waitForRest(1_500);
});

test('e2e/text: what is pasted and too long is cut, and that is said', async (t) => {
  const tab = await openTab(t, {permissions: ['clipboard-read', 'clipboard-write']});
  await tab.page.evaluate((text) => navigator.clipboard.writeText(text), '买牛奶'.repeat(100));
  await tab.click('Add a task', 'textbox');
  await tab.waitForCaret();
  await tab.press('Control+V');
  await tab.waitFor('Cut at 166 characters: there is no room for more');
  assert.equal((await tab.find('Add a task', 'textbox')).value, '买牛奶'.repeat(55) + '买');
});

test('e2e/text: a title that nobody can see is refused, with the reason', async (t) => {
  const tab = await openTab(t);
  for (const title of ['   ', '\u3000\u200B']) {
    await tab.click('Add a task', 'textbox');
    await tab.waitForCaret();
    await tab.page.keyboard.insertText(title);
    await tab.press('Enter');
    await tab.until(async () => (await tab.all(/character that can be seen/)).length > 0, 'the reason');
    await tab.press('Control+A');
    await tab.press('Backspace');
  }
  assert.deepEqual((await tab.live()).device.rows, {});
});

test('e2e/text: text that comes while no field is active commands nothing', async (t) => {
  const tab = await openTab(t);
  const before = await tab.live();
  await tab.page.evaluate(() => {
    const agent = document.getElementById('agent');
    agent.focus({preventScroll: true});
    for (const text of ['o', 'n', '?']) {
      agent.dispatchEvent(new CompositionEvent('compositionstart'));
      agent.value += text;
      agent.dispatchEvent(new InputEvent('input', {inputType: 'insertCompositionText', data: text}));
      agent.dispatchEvent(new CompositionEvent('compositionend', {data: text}));
    }
    // Dictation on Windows: keys without a place on the keyboard.
    for (const key of ['o', '?', ' ']) {
      document.getElementById('canvas').dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
    }
  });
  await tab.waitForRest(600);
  const after = await tab.live();
  assert.equal(after.device.online, before.device.online);
  assert.equal(await tab.find('Close help'), null);
});

// 2027-03-28 and 2027-10-31 are the nights in which Berlin's clocks are set.
for (const [now, shown, utc] of [
  ['2027-03-27T19:00:00Z', 'at 2027-03-28 20:00', '2027-03-28T18:00:00Z'],
  ['2027-10-30T18:00:00Z', 'at 2027-10-31 20:00', '2027-10-31T19:00:00Z'],
]) {
  test(`e2e/text: tomorrow at this time, from ${now} in Berlin, is ${utc}`, async (t) => {
    const server = await startLasting(t);
    const context = await shared.browser.newContext({viewport: {width: 1280, height: 900}, timezoneId: 'Europe/Berlin'});
    t.after(() => context.close());
    const page = await context.newPage();
    await page.clock.setFixedTime(new Date(now));
    await page.goto(`${server.address}?view=accessible#mode=live`);
    await page.getByLabel('New task', {exact: true}).fill('Water the plants');
    await page.keyboard.press('Enter');
    const choice = page.getByLabel('Reminder for Water the plants');
    await choice.selectOption({label: 'Tomorrow, at this time'});
    await page.getByText(shown).first().waitFor();
  });
}
