// SPDX-License-Identifier: MIT
// What the server says of itself: a line of JSON per request, trace context, and no secrets.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {atEnd, makeFolder} from '../support/ending.mjs';
import {program} from '../support/program.mjs';
import {ask, bearer, makeSite, request, sendRaw, startServer} from '../support/server.mjs';

const kTrace = '0af7651916cd43dd8448eb211c80319c';
const kParent = 'b7ad6b7169203331';
const kTraceparent = `00-${kTrace}-${kParent}-01`;

const site = (t) => makeSite(t, {'index.html': '<!doctype html>'});

// The log in a file, to be read when the server has ended: then all of it is there.
async function startLogged(t, options = {}) {
  const folder = makeFolder(t);
  const file = path.join(folder, 'log.jsonl');
  const server = await startServer(t, site(t), {...options, flags: ['--log', file]});
  const end = async () => {
    server.signal('SIGTERM');
    await server.exited;
    const text = fs.readFileSync(file, 'utf8');
    return {file, text, lines: text.trimEnd().split('\n').map((line) => JSON.parse(line))};
  };
  return {...server, end};
}

const operation = (title, more = {}) => ({
  op_id: randomUUID(), client_seq: 1, entity: 'task', kind: 'create_task', id: randomUUID(), fields: {title}, ...more,
});
const push = (port, ops, headers = {}) => ask(port, 'POST', '/v1/sync/push', {device_id: 'phone', ops}, headers);

test('http/logs: each request is one line, found by the X-Request-Id of its answer', async (t) => {
  const server = await startLogged(t);
  const answers = [
    await push(server.port, [operation('Milk'), operation('Bread')]),
    await ask(server.port, 'GET', '/v1/tasks'),
    await request(server.port, '/nothing'),
    await request(server.port, '/', {headers: {Host: 'evil.example'}}),
    await request(server.port, '/v1/sync/push', {method: 'POST', headers: {'Content-Type': 'text/plain'}}),
  ];
  const {lines, file} = await server.end();
  assert.equal(lines[0].event, 'server_started');
  assert.equal(lines.at(-1).event, 'server_stopped');
  for (const answer of answers) {
    const found = lines.filter(({request_id}) => request_id === answer.headers['x-request-id']);
    assert.equal(found.length, 1);
    assert.equal(found[0].status, answer.status);
    assert.equal(found[0].level, answer.status < 400 ? 'info' : 'warn');
    assert.match(found[0].ts, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
  const [pushed] = lines.filter(({route}) => route === 'push');
  assert.equal(pushed.device_id, 'phone');
  assert.equal(pushed.ops, 2);
  assert.ok(pushed.duration_ms >= 0);
  assert.equal(fs.statSync(file).mode & 0o777, 0o600);
});

test('http/logs: what is no HTTP is refused with a line and a number, too', async (t) => {
  const server = await startLogged(t);
  const answer = await sendRaw(server.port, 'GARBAGE\r\n\r\n');
  const [, number] = /X-Request-Id: (\S+)/.exec(answer);
  const {lines} = await server.end();
  const [refused] = lines.filter(({request_id}) => request_id === number);
  assert.equal(refused.event, 'request_refused');
  assert.equal(refused.status, 400);
});

test('http/logs: the trace of the caller goes on, and one that is none is ignored', async (t) => {
  const server = await startLogged(t);
  const traceOf = async (headers) => (await ask(server.port, 'GET', '/v1/tasks', undefined, headers)).headers['x-request-id'];
  const followed = await traceOf({traceparent: kTraceparent});
  const later = await traceOf({traceparent: `cc-${kTrace}-${kParent}-01-what-comes-later`});
  const ignored = [];
  for (const traceparent of [
    'nonsense', kTraceparent.toUpperCase(), `00-${'0'.repeat(32)}-${kParent}-01`, `00-${kTrace}-${'0'.repeat(16)}-01`,
    `ff-${kTrace}-${kParent}-01`, `${kTraceparent}-more`, kTraceparent.slice(1), [kTraceparent, kTraceparent],
  ]) ignored.push(await traceOf({traceparent}));
  const {lines} = await server.end();
  const line = (id) => lines.find(({request_id}) => request_id === id);
  for (const id of [followed, later]) {
    assert.equal(line(id).trace_id, kTrace);
    assert.equal(line(id).parent_span_id, kParent);
    assert.match(line(id).span_id, /^[0-9a-f]{16}$/);
    assert.notEqual(line(id).span_id, kParent);
  }
  assert.notEqual(line(followed).span_id, line(later).span_id);
  for (const id of ignored) {
    assert.equal(line(id).status, 200);
    assert.match(line(id).trace_id, /^[0-9a-f]{32}$/);
    assert.notEqual(line(id).trace_id, kTrace);
    assert.equal(line(id).parent_span_id, undefined);
  }
});

test('http/logs: an operation has the trace of its id, or the one that it brings, and its repeat the same', async (t) => {
  const server = await startLogged(t);
  const plain = operation('Milk');
  const traced = operation('Bread', {traceparent: kTraceparent});
  const broken = operation('Eggs', {traceparent: 7});
  const first = await push(server.port, [plain, traced, broken]);
  assert.deepEqual(first.json.results.map(({status}) => status), ['applied', 'applied', 'applied']);
  await push(server.port, [plain]);
  const {lines} = await server.end();
  const idOf = ({op_id}) => op_id.replaceAll('-', '');
  const [three, again] = lines.filter(({route}) => route === 'push');
  assert.equal(three.op_trace_ids, [idOf(plain), kTrace, idOf(broken)].join(' '));
  assert.equal(again.trace_id, idOf(plain));
});

test('http/logs: titles, codes, tokens and addresses are not in it', async (t) => {
  const kTitle = 'Dentist about the secret';
  const kEmail = 'ada.lovelace@example.test';
  const server = await startLogged(t, {lab: true, guest: false});
  await ask(server.port, 'POST', '/v1/auth/otp', {email: kEmail});
  let code;
  for (let i = 0; i < 200 && !code; ++i) {
    code = /sign-in code for \S+: (\d{6})/.exec(server.log())?.[1];
    if (!code) await new Promise((resolve) => setImmediate(resolve));
  }
  const wrong = code.replace(/^./, (digit) => (Number(digit) + 1) % 10);
  await ask(server.port, 'POST', '/v1/auth/verify', {email: kEmail, code: wrong, device_id: 'phone'});
  const {json: tokens} = await ask(server.port, 'POST', '/v1/auth/verify', {email: kEmail, code, device_id: 'phone'});
  const headers = bearer(tokens.access_token);
  await push(server.port, [operation(kTitle)], headers);
  await ask(server.port, 'POST', '/v1/tasks', {title: kTitle}, {...headers, 'Idempotency-Key': randomUUID()});
  await ask(server.port, 'GET', `/v1/tasks?after=${encodeURIComponent(kTitle)}`, undefined, headers);
  await ask(server.port, 'GET', `/${encodeURIComponent(kTitle)}?token=${tokens.access_token}`);
  await ask(server.port, 'POST', '/v1/sync/push', {ops: kTitle}, headers);
  await ask(server.port, 'POST', '/v1/auth/refresh', {refresh_token: tokens.refresh_token});
  await ask(server.port, 'GET', '/v1/tasks', undefined, bearer('srl_at_forged'));
  await ask(server.port, 'POST', '/v1/lab/faults', {fault: 'revoke_session'});
  const {text, lines} = await server.end();
  assert.ok(lines.filter(({event}) => event === 'request').length >= 10);
  assert.equal(lines.filter(({event, fault}) => event === 'lab_fault' && fault === 'revoke_session').length, 1);
  for (const secret of [kTitle, encodeURIComponent(kTitle), 'Dentist', kEmail, 'ada.lovelace', `"${code}"`, `"${wrong}"`,
                        'srl_at_', 'srl_rt_', tokens.access_token, tokens.refresh_token]) {
    assert.ok(!text.includes(secret), secret);
  }
});

test('http/logs: without a file it goes to standard error, and --log off says nothing', async (t) => {
  const loud = await startServer(t, site(t));
  await request(loud.port, '/metrics');
  loud.signal('SIGTERM');
  await loud.exited;
  assert.match(loud.log(), /"event":"request"/);
  const quiet = await startServer(t, site(t), {flags: ['--log', 'off']});
  const {headers} = await request(quiet.port, '/metrics');
  assert.ok(headers['x-request-id']);
  quiet.signal('SIGTERM');
  await quiet.exited;
  assert.ok(!quiet.log().includes('"event"'));
});

test('http/logs: a log that cannot be opened is said before the server starts', async (t) => {
  const child = spawn(program, ['serve', '--port', '0', '--root', site(t), '--db', ':memory:', '--log', '/no/such/folder/log']);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => said += text);
  const [code] = await once(child, 'exit');
  assert.notEqual(code, 0);
  assert.match(said, /\/no\/such\/folder\/log cannot be written/);
});

test('http/logs: a full disk costs lines, and no request', async (t) => {
  const {port} = await startServer(t, site(t), {flags: ['--log', '/dev/full']});
  for (let i = 0; i < 20; ++i) assert.equal((await ask(port, 'GET', '/v1/tasks')).status, 200);
});

test('http/logs: a log that nobody reads is said before the server starts', async (t) => {
  const pipe = path.join(makeSite(t, {}), 'log');
  assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
  const {status, stderr} = spawnSync(program, ['serve', '--port', '0', '--root', site(t), '--db', ':memory:', '--log', pipe],
    {encoding: 'utf8', timeout: 5_000});
  assert.equal(status, 1);
  assert.match(stderr, /log cannot be written/);
});

test('http/logs: a reader that has gone costs lines, and no request', async (t) => {
  const child = spawn(program, ['serve', '--port', '0', '--root', site(t), '--db', ':memory:', '--lab']);
  const exited = once(child, 'exit');
  atEnd(t, async () => {
    child.kill('SIGTERM');
    await exited;
  });
  const port = await new Promise((resolve) => {
    child.stdout.on('data', (text) => resolve(Number(/127\.0\.0\.1:(\d+)\//.exec(text)?.[1])));
  });
  child.stderr.destroy();
  child.stdout.destroy();
  for (let i = 0; i < 20; ++i) assert.equal((await request(port, '/livez')).status, 200);
  const mailed = await ask(port, 'POST', '/v1/auth/otp', {email: 'ada@example.test'});  // --lab prints the code
  assert.equal(mailed.status, 202);
  assert.equal((await request(port, '/livez')).status, 200);
  child.kill('SIGTERM');
  assert.equal((await exited)[0], 0);
});

test('http/logs: a reader that has stopped reading holds up no request and no shutdown', async (t) => {
  const child = spawn(program, ['serve', '--port', '0', '--root', site(t), '--db', ':memory:']);
  const exited = once(child, 'exit');
  atEnd(t, async () => {
    child.kill('SIGTERM');
    await exited;
  });
  const port = await new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      const found = /127\.0\.0\.1:(\d+)\//.exec(text);
      if (found) resolve(Number(found[1]));
    });
  });
  // Nobody reads standard error. More than the pipe and the buffer hold: lines are given up, and counted.
  let dropped = 0;
  for (let i = 0; i < 40 && dropped === 0; ++i) {
    const headers = {'Content-Type': 'application/json'};
    const body = JSON.stringify({device_id: '\u0001'.repeat(99), ops: []});
    await Promise.all(Array.from({length: 100}, () => request(port, '/v1/sync/push', {method: 'POST', headers, body})));
    const {body: text} = await request(port, '/metrics');
    dropped = Number(/^srl_log_lines_dropped_total (\d+)$/m.exec(text.toString())[1]);
  }
  assert.ok(dropped > 0);
  child.kill('SIGTERM');
  const [code] = await exited;
  assert.equal(code, 0);
});
