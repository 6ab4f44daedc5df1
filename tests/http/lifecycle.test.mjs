// SPDX-License-Identifier: MIT
// How the server starts and ends.
import assert from 'node:assert/strict';
import {once} from 'node:events';
import net from 'node:net';
import path from 'node:path';
import test from 'node:test';

import {srl} from '../support/program.mjs';
import {makeSite, request, startServer} from '../support/server.mjs';

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
