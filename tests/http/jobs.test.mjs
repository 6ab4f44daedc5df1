// SPDX-License-Identifier: MIT
// Background jobs on the real program: reminders by cron, dead letters, workers that die.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {srl} from '../support/program.mjs';
import {complete, inbox, jobs, pushDue, worker} from '../support/reminders.mjs';
import {ask, assertProblem, makeSite, request, startServer} from '../support/server.mjs';
import {openStream} from '../support/stream.mjs';

// A server whose worker is another program, unless the flags say otherwise; heartbeats every second.
async function start(t, {flags = ['--worker', 'off'], lab = true, ...more} = {}) {
  const folder = makeSite(t, {'site/index.html': '<!doctype html>'});
  const db = path.join(folder, 'lab.db');
  const all = [...flags, ...(lab ? ['--heartbeat-ms', '200'] : [])];
  return {db, ...await startServer(t, path.join(folder, 'site'), {db, lab, flags: all, ...more})};
}
const fault = (port, what) => ask(port, 'POST', '/v1/lab/faults', what);
const runNow = async (port) => (await ask(port, 'POST', '/v1/lab/worker', {})).json;
const isReminder = ({event}) => event === 'reminder';
const metric = async (port, line) => {
  const text = (await request(port, '/metrics')).body.toString();
  return Number(text.split('\n').find((one) => one.startsWith(line + ' '))?.split(' ')[1]);
};

test('http/jobs: a reminder is sent by srl worker --once and arrives over the stream once', async (t) => {
  const {port, db} = await start(t);
  const stream = await openStream(t, port);
  const [task] = await pushDue(port, 'Water the plants');
  const ran = await worker(db);
  assert.equal(ran.code, 0, ran.stderr);
  assert.match(ran.stdout, /^2 jobs done; notices sent: 1; none due and not done\n$/);  // one cleans up
  const {data, id} = await stream.until(isReminder);
  assert.deepEqual({...data, due_at: 0}, {
    due_at: 0, kind: 'reminder', task, title: 'Water the plants', topic: `${task}.${data.due_at}.reminder`, version: 1,
  });
  const again = await worker(db);
  assert.match(again.stdout, /^0 jobs done; notices sent: 0; none due/);
  assert.deepEqual(await inbox(t, port, {lastEventId: id}), []);
  assert.deepEqual(await inbox(t, port), [{id: Number(id), title: 'Water the plants'}]);
});

test('http/jobs: a task that is done is not reminded of, nor shown when its notice waits', async (t) => {
  const {port, db} = await start(t);
  const [before, after] = await pushDue(port, 'Done before', 'Done after');
  await complete(port, before);
  const ran = await worker(db);
  assert.equal(ran.code, 0);
  assert.match(ran.stdout, /notices sent: 1;/);
  assert.deepEqual((await jobs(port, '?state=cancelled')).map((job) => job.task), [before]);
  await complete(port, after);
  assert.deepEqual(await inbox(t, port), []);
});

test('http/jobs: exit codes of srl worker', async (t) => {
  const {port, db} = await start(t);
  const folder = path.dirname(db);
  const nothing = await worker(path.join(folder, 'none.db'));
  assert.equal(nothing.code, 1);
  assert.match(nothing.stderr, /there is no database .*none\.db: srl serve makes it/);
  assert.equal(fs.existsSync(path.join(folder, 'none.db')), false);
  fs.writeFileSync(path.join(folder, 'text.db'), 'no database at all, but long enough to be read as one');
  const text = await worker(path.join(folder, 'text.db'));
  assert.equal(text.code, 1);
  assert.match(text.stderr, /text\.db/);
  const unsaid = await srl(['worker', '--db', db]);
  assert.equal(unsaid.code, 2);
  assert.match(unsaid.stderr, /--once/);
  assert.equal((await srl(['worker', '--once', '--db', db, '--clock-ahead', '5'])).code, 2);

  // A run that has died holds its jobs for as long as their leases last.
  await pushDue(port, 'Held');
  await fault(port, {fault: 'crash_worker', at: 'before_send'});
  assert.deepEqual(await runNow(port), {
    cancelled: 0, cut_short: true, discarded: 0, done: 0, expired: 0, failed: 0, fenced: 0, notices_sent: 0,
  });
  const early = await worker(db);
  assert.equal(early.code, 75, early.stdout);
  assert.match(early.stdout, /; 2 due and not done\n$/);  // the reminder, and cleaning up
  const later = await worker(db, 120);
  assert.equal(later.code, 0, later.stdout);
  assert.deepEqual((await inbox(t, port)).map(({title}) => title), ['Held']);
});

for (const at of ['taken', 'before_send', 'after_send', 'before_record']) {
  test(`http/jobs: a worker that dies at "${at}" costs no reminder and repeats none`, async (t) => {
    const {port, db} = await start(t);
    await pushDue(port, 'a', 'b', 'c');
    await fault(port, {fault: 'crash_worker', at});
    assert.equal((await runNow(port)).cut_short, true);
    assert.equal((await worker(db, 120)).code, 0);
    const arrived = await inbox(t, port);
    assert.deepEqual(arrived.map(({title}) => title).sort(), ['a', 'b', 'c']);
    assert.ok((await jobs(port, '?state=succeeded')).filter(({kind}) => kind === 'reminder').length === 3);
  });
}

test('http/jobs: a worker that stood still past its lease is fenced off, and nobody is told twice', async (t) => {
  const {port, db} = await start(t);
  await pushDue(port, 'Once');
  await fault(port, {fault: 'pause_worker', at: 'before_send', delay_ms: 3_000});
  const zombie = runNow(port);
  for (let held = []; held.length === 0;) held = await jobs(port, '?state=executing');
  const other = await worker(db, 120);
  assert.match(other.stdout, /notices sent: 1;/);
  const woken = await zombie;
  assert.equal(woken.fenced, 2);  // the reminder, and cleaning up
  assert.equal(woken.done, 0);
  assert.deepEqual((await inbox(t, port)).map(({title}) => title), ['Once']);
  const [job] = (await jobs(port)).filter(({kind}) => kind === 'reminder');
  assert.equal(job.state, 'succeeded');
  assert.equal(job.fence, 2);
});

test('http/jobs: srl serve runs the worker by itself, and a tick that is missed is made up for', async (t) => {
  const {port} = await start(t, {flags: ['--worker', 'cron', '--worker-every', '1']});
  const stream = await openStream(t, port);
  const ticksToMiss = async () => (await ask(port, 'GET', '/v1/lab/faults')).json.faults[0]?.times ?? 0;
  await fault(port, {fault: 'miss_cron', times: 3});
  while (await ticksToMiss() === 3);  // a run that a tick before has started is over when one has been missed
  await pushDue(port, 'By itself');
  for (;;) {
    const sent = (await jobs(port, '?state=succeeded')).filter(({kind}) => kind === 'reminder');
    if (await ticksToMiss() === 0) break;
    assert.equal(sent.length, 0);
  }
  assert.equal((await stream.until(isReminder)).data.title, 'By itself');
  const {json: {slots}} = await ask(port, 'GET', '/v1/admin/schedules?limit=20');
  assert.deepEqual(new Set(slots.map(({schedule}) => schedule)), new Set(['cleanup', 'reminders']));
  assert.ok(slots.every(({outcome}) => outcome === 'fired' || outcome === 'caught_up'));
});

test('http/jobs: a dead letter is listed, and sent when a person asks for it', async (t) => {
  const {port} = await start(t);
  await pushDue(port, 'Refused');
  await fault(port, {fault: 'refuse_push'});
  assert.equal((await runNow(port)).discarded, 1);
  const [letter] = await jobs(port, '?state=discarded');
  assert.equal(letter.reason, 'refused');
  assert.deepEqual(letter.deliveries.map(({state, device}) => [state, device]), [['discarded', 'test']]);
  assert.equal(await metric(port, 'srl_job_backlog{state="discarded"}'), 1);
  assert.equal((await runNow(port)).notices_sent, 0);
  const redrive = (id) => ask(port, 'POST', `/v1/admin/jobs/${id}/redrive`, {});
  assertProblem(await redrive(letter.id + 1), 409, 'not_possible');
  assert.deepEqual((await redrive(letter.id)).json, {redriven: 1});
  assert.equal((await runNow(port)).notices_sent, 1);
  assert.deepEqual((await inbox(t, port)).map(({title}) => title), ['Refused']);
  assert.equal(await metric(port, 'srl_job_backlog{state="discarded"}'), 0);
});

test('http/jobs: the signals tell of work that another process has, or has done', async (t) => {
  const {port, db} = await start(t);
  await pushDue(port, 'One', 'Two');
  assert.equal(await metric(port, 'srl_job_backlog{state="queued"}'), 2);
  assert.ok(await metric(port, 'srl_job_backlog_oldest_timestamp_seconds') > 1e9);
  assert.equal(await metric(port, 'srl_cron_last_success_timestamp_seconds'), 0);
  assert.equal((await worker(db)).code, 0);
  assert.equal(await metric(port, 'srl_job_backlog{state="queued"}'), 0);
  assert.equal(await metric(port, 'srl_job_backlog_oldest_timestamp_seconds'), 0);
  assert.ok(Date.now() / 1000 - await metric(port, 'srl_cron_last_success_timestamp_seconds') < 60);
});

test('http/jobs: what stands behind the reminders is the lab\'s to look at', async (t) => {
  const {port} = await start(t, {lab: false});
  for (const [method, path_, body] of [
    ['GET', '/v1/admin/jobs'], ['GET', '/v1/admin/schedules'], ['POST', '/v1/admin/jobs/1/redrive', {}],
    ['POST', '/v1/lab/worker', {}],
  ]) {
    const answer = await ask(port, method, path_, body);
    assertProblem(answer, 404, 'not_found');
    assert.match(answer.json.detail, /--lab/);
  }
  const lab = await start(t);
  assertProblem(await ask(lab.port, 'GET', '/v1/admin/jobs?state=asleep'), 400, 'unknown_name');
  assertProblem(await ask(lab.port, 'GET', '/v1/admin/jobs?limit=0'), 400, 'bad_value');
  assertProblem(await ask(lab.port, 'GET', '/v1/admin/elsewhere'), 404, 'not_found');
  assertProblem(await ask(lab.port, 'POST', '/v1/admin/jobs/x/redrive', {}), 404, 'not_found');
  assert.equal((await ask(lab.port, 'POST', '/v1/admin/jobs', {})).headers.allow, 'GET, HEAD');
  assert.equal((await request(lab.port, '/v1/lab/worker')).status, 405);
});
