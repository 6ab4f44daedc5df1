// SPDX-License-Identifier: MIT
// What only a real server counts: queue, threads, transactions, log, build.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import net from 'node:net';
import path from 'node:path';
import test from 'node:test';

import {makeFolder} from '../support/ending.mjs';
import {ask, makeSite, request, startServer} from '../support/server.mjs';

async function start(t, options = {}) {
  const folder = makeFolder(t);
  const server = await startServer(t, makeSite(t, {'index.html': '<!doctype html>'}),
                                   {db: path.join(folder, 'lab.db'), ...options});
  const value = async (series) => {
    const text = (await request(server.port, '/metrics')).body.toString();
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    assert.ok(line, series);
    return Number(line.slice(series.length + 1));
  };
  return {...server, value};
}

test('http/metrics: requests move their durations, their wait, and the count by status', async (t) => {
  const {port, value} = await start(t);
  const before = await value('srl_http_queue_wait_seconds_count');
  await ask(port, 'POST', '/v1/tasks', {title: 'Milk'}, {'Idempotency-Key': randomUUID()});
  await request(port, '/nothing');
  await request(port, '/', {headers: {Host: 'evil.example'}});
  assert.equal(await value('srl_http_request_duration_seconds_count{route="task_write",status="2xx"}'), 1);
  assert.ok(await value('srl_http_queue_wait_seconds_count') >= before + 3);
  assert.equal(await value('srl_http_responses_total{status="4xx"}'), 2);
  assert.ok(await value('srl_http_responses_total{status="2xx"}') >= 2);
  assert.equal(await value('srl_http_responses_total{status="5xx"}'), 0);
});

test('http/metrics: writes move the transactions, their groups and the write-ahead log', async (t) => {
  const {port, value} = await start(t);
  await ask(port, 'POST', '/v1/tasks', {title: 'Milk'}, {'Idempotency-Key': randomUUID()});
  assert.ok(await value('srl_db_tx_duration_seconds_count{kind="write"}') >= 1);
  assert.ok(await value('srl_db_group_requests_count') >= 1);
  assert.ok(await value('srl_db_wal_bytes') > 0);
});

test('http/metrics: a thread answers the question how many do, and nobody waits', async (t) => {
  const {port} = await start(t);
  const text = (await request(port, '/metrics')).body.toString();
  const [, busy] = /^srl_http_pool_threads\{state="busy"\} (\d+)$/m.exec(text);
  const [, free] = /^srl_http_pool_threads\{state="free"\} (\d+)$/m.exec(text);
  assert.ok(Number(busy) >= 1);
  assert.equal(Number(busy) + Number(free), 64);
  assert.match(text, /^srl_http_queue_depth 0$/m);
});

test('http/metrics: the process says what it is, since when, and how large', async (t) => {
  const {port, value} = await start(t);
  const text = (await request(port, '/metrics')).body.toString();
  assert.match(text, /^srl_build_info\{version="\d+\.\d+\.\d+",backend="sqlite"\} 1$/m);
  assert.ok(Math.abs(await value('process_start_time_seconds') - Date.now() / 1000) < 60);
  assert.ok(await value('process_resident_memory_bytes') > 1e6);
});

test('http/metrics: mails that find no server are counted as tried again', async (t) => {
  const server = net.createServer((socket) => socket.destroy());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const smtp = `smtp://127.0.0.1:${server.address().port}`;
  const {port, value} = await start(t, {flags: ['--smtp', smtp, '--mail-from', 'lab@example.test']});
  await ask(port, 'POST', '/v1/auth/otp', {email: 'ada@example.test'});
  for (let i = 0; i < 500 && await value('srl_mails_total{outcome="retried"}') === 0; ++i) { /* it asks again */ }
  assert.ok(await value('srl_mails_total{outcome="retried"}') >= 1);
  assert.equal(await value('srl_mails_total{outcome="failed"}'), 0);
});
