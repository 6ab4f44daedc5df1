// SPDX-License-Identifier: MIT
// What ends with a test: the last begun first, so that a server has ended before its folder goes.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const endings = new WeakMap();

// Node's own hooks run in the order in which they were added, and none after one that fails.
export function atEnd(t, end) {
  if (!endings.has(t)) {
    endings.set(t, []);
    t.after(() => endAll(endings.get(t)));
  }
  endings.get(t).push(end);
}

async function endAll(ends) {
  const failures = [];
  for (const end of ends.reverse()) {
    try {
      await end();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

// A folder that goes when the test ends. Of a browser that was killed, a process may write into it for a moment longer.
export function makeFolder(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'srl-test-'));
  atEnd(t, () => fs.rmSync(folder, {recursive: true, maxRetries: 10}));
  return folder;
}
