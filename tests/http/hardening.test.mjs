// SPDX-License-Identifier: MIT
// What the server refuses, and that it goes on afterwards.
import assert from 'node:assert/strict';
import {once} from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import test from 'node:test';

import {ask, assertProblem, makeSite, request, sendRaw, signInAsGuest, startServer} from '../support/server.mjs';

const kSecret = 'nobody may read this';

// The site lies in a folder with secrets beside it, and has some that a build could leave in it.
async function start(t, options) {
  const folder = makeSite(t, {
    'secret.txt': kSecret,
    'site/index.html': '<!doctype html>',
    'site/app.js': 'script',
    'site/.env': kSecret,
    'site/.git/config': kSecret,
    'site/folder/a.js': 'script',
    'site-two/secret.txt': kSecret,
  });
  fs.symlinkSync('../secret.txt', path.join(folder, 'site/leak.txt'));
  fs.symlinkSync('../site-two', path.join(folder, 'site/leak'));
  return startServer(t, path.join(folder, 'site'), options);
}

test('http/hardening: no path leads out of the folder', async (t) => {
  const {port} = await start(t);
  const paths = [
    '/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/%2e%2e%2fsecret.txt',
    '/%252e%252e/secret.txt', '/folder/../../secret.txt', '/folder/..%5c..%5csecret.txt',
    '/..\\secret.txt', '/..%5csecret.txt', '/....//secret.txt', '/./secret.txt', '//secret.txt',
    '/folder//a.js', '/%2fetc/passwd', '//etc/passwd', '/app.js%00.html', '/secret.txt%00',
    '/app.js%0d%0aX-Evil:%201', '/%c0%ae%c0%ae/secret.txt', '/%uff0e%uff0e/secret.txt', '/%',
    '/app.js%20', '/app.js;x', '/~root', '/C:/secret.txt', '/.env', '/%2eenv', '/.git/config',
    '/leak.txt', '/leak/secret.txt', '/folder', '/folder/', '/' + 'a/'.repeat(1500), '/nope.js',
    'http://127.0.0.1/secret.txt', '*', '',
  ];
  for (const target of paths) {
    // Written by hand: a client would tidy the path up.
    const answer = await sendRaw(port, `GET ${target} HTTP/1.1\r\nHost: localhost:${port}\r\n` +
                                       'Connection: close\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 (400|404|421) /, target);
    assert.match(answer, /application\/problem\+json/, target);
    assert.ok(!answer.includes(kSecret), target);
    assert.doesNotMatch(answer, /X-Evil/i, target);
  }
  assert.equal((await request(port, '/folder/a.js')).status, 200);
});

test('http/hardening: a NUL byte in the request line is no way in', async (t) => {
  const {port} = await start(t);
  const answer = await sendRaw(port, `GET /app.js\0.txt HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
  assert.doesNotMatch(answer, /^HTTP\/1\.1 200/);
  assert.equal((await request(port, '/app.js')).status, 200);
});

test('http/hardening: only this host is answered for', async (t) => {
  const {port} = await start(t);
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LocalHost:${port}`]) {
    assert.equal((await request(port, '/app.js', {headers: {Host: host}})).status, 200, host);
  }
  const foreign = [
    'evil.example', `evil.example:${port}`, 'localhost', '127.0.0.1', `localhost:${port + 1}`,
    `localhost:${port}0`, `localhost.evil.example:${port}`, `evil-localhost:${port}`,
    `127.0.0.1.evil.example:${port}`, `localhost:${port}.evil.example`, `0.0.0.0:${port}`,
    `user@localhost:${port}`, `localhost:${port}, evil.example`,
  ];
  for (const host of foreign) {
    for (const target of ['/', '/livez', '/nope']) {
      const problem = assertProblem(await request(port, target, {headers: {Host: host}}), 421, 'misdirected');
      assert.ok(problem.detail.includes(`localhost:${port}`));
    }
  }
});

test('http/hardening: no Host, or two, is not well formed', async (t) => {
  const {port} = await start(t);
  const host = `Host: localhost:${port}\r\n`;
  const requests = {
    none: 'GET / HTTP/1.1\r\n\r\n',
    'none in HTTP/1.0': 'GET / HTTP/1.0\r\n\r\n',
    two: `GET / HTTP/1.1\r\n${host}Host: evil.example\r\n\r\n`,
    twice: `GET / HTTP/1.1\r\n${host}${host}\r\n`,
    empty: 'GET / HTTP/1.1\r\nHost:\r\n\r\n',
  };
  for (const [what, bytes] of Object.entries(requests)) {
    assert.match(await sendRaw(port, bytes), /^HTTP\/1\.1 4(00|21) /, what);
  }
});

test('http/hardening: a missing file is a problem in JSON', async (t) => {
  const {port} = await start(t);
  assertProblem(await request(port, '/nope.html'), 404, 'not_found');
  const head = await request(port, '/nope.html', {method: 'HEAD'});
  assert.equal(head.status, 404);
  assert.equal(head.body.length, 0);
});

test('http/hardening: only GET and HEAD', async (t) => {
  const {port} = await start(t);
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
    for (const target of ['/', '/livez', '/nope']) {
      const response = await request(port, target, {method, headers: {'Content-Length': 0}});
      assertProblem(response, 405, 'method_not_allowed');
      assert.equal(response.headers.allow, 'GET, HEAD', method);
    }
  }
});

test('http/hardening: what is no HTTP is refused, and the server goes on', async (t) => {
  const {port} = await start(t);
  const host = `Host: localhost:${port}\r\n`;
  const requests = {
    'no request line': ['hello\r\n\r\n', 400],
    'an unknown method': [`BREW / HTTP/1.1\r\n${host}\r\n`, 400],
    'another version': [`GET / HTTP/3.0\r\n${host}\r\n`, 400],
    'a header without a name': [`GET / HTTP/1.1\r\n${host}: x\r\n\r\n`, 400],
    'a header folded': [`GET / HTTP/1.1\r\n${host}A: b\r\n c\r\n\r\n`, 400],
    'too many headers': [`GET / HTTP/1.1\r\n${host}${'A: b\r\n'.repeat(200)}\r\n`, 431],
    'a header too long': [`GET / HTTP/1.1\r\n${host}A: ${'b'.repeat(10_000)}\r\n\r\n`, 400],
    'two lengths': [`GET / HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400],
    'length and chunks': [`POST / HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
    'an address too long': [`GET /${'a'.repeat(5_000)} HTTP/1.1\r\n${host}\r\n`, 414],
    'a body too long': [`POST / HTTP/1.1\r\n${host}Content-Length: 99999999999\r\n\r\n`, 405],
    'binary': [Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x0d, 0x0a, 0x0d, 0x0a]), 400],
  };
  for (const [what, [bytes, status]] of Object.entries(requests)) {
    const answer = await sendRaw(port, bytes);
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), what);
    assert.match(answer, /application\/problem\+json/, what);
    assert.match(answer, /Content-Security-Policy: default-src 'self'/, what);
    assert.equal((await request(port, '/livez')).status, 200, `after ${what}`);
  }
});

test('http/hardening: a foreign page gets no permission to read', async (t) => {
  const {port} = await start(t);
  const response = await request(port, '/app.js', {headers: {Origin: 'https://evil.example'}});
  assert.ok(Object.keys(response.headers).every((name) => !name.startsWith('access-control-')));
});

test('http/hardening: what two parsers could read differently is refused', async (t) => {
  const {port} = await start(t);
  const host = `Host: localhost:${port}\r\n`;
  const json = 'Content-Type: application/json\r\n';
  const requests = {
    'a NUL in a header': [`GET / HTTP/1.1\r\n${host}A: b\0c\r\n\r\n`, 400],
    'a bare CR in a header': [`GET / HTTP/1.1\r\n${host}A: b\rEvil: c\r\n\r\n`, 400],
    'a bare LF in a header': [`GET / HTTP/1.1\r\n${host}A: b\nEvil: c\r\n\r\n`, 400],
    'an escape character': [`GET / HTTP/1.1\r\n${host}A: \x1b[31m\r\n\r\n`, 400],
    'a blank before the colon': [`GET / HTTP/1.1\r\n${host}Content-Length : 5\r\n\r\n`, 400],
    'one length twice': [`POST /v1/tasks HTTP/1.1\r\n${host}${json}${'Content-Length: 2\r\n'.repeat(2)}\r\n{}`, 400],
    'a negative length': [`POST /v1/tasks HTTP/1.1\r\n${host}${json}Content-Length: -2\r\n\r\n{}`, 400],
    'a length with a sign': [`POST /v1/tasks HTTP/1.1\r\n${host}${json}Content-Length: +2\r\n\r\n{}`, 400],
    'a hidden encoding': [`POST /v1/tasks HTTP/1.1\r\n${host}${json}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, 400],
    'two encodings': [`POST /v1/tasks HTTP/1.1\r\n${host}${json}${'Transfer-Encoding: chunked\r\n'.repeat(2)}\r\n0\r\n\r\n`, 400],
    'a packed body': [`POST /v1/tasks HTTP/1.1\r\n${host}${json}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}`, 415],
    'a head without end': [`GET / HTTP/1.1\r\n${host}${`A: ${'b'.repeat(1000)}\r\n`.repeat(40)}`, 431],
    'a flood of headers': [`GET / HTTP/1.1\r\n${host}${'A: b\r\n'.repeat(50_000)}\r\n`, 431],
    'an escaped line end': [`GET /livez HTTP/1.1\r\n${host}A: b%0d%0aEvil: c\r\nConnection: close\r\n\r\n`, 200],
  };
  for (const [what, [bytes, status]] of Object.entries(requests)) {
    const answer = await sendRaw(port, bytes);
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), what);
    assert.doesNotMatch(answer, /^Evil/m, what);
    assert.equal(answer.match(/^HTTP\/1\.1 /gm).length, 1, what);
    assert.equal((await request(port, '/livez')).status, 200, `after ${what}`);
  }
});

test('http/hardening: a body over the limit is refused, also when it comes in chunks', async (t) => {
  const {port} = await start(t);
  const head = `POST /v1/sync/push HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\n`;
  const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
  const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}0\r\n\r\n`;
  assert.match(await sendRaw(port, chunked), /^HTTP\/1\.1 413 /);
  const announced = `${head}Content-Length: 2000000\r\n\r\n${' '.repeat(2_000_000)}`;
  assert.match(await sendRaw(port, announced), /^HTTP\/1\.1 413 /);
  assert.match(await sendRaw(port, `${head}Content-Length: 99999999999999999999\r\n\r\n`), /^HTTP\/1\.1 4/);
  const negative = `${head}Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n`;
  assert.match(await sendRaw(port, negative), /^HTTP\/1\.1 4/);
  assert.equal((await request(port, '/readyz')).status, 200);
});

test('http/hardening: no other page writes here', async (t) => {
  const {port} = await start(t);
  const body = '{"title":"x"}';
  const post = (headers) => request(port, '/v1/tasks', {
    method: 'POST', body, headers: {'Idempotency-Key': '0190c6a2-7b1e-7d3c-8a4f-1c2d3e4f5a6b', ...headers},
  });
  const json = {'Content-Type': 'application/json'};
  for (const origin of ['https://evil.example', 'null', `http://localhost:${port + 1}`, `https://localhost:${port}`]) {
    assertProblem(await post({...json, Origin: origin}), 403, 'foreign_origin');
  }
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', '', 'application/jsonp']) {
    assertProblem(await post({'Content-Type': type}), 415, 'unsupported_media_type');
  }
  assert.equal((await post({'Content-Type': 'application/json; charset=utf-8', Origin: `http://localhost:${port}`})).status, 201);
});

test('http/hardening: slow and idle clients hold nobody up', async (t) => {
  const {port} = await start(t);
  const sockets = [];
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  for (let i = 0; i < 300; ++i) {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    if (i % 2 === 0) socket.write(`GET / HTTP/1.1\r\nHost: localhost:${port}\r\nA: b`);  // and no more
    sockets.push(socket);
  }
  for (let i = 0; i < 20; ++i) assert.equal((await request(port, '/livez')).status, 200);
});

test('http/hardening: 2,000 connections that are kept alive are all answered', async (t) => {
  const {port} = await start(t);
  const agent = new http.Agent({keepAlive: true, maxSockets: 2_000, maxFreeSockets: 2_000});
  t.after(() => agent.destroy());
  const ask = () => request(port, '/livez', {agent});
  for (let round = 0; round < 2; ++round) {
    const answers = await Promise.all(Array.from({length: 2_000}, ask));
    assert.ok(answers.every(({status}) => status === 200), `round ${round}`);
  }
});

test('http/hardening: a server that sheds load still says that it lives, and refreshes tokens', async (t) => {
  const kThreads = 64;
  const kWaiting = 2_048;
  const kMore = 100;
  const {port} = await start(t, {lab: true});
  const session = await signInAsGuest(port, 'refreshes');
  await ask(port, 'POST', '/v1/lab/faults', {fault: 'delay', route: 'list', times: kThreads, delay_ms: 10_000});
  const agent = new http.Agent({maxSockets: Infinity});
  t.after(() => agent.destroy());
  const told = new Set();
  let shed = 0;
  let firstShed;
  const isShedding = new Promise((resolve) => firstShed = resolve);
  const flood = Array.from({length: kThreads + kWaiting + kMore}, async () => {
    const {status, headers} = await request(port, '/v1/tasks', {agent});
    if (status !== 503) return assert.equal(status, 200);
    const seconds = Number(headers['retry-after']);
    assert.ok(seconds >= 1 && seconds <= 10, headers['retry-after']);
    told.add(seconds);
    ++shed;
    firstShed();
  });
  await isShedding;
  const [health, refreshed] = await Promise.all([
    request(port, '/livez'),
    ask(port, 'POST', '/v1/auth/refresh', {refresh_token: session.refresh_token}),
  ]);
  assert.deepEqual([health.status, refreshed.status], [200, 200]);
  await Promise.all(flood);
  assert.ok(shed >= 1 && shed <= kMore, `${shed} were shed`);
  if (shed >= 20) assert.ok(told.size > 1, 'those who were shed together come back together');
  const metrics = (await request(port, '/metrics')).body.toString();
  assert.ok(Number(/srl_request_load_peak (\d+)/.exec(metrics)[1]) > 100);
  assert.match(metrics, new RegExp(`^srl_http_shed_total\\{reason="queue"\\} ${shed}$`, 'm'));
});
