// SPDX-License-Identifier: MIT
// Makes docs/lab.webp, the README's moving picture: the first scenario under naive, then the same gestures under reliable.
// Needs the built site and program, Chromium and img2webp (Debian's package webp).
//
//   scripts/build && node scripts/picture.mjs
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const port = 8099;
const size = { width: 1280, height: 800 };
const scale = 0.75;  // of a page's pixels: the file stays below 300 KB (tests/tree)
// Moments of the run in ms, and how long each is shown. The last picture of each preset stays.
const moments = [0, 2_000, 4_000, 6_000, 8_000, 11_000, 14_000, 17_000, 20_000, 25_000, 30_000, 40_000];
const frame_ms = 550;
const stays_ms = 3_000;
const quality = 55;

const folder = mkdtempSync(join(tmpdir(), 'srl-picture-'));
const server = spawn(join(root, 'build/native/srl'),
    ['serve', '--port', String(port), '--root', join(root, 'build/web'), '--db', join(folder, 'lab.db'), '--log', 'off'],
    { stdio: ['ignore', 'pipe', 'inherit'] });
const browser = await chromium.launch({
    executablePath: process.env.SRL_CHROMIUM || '/usr/bin/chromium',
    args: ['--headless=new', '--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
try {
    await new Promise(resolve => server.stdout.once('data', resolve));
    execFileSync('img2webp', ['-lossy', '-q', String(quality), '-m', '6', '-loop', '0',
        ...await frames(), '-o', join(root, 'docs/lab.webp')], { stdio: 'inherit' });
} finally {
    await browser.close();
    server.kill();
    rmSync(folder, { recursive: true, force: true });
}

// The files of all pictures, each with its time: what img2webp takes.
async function frames() {
    const page = await browser.newPage({ viewport: size, deviceScaleFactor: scale });
    const taken = [];
    for (const preset of ['naive', 'reliable']) {
        for (const moment of moments) {
            await page.goto(`http://127.0.0.1:${port}/?probe=1#scenario=offline-replay&preset=${preset}&t=${moment}`);
            await page.reload();
            await page.waitForFunction(() => performance.getEntriesByName('srl:first-frame').length > 0);
            // Glides end within the time that a picture rests.
            await page.waitForTimeout(700);
            const file = join(folder, `${preset}-${moment}.png`);
            await page.screenshot({ path: file });
            taken.push('-d', String(moment === moments.at(-1) ? stays_ms : frame_ms), file);
        }
    }
    return taken;
}
