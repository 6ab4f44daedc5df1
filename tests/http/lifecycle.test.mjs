// SPDX-License-Identifier: MIT
// How the server starts and ends.
import assert from 'node:assert/strict';
import {once} from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import test from 'node:test';

import {srl} from '../support/program.mjs';
import {connectRaw} from '../support/raw.mjs';
import {ask, makeSite, request, startServer, tokenOf} from '../support/server.mjs';

const kSite = {'index.html': '<!doctype html>'};

test('http/lifecycle: a taken port is said, and which one to try', async (t) => {
  const site = makeSite(t, kSite);
  const {port} = await startServer(t, site);
  const second = await srl(['serve', '--port', String(port), '--root', site]);
  assert.equal(second.code, 1);
  assert.equal(second.stdout, '');
  assert.match(second.stderr, new RegExp(`port ${port} is taken`));
  assert.match(second.stderr, /--port \d+/);
  assert.equal((await request(port, '/livez')).status, 200);
});

test('http/lifecycle: without a web app it says how to get one', async (t) => {
  const empty = makeSite(t, {'other.txt': ''});
  for (const site of [empty, path.join(empty, 'nowhere'), path.join(empty, 'other.txt')]) {
    const result = await srl(['serve', '--port', '0', '--root', site]);
    assert.equal(result.code, 1, site);
    assert.equal(result.stdout, '');
    assert.ok(result.stderr.includes(site));
    assert.match(result.stderr, /scripts\/build web/);
    assert.match(result.stderr, /--root/);
  }
});

test('http/lifecycle: a bad port is bad usage', async () => {
  for (const port of ['65536', '-1', 'http', '80a', '']) {
    const result = await srl(['serve', `--port=${port}`]);
    assert.equal(result.code, 2, port);
    assert.match(result.stderr, /port/, port);
  }
});

for (const name of ['SIGTERM', 'SIGINT']) {
  test(`http/lifecycle: ${name} ends it with 0, idle connections or not`, async (t) => {
    const server = await startServer(t, makeSite(t, kSite));
    const idle = net.connect(server.port, '127.0.0.1');
    idle.on('error', () => {});
    await once(idle, 'connect');
    assert.equal((await request(server.port, '/livez')).status, 200);
    server.signal(name);
    assert.deepEqual(await server.exited, {code: 0, signal: null});
    await assert.rejects(request(server.port, '/livez'), {code: 'ECONNREFUSED'});
  });
}

test('http/lifecycle: a request that is under way is answered before the end', async (t) => {
  const server = await startServer(t, makeSite(t, kSite));
  const socket = net.connect(server.port, '127.0.0.1').setEncoding('utf8');
  let answer = '';
  socket.on('data', (text) => answer += text);
  const head = `GET /livez HTTP/1.1\r\nHost: localhost:${server.port}\r\n`;
  socket.write(`${head}\r\n`);
  while (!answer.includes('ok\n')) await once(socket, 'data');
  answer = '';

  socket.write(head);
  await request(server.port, '/livez');  // by then the half request has been taken up
  server.signal('SIGTERM');
  await untilRefused(server.port);
  socket.write('\r\n');
  await once(socket, 'close');
  assert.match(answer, /^HTTP\/1\.1 200 /);
  assert.deepEqual(await server.exited, {code: 0, signal: null});
});

const stalls = {
  'says nothing': () => '',
  'has sent half a head': () => 'GET /livez HTTP/1.1\r\nHost:',
  'has sent half a body': (port) => `POST /v1/auth/guest HTTP/1.1\r\nHost: localhost:${port}\r\n` +
    'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  'does not read its answer': (port) => `GET /large.js HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`,
  'is answered slowly': (port) => `GET /v1/tasks HTTP/1.1\r\nHost: localhost:${port}\r\n` +
    `Authorization: Bearer ${tokenOf(port)}\r\n\r\n`,
  'lingers': () => 'nonsense\r\n',
};

for (const [what, bytes] of Object.entries(stalls)) {
  test(`http/lifecycle: SIGTERM ends it within five seconds while a client ${what}`, async (t) => {
    const server = await startServer(t, makeSite(t, {...kSite, 'large.js': 'x'.repeat(20_000_000)}), {lab: true});
    await ask(server.port, 'POST', '/v1/lab/faults', {fault: 'delay', route: 'list', times: 1, delay_ms: 30_000});
    const client = await connectRaw(t, server.port);
    client.socket.pause();
    client.send(bytes(server.port));
    await request(server.port, '/livez');  // by then the bytes have been taken up
    const began = performance.now();
    server.signal('SIGTERM');
    assert.deepEqual(await server.exited, {code: 0, signal: null});
    assert.ok(performance.now() - began < 5_000);
  });
}

test('http/lifecycle: SIGHUP opens the log again under its name', async (t) => {
  const folder = makeSite(t, kSite);
  const log = path.join(folder, 'srl.log');
  const server = await startServer(t, folder, {flags: ['--log', log]});
  fs.renameSync(log, `${log}.1`);
  server.signal('SIGHUP');
  while (!fs.existsSync(log) || !fs.readFileSync(log, 'utf8').includes('log_reopened')) await request(server.port, '/livez');
  const {headers} = await request(server.port, '/livez');
  while (!fs.readFileSync(log, 'utf8').includes(headers['x-request-id'])) await request(server.port, '/livez');
  assert.ok(!fs.readFileSync(`${log}.1`, 'utf8').includes(headers['x-request-id']));
  fs.rmSync(log);
  fs.mkdirSync(log);  // nobody can write that
  server.signal('SIGHUP');
  assert.equal((await request(server.port, '/livez')).status, 200);
});

test('http/lifecycle: SIGHUP is no reason to end without a terminal', async (t) => {
  const server = await startServer(t, makeSite(t, kSite));
  server.signal('SIGHUP');
  assert.equal((await request(server.port, '/livez')).status, 200);
  server.signal('SIGTERM');
  assert.deepEqual(await server.exited, {code: 0, signal: null});
});

async function untilRefused(port) {
  for (;;) {
    const probe = net.connect(port, '127.0.0.1');
    const outcome = await new Promise((resolve) => {
      probe.on('connect', () => resolve('connected'));
      probe.on('error', (error) => resolve(error.code));
    });
    probe.destroy();
    if (outcome === 'ECONNREFUSED') return;
  }
}
