// SPDX-License-Identifier: MIT
// What the edge makes of bytes: one answer to each request, and none to what must not be a request.
import assert from 'node:assert/strict';
import test from 'node:test';

import {connectRaw, headOf} from '../support/raw.mjs';
import {ask, assertProblem, makeSite, request, sendRaw, startServer, tokenOf} from '../support/server.mjs';

const start = (t, options) => startServer(t, makeSite(t, {'index.html': '<!doctype html>', 'app.js': 'script'}), options);
const livez = (port, ...headers) => headOf(port, 'GET /livez HTTP/1.1', ...headers);
const uuid = (n) => `0190c6a2-7b1e-7d3c-8a4f-${String(n).padStart(12, '0')}`;

test('http/edge: what is not HTTP gets one answer, and nothing after it is parsed', async (t) => {
  const {port} = await start(t);
  const openings = {
    'an unknown version': headOf(port, 'GET /livez HTTP/1.2', 'X-A: 1', 'X-B: 2'),
    'an unknown method': headOf(port, 'BREW / HTTP/1.1', ...Array(60).fill('X-N: n')),
    'HTTP/0.9': 'GET /livez\r\n',
    'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'two lengths': headOf(port, 'POST /v1/tasks HTTP/1.1', 'Content-Length: 5', 'Content-Length: 60'),
    'a length and chunks': headOf(port, 'POST /v1/tasks HTTP/1.1', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
    'a packed body in chunks': headOf(port, 'POST /v1/tasks HTTP/1.1', 'Transfer-Encoding: gzip, chunked'),
  };
  for (const [what, bytes] of Object.entries(openings)) {
    const client = await connectRaw(t, port);
    client.send(bytes + livez(port));
    client.send(livez(port));
    await client.closed;
    assert.deepEqual(client.answers(), [400], what);
    assert.match(client.text, /^Connection: close\r$/m, what);
  }
});

test('http/edge: nothing runs after Connection: close', async (t) => {
  const {port} = await start(t);
  const body = '{"title":"must not exist"}';
  const create = headOf(port, 'POST /v1/tasks HTTP/1.1', `Authorization: Bearer ${tokenOf(port)}`,
                        'Content-Type: application/json', `Idempotency-Key: "${uuid(1)}"`,
                        `Content-Length: ${body.length}`) + body;
  const openings = {
    'a refusal before the body': headOf(port, 'PUT / HTTP/1.1', 'Content-Length: 0'),
    'another with a body': headOf(port, 'PUT / HTTP/1.1', 'Content-Length: 5') + 'hello',
    'close': livez(port, 'Connection: close'),
    'Close': livez(port, 'Connection: Close'),
    'a list': livez(port, 'Connection: keep-alive, close'),
    'two lines': livez(port, 'Connection: keep-alive', 'Connection: close'),
    'HTTP/1.0': headOf(port, 'GET /livez HTTP/1.0'),
  };
  for (const [what, bytes] of Object.entries(openings)) {
    const client = await connectRaw(t, port);
    client.send(bytes + create);
    await client.closed;
    assert.equal(client.answers().length, 1, what);
    assert.match(client.text, /^Connection: close\r$/m, what);
  }
  assert.equal((await ask(port, 'GET', '/v1/tasks')).json.tasks.length, 0);
});

test('http/edge: without a length there is no body, and the next request is answered at once', async (t) => {
  const {port} = await start(t);
  for (const method of ['DELETE', 'POST', 'PUT', 'PATCH', 'GET', 'HEAD', 'OPTIONS']) {
    const client = await connectRaw(t, port);
    client.send(headOf(port, `${method} /v1/tasks/nope HTTP/1.1`));
    client.send(livez(port));
    while (!client.text.endsWith('ok\n')) await new Promise((resolve) => client.socket.once('data', resolve));
    assert.equal(client.answers().length, 2, method);
    assert.equal(client.answers()[1], 200, method);
  }
});

test('http/edge: a thousand requests at once get a thousand answers in their order', async (t) => {
  const {port} = await start(t);
  const client = await connectRaw(t, port);
  const targets = Array.from({length: 1_000}, (_, i) => ['/livez', '/app.js', '/nope'][i % 3]);
  client.send(targets.map((target) => headOf(port, `GET ${target} HTTP/1.1`)).join(''));
  assert.deepEqual(await client.answered(1_000), targets.map((target) => target === '/nope' ? 404 : 200));
});

test('http/edge: a body that is too long is refused before it is sent', async (t) => {
  const {port} = await start(t);
  for (const length of ['17000000', '1048577', '1' + '0'.repeat(23)]) {
    for (const expect of [[], ['Expect: 100-continue']]) {
      const client = await connectRaw(t, port);
      client.send(headOf(port, 'POST /v1/sync/push HTTP/1.1', 'Content-Type: application/json',
                         `Content-Length: ${length}`, ...expect));
      await client.closed;
      assert.deepEqual(client.answers(), [413], length);
    }
  }
});

test('http/edge: sizes of chunks are hexadecimal digits and nothing else', async (t) => {
  const {port} = await start(t);
  const head = headOf(port, 'POST /v1/auth/guest HTTP/1.1', 'Content-Type: application/json', 'Transfer-Encoding: chunked');
  const body = '{"device_id":"one"}';
  const good = `13\r\n${body}\r\n0\r\n\r\n`;
  assert.equal(body.length, 0x13);
  assert.match(await sendRaw(port, head + good), /^HTTP\/1\.1 200 /);
  assert.match(await sendRaw(port, head + good.replace('13\r', '0013;a=b\r').replace('0\r\n\r\n', '0\r\nX-T: 1\r\n\r\n')), /^HTTP\/1\.1 200 /);
  for (const size of ['+13', '-13', '0x13', ' 13', '13 ', '13;', '1 3', '', '13\n', 'ffffffffffffffff13']) {
    const client = await connectRaw(t, port);
    client.send(head + good.replace('13\r', `${size}\r`));
    await client.closed;
    assert.deepEqual(client.answers(), [400], JSON.stringify(size));
  }
});

test('http/edge: what chunks and trailers cost counts towards the limit', async (t) => {
  const {port} = await start(t);
  const head = headOf(port, 'POST /v1/sync/push HTTP/1.1', 'Content-Type: application/json', 'Transfer-Encoding: chunked');
  const tiny = await sendRaw(port, head + '1\r\n \r\n'.repeat(360_000) + '0\r\n\r\n');
  assert.match(tiny, /^HTTP\/1\.1 413 /);
  const trailers = await sendRaw(port, head + '2\r\n{}\r\n0\r\n' + 'X-Trailer: of some length\r\n'.repeat(22_000) + '\r\n');
  assert.match(trailers, /^HTTP\/1\.1 431 /);
});

test('http/edge: a target in absolute form names the host itself', async (t) => {
  const {port} = await start(t);
  const absolute = (host) => `GET http://${host}/livez HTTP/1.1`;
  assert.match(await sendRaw(port, headOf(port, absolute(`127.0.0.1:${port}`))), /^HTTP\/1\.1 200 /);
  assert.match(await sendRaw(port, headOf(port, absolute(`LOCALHOST:${port}`))), /^HTTP\/1\.1 200 /);
  const other = `${absolute(`localhost:${port}`)}\r\nHost: other.example\r\n\r\n`;
  assert.match(await sendRaw(port, other), /^HTTP\/1\.1 200 /);  // RFC 9112 §3.2.2: Host is ignored
  assert.match(await sendRaw(port, headOf(port, absolute('evil.example'))), /^HTTP\/1\.1 421 /);
  assert.match(await sendRaw(port, `${absolute(`localhost:${port}`)}\r\n\r\n`), /^HTTP\/1\.1 400 /);
});

test('http/edge: every answer has a date', async (t) => {
  const {port} = await start(t);
  const all = [await request(port, '/livez'), await request(port, '/app.js'), await request(port, '/nope'),
               await request(port, '/v1/tasks'), await request(port, '/', {method: 'PUT'})];
  for (const {headers, status} of all) {
    assert.match(headers.date ?? '', /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/, String(status));
    assert.ok(Math.abs(Date.parse(headers.date) - Date.now()) < 5_000);
  }
  assert.match(await sendRaw(port, 'hello\r\n\r\n'), /^Date: /m);
});

test('http/edge: who expects 100-continue is told, in any case, and not in HTTP/1.0', async (t) => {
  const {port} = await start(t);
  const body = '{"device_id":"one"}';
  const head = (version, ...more) => headOf(port, `POST /v1/auth/guest ${version}`, 'Content-Type: application/json',
                                            `Content-Length: ${body.length}`, ...more);
  for (const value of ['100-continue', '100-Continue']) {
    const client = await connectRaw(t, port);
    client.send(head('HTTP/1.1', `Expect: ${value}`));
    assert.deepEqual(await client.answered(1), [100]);
    client.send(body);
    assert.deepEqual(await client.answered(2), [100, 200]);
  }
  const old = await connectRaw(t, port);
  old.send(head('HTTP/1.0', 'Expect: 100-continue') + body);
  await old.closed;
  assert.deepEqual(old.answers(), [200]);
  const foreign = await connectRaw(t, port);
  foreign.send(head('HTTP/1.1', 'Expect: 100-continue', 'Origin: https://evil.example'));
  await foreign.closed;
  assert.deepEqual(foreign.answers(), [403]);
  const other = await connectRaw(t, port);
  other.send(head('HTTP/1.1', 'Expect: the unexpected'));
  await other.closed;
  assert.deepEqual(other.answers(), [417]);
});

test('http/edge: Range is ignored where none is served', async (t) => {
  const {port} = await start(t);
  for (const target of ['/v1/tasks', '/app.js', '/livez']) {
    for (const range of ['items=0-1', 'bytes=0-1', 'bytes=9999-', 'bytes=x']) {
      const {status, headers} = await request(port, target, {headers: {Range: range}});
      assert.equal(status, 200, `${target} ${range}`);
      assert.equal(headers['content-range'], undefined);
    }
  }
});

test('http/edge: blank lines before a request are passed over', async (t) => {
  const {port} = await start(t);
  const client = await connectRaw(t, port);
  client.send('\r\n' + livez(port));
  assert.deepEqual(await client.answered(1), [200]);
  client.send('\r\n\r\n' + livez(port));
  assert.deepEqual(await client.answered(2), [200, 200]);
});

test('http/edge: repeated headers are a list, or refused', async (t) => {
  const {port} = await start(t);
  const key = `"${uuid(2)}"`;
  const {headers: {etag, location}} = await ask(port, 'POST', '/v1/tasks', {title: 'one'}, {'Idempotency-Key': key});
  const body = '{"title":"two"}';
  const patch = (...headers) => sendRaw(port, headOf(port, `PATCH ${location} HTTP/1.1`, 'Content-Type: application/json',
                                                     `Content-Length: ${body.length}`, ...headers) + body);
  const authorized = `Authorization: Bearer ${tokenOf(port)}`;
  const other = 'If-Match: "99999"';
  assert.match(await patch(authorized, authorized, `If-Match: ${etag}`), /^HTTP\/1\.1 400 /);
  assert.match(await patch(authorized, `If-Match: ${etag}`, `Idempotency-Key: ${key}`, `Idempotency-Key: "${uuid(3)}"`),
               /^HTTP\/1\.1 400 /);
  assert.match(await patch(authorized, `If-Match: ${etag}`, 'Content-Type: text/plain'), /^HTTP\/1\.1 400 /);
  assert.match(await patch(authorized, other, other), /^HTTP\/1\.1 412 /);
  assert.match(await patch(authorized, `If-Match: ${etag}`, other), /^HTTP\/1\.1 200 /);
});

test('http/edge: paths that know a method less say which they take', async (t) => {
  const {port} = await start(t, {lab: true});
  const takes = {
    '/v1/sync/stream': 'GET', '/v1/sync/push': 'POST', '/v1/lab/faults': 'GET, HEAD, POST, DELETE',
    '/v1/lab/worker': 'POST', '/v1/admin/jobs': 'GET, HEAD', '/v1/tasks': 'GET, HEAD, POST', '/livez': 'GET, HEAD',
  };
  for (const [target, allow] of Object.entries(takes)) {
    for (const method of ['PUT', 'TRACE', 'OPTIONS']) {
      const response = await request(port, target, {method});
      assertProblem(response, 405, 'method_not_allowed');
      assert.equal(response.headers.allow, allow, `${method} ${target}`);
    }
  }
  for (const line of ['OPTIONS * HTTP/1.1', `CONNECT 127.0.0.1:${port} HTTP/1.1`]) {
    const answer = await sendRaw(port, headOf(port, line));
    assert.match(answer, /^HTTP\/1\.1 405 /, line);
    assert.match(answer, /^Allow: GET, HEAD\r$/m, line);
  }
});

test('http/edge: values of headers are not percent-decoded', async (t) => {
  const {port} = await start(t);
  const answer = await sendRaw(port, `GET /livez HTTP/1.1\r\nHost: %31%32%37.0.0.1:${port}\r\n\r\n`);
  assert.match(answer, /^HTTP\/1\.1 421 /);
  const origin = await request(port, '/v1/tasks', {headers: {Origin: `http://local%68ost:${port}`}});
  assertProblem(origin, 403, 'foreign_origin');
});

test('http/edge: HEAD is GET without the body, on every path', async (t) => {
  const {port} = await start(t);
  for (const target of ['/livez', '/app.js', '/nope', '/v1/tasks', '/v1/sync/snapshot', '/v1/tasks/nope']) {
    const [get, head] = [await request(port, target), await request(port, target, {method: 'HEAD'})];
    assert.equal(head.status, get.status, target);
    assert.equal(head.body.length, 0, target);
    assert.equal(head.headers['content-length'], String(get.body.length), target);
  }
});
