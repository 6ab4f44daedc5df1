// SPDX-License-Identifier: MIT
// Workers on one database, killed with -9 at random moments while the server writes beside them. The
// second of each round believes that the first one's leases have run out: it takes over what that one
// is still at. In the end every reminder is in the inbox once, and none is missing.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import test from 'node:test';

import {program} from '../support/program.mjs';
import {inbox, jobs, pushDue, worker} from '../support/reminders.mjs';
import {makeSite, startServer} from '../support/server.mjs';

const kRounds = 40;
const kRemindersPerRound = 12;
const kWorkers = 3;
// A run takes some tens of milliseconds where nothing else does: half of the kills come that soon.
const kKillAfterMsMax = [15, 120];
const kLeaseS = 60;
const kAheadPerRoundS = kWorkers * (kLeaseS + 5);

// Pseudo-random, so that a failing run can be repeated.
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

// Runs until it is done, or its time is over: true when it was killed.
async function runAndKill(db, aheadS, afterMs) {
  const child = spawn(program, ['worker', '--once', '--db', db, '--lab', '--clock-ahead', String(aheadS)],
                      {stdio: 'ignore'});
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  const [code, signal] = await once(child, 'exit');
  clearTimeout(timer);
  assert.ok(signal === 'SIGKILL' || code === 0 || code === 75, `exit code ${code}`);
  return signal === 'SIGKILL';
}

test(`http/jobs_crash: ${kRounds} rounds of killed workers, and every reminder arrives once`, async (t) => {
  const seed = Number(process.env.SRL_SEED ?? 1);
  t.diagnostic(`replay: SRL_SEED=${seed} node --test tests/http/jobs_crash.test.mjs`);
  const random = randomFrom(seed);
  const folder = makeSite(t, {'site/index.html': '<!doctype html>'});
  const db = path.join(folder, 'lab.db');
  const flags = ['--worker', 'off', '--heartbeat-ms', '200'];
  const {port} = await startServer(t, path.join(folder, 'site'), {db, lab: true, flags});
  const titles = [];
  let killed = 0;
  for (let round = 0; round < kRounds; ++round) {
    const made = Array.from({length: kRemindersPerRound}, (_, i) => `${round}.${i}`);
    titles.push(...made);
    const workers = Array.from({length: kWorkers}, (_, i) =>
      runAndKill(db, 1 + round * kAheadPerRoundS + i * (kLeaseS + 5),
                 random() * kKillAfterMsMax[round % 2]));
    await pushDue(port, ...made);
    killed += (await Promise.all(workers)).filter(Boolean).length;
  }
  const last = await worker(db, (kRounds + 1) * kAheadPerRoundS);
  assert.equal(last.code, 0, last.stdout + last.stderr);

  const arrived = await inbox(t, port);
  assert.deepEqual(arrived.map(({title}) => title).sort(), titles.sort());
  const reminders = (await jobs(port, '?limit=1000')).filter(({kind}) => kind === 'reminder');
  assert.equal(reminders.length, titles.length);
  assert.deepEqual(new Set(reminders.map(({state}) => state)), new Set(['succeeded']));
  // It has been tried: workers died, and work that one had begun was taken over.
  const takenOver = reminders.filter(({fence}) => fence > 1).length;
  const sentTwice = reminders.filter(({deliveries}) => deliveries[0].attempts > 1).length;
  t.diagnostic(`${killed} workers killed, ${takenOver} jobs taken over, ${sentTwice} sent more than once`);
  assert.ok(killed >= kRounds / 2, `only ${killed} were killed`);
  assert.ok(takenOver > 0);
});
