// SPDX-License-Identifier: MIT
// Clients that stall in some phase of an exchange: they hold no thread, and nobody else waits for them.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {connectRaw, headOf} from '../support/raw.mjs';
import {ask, makeSite, request, signInAsGuest, startServer, tokenOf} from '../support/server.mjs';

const kPatienceMs = 3_000;  // a second, on a machine that does something else as well
const createOp = (fields) =>
  ({op_id: randomUUID(), client_seq: 1, entity: 'task', id: randomUUID(), kind: 'create_task', fields});
const start = (t, files = {}, options = {}) => startServer(t, makeSite(t, {'index.html': '<!doctype html>', ...files}), options);

// What others get meanwhile, and within what time.
async function assertServed(port, session, what) {
  const began = performance.now();
  const all = await Promise.all([
    request(port, '/livez'),
    request(port, '/readyz'),
    ask(port, 'POST', '/v1/auth/refresh', {refresh_token: session.refresh_token}),
    ask(port, 'POST', '/v1/auth/guest', {device_id: 'another'}),
    ask(port, 'GET', '/v1/tasks'),
    ask(port, 'POST', '/v1/sync/push', {device_id: 'test', ops: [createOp({title: 'one'})]}),
  ]);
  assert.deepEqual(all.map(({status}) => status), [200, 200, 200, 200, 200, 200], what);
  const took = performance.now() - began;
  assert.ok(took < kPatienceMs, `${what}: ${took.toFixed(0)} ms`);
}

const stalls = {
  'says nothing': () => '',
  'stops in the first line': () => 'GET /liv',
  'stops in the head': (port) => `GET /livez HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nA: b`,
  'announces a body and sends a byte': (port) =>
    headOf(port, 'POST /v1/auth/guest HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 1000') + '{',
  'stops in a chunk': (port) =>
    headOf(port, 'POST /v1/auth/guest HTTP/1.1', 'Content-Type: application/json', 'Transfer-Encoding: chunked') + '5\r\n{',
  'waits to go on': (port) =>
    headOf(port, 'POST /v1/auth/guest HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 9', 'Expect: 100-continue'),
  'has no length': (port) => headOf(port, 'DELETE /v1/tasks/nope HTTP/1.1'),
};

for (const [what, bytes] of Object.entries(stalls)) {
  test(`http/edge_slow: 200 clients, each of which ${what}`, async (t) => {
    const {port} = await start(t);
    const session = await signInAsGuest(port, 'refreshes');
    const clients = await Promise.all(Array.from({length: 200}, () => connectRaw(t, port)));
    clients.forEach((client) => client.send(bytes(port)));
    await assertServed(port, session, what);
  });
}

test('http/edge_slow: a byte now and then buys no thread, and 408 in the end', {timeout: 60_000}, async (t) => {
  const {port} = await start(t);
  const session = await signInAsGuest(port, 'refreshes');
  const clients = await Promise.all(Array.from({length: 64}, () => connectRaw(t, port)));
  const head = headOf(port, 'POST /v1/auth/guest HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 1000');
  clients.forEach((client, i) => client.send(i % 2 === 0 ? head : head.slice(0, -2)));
  const trickle = setInterval(() => clients.forEach((client) => client.send('x')), 1_000);
  t.after(() => clearInterval(trickle));
  await assertServed(port, session, 'trickling');
  await Promise.all(clients.map((client) => client.closed));
  for (const client of clients) assert.deepEqual(client.answers(), [408]);
});

test('http/edge_slow: 200 clients that do not read their answers', async (t) => {
  const {port} = await start(t, {'large.js': 'x'.repeat(3_000_000)});
  const session = await signInAsGuest(port, 'refreshes');
  const clients = await Promise.all(Array.from({length: 200}, () => connectRaw(t, port)));
  for (const client of clients) {
    client.socket.pause();
    client.send(headOf(port, 'GET /large.js HTTP/1.1'));
  }
  await assertServed(port, session, 'not reading');
});

test('http/edge_slow: clients that reset in each phase leave nothing behind', async (t) => {
  const {port} = await start(t, {'large.js': 'x'.repeat(3_000_000)}, {lab: true});
  const phases = {
    ...stalls,
    'is answered slowly': (n) => headOf(n, 'GET /v1/tasks HTTP/1.1', `Authorization: Bearer ${tokenOf(n)}`),
    'is sent much': (n) => headOf(n, 'GET /large.js HTTP/1.1'),
  };
  await ask(port, 'POST', '/v1/lab/faults', {fault: 'delay', route: 'list', times: 40, delay_ms: 200});
  for (const bytes of Object.values(phases)) {
    const clients = await Promise.all(Array.from({length: 40}, () => connectRaw(t, port)));
    for (const client of clients) {
      client.send(bytes(port));
      client.socket.resetAndDestroy();
    }
  }
  assert.equal((await request(port, '/livez')).status, 200);
  assert.equal((await ask(port, 'GET', '/v1/tasks')).status, 200);
});

// The most resident memory that the process has had, in MB.
function memoryPeakOf(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)[1]) / 1024;
}

test('http/edge_slow: large lists are cut into pages, and 300 clients that read none of them hold nobody up', async (t) => {
  const folder = makeSite(t, {'x': ''});
  const {port, pid} = await start(t, {}, {db: `${folder}/lab.db`});
  const session = await signInAsGuest(port, 'refreshes');
  const kRows = 1_000;
  const ops = Array.from({length: kRows}, (_, i) => createOp({title: `T${i}`, description: 'd'.repeat(9_000)}));
  for (let at = 0; at < kRows; at += 100) {
    const {status} = await ask(port, 'POST', '/v1/sync/push', {device_id: 'test', ops: ops.slice(at, at + 100)});
    assert.equal(status, 200);
  }
  for (const path_ of ['/v1/tasks', '/v1/sync/snapshot', '/v1/sync/changes']) {
    const clients = await Promise.all(Array.from({length: 300}, () => connectRaw(t, port)));
    for (const client of clients) {
      client.socket.pause();
      client.send(headOf(port, `GET ${path_}?limit=1000 HTTP/1.1`, `Authorization: Bearer ${tokenOf(port)}`));
    }
    await assertServed(port, session, `do not read ${path_}`);
    assert.ok(memoryPeakOf(pid) < 160, `${path_}: ${memoryPeakOf(pid)} MB`);
  }
  const titles = new Set();
  let after = '';
  do {
    const {json} = await ask(port, 'GET', `/v1/tasks?limit=1000${after && `&after=${after}`}`);
    json.tasks.forEach(({title}) => titles.add(title));
    after = json.next ?? '';
  } while (after);
  assert.equal(titles.size, kRows + 1);  // and what was created meanwhile
});

test('http/edge_slow: 300 bodies that never end take no more memory than there is for them', async (t) => {
  const {port, pid} = await start(t);
  const session = await signInAsGuest(port, 'refreshes');
  const clients = await Promise.all(Array.from({length: 300}, () => connectRaw(t, port)));
  const body = headOf(port, 'POST /v1/sync/push HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 1048576') +
               ' '.repeat(1_000_000);
  for (const client of clients) client.send(body);
  await assertServed(port, session, 'large bodies');
  await Promise.any(clients.map((client) => client.answered(1)));
  assert.ok(memoryPeakOf(pid) < 200, `${memoryPeakOf(pid)} MB`);
  const told = clients.flatMap((client) => client.answers());
  assert.ok(told.length > 0 && told.every((status) => status === 503));
});

test('http/edge_slow: bodies that are large when they are taken apart take turns', async (t) => {
  const {port, pid} = await start(t);
  const keys = Array.from({length: 90_000}, (_, i) => `"${((i * 2_654_435_761) >>> 0).toString(16)}":0`).join(',');
  const body = `{${keys.slice(0, 1_000_000)}}`;
  const head = headOf(port, 'POST /v1/sync/push HTTP/1.1', 'Content-Type: application/json', `Content-Length: ${body.length}`);
  const clients = await Promise.all(Array.from({length: 55}, () => connectRaw(t, port)));
  clients.forEach((client) => client.send(head + body.slice(0, -1)));
  assert.equal((await request(port, '/livez')).status, 200);
  clients.forEach((client) => client.send('}'));
  for (const client of clients) assert.notEqual((await client.answered(1))[0], 500);
  assert.ok(memoryPeakOf(pid) < 200, `${memoryPeakOf(pid)} MB`);
});

test('http/edge_slow: a large file is in memory once, kept or not', async (t) => {
  const {port, pid} = await start(t, {'large.bin': 'x'.repeat(20_000_000), 'larger.bin': 'y'.repeat(40_000_000)});
  for (const name of ['large.bin', 'larger.bin']) {
    const clients = await Promise.all(Array.from({length: 40}, () => connectRaw(t, port)));
    for (const client of clients) {
      client.socket.pause();
      client.send(headOf(port, `GET /${name} HTTP/1.1`));
    }
    assert.equal((await request(port, '/readyz')).status, 200);
    assert.equal((await request(port, `/${name}`)).status, 200);
  }
  assert.ok(memoryPeakOf(pid) < 200, `${memoryPeakOf(pid)} MB`);
});

test('http/edge_slow: a file is read once however many ask for it', async (t) => {
  const site = makeSite(t, {'index.html': '<!doctype html>', 'app.wasm': 'w'.repeat(1_000_000)});
  const {port} = await startServer(t, site);
  const first = await request(port, '/app.wasm');
  // Same size, same time: nothing says that it has changed, so it is not read again.
  const {atime, mtime} = fs.statSync(path.join(site, 'app.wasm'));
  fs.writeFileSync(path.join(site, 'app.wasm'), 'x'.repeat(1_000_000));
  fs.utimesSync(path.join(site, 'app.wasm'), atime, mtime);
  const stamp = fs.statSync(path.join(site, 'app.wasm'), {bigint: true});
  if (stamp.mtimeNs % 1_000n === 0n) {  // a clock of nanoseconds cannot be set back to the nanosecond
    fs.writeFileSync(path.join(site, 'app.wasm'), 'w'.repeat(1_000_000));
  }
  const again = await request(port, '/app.wasm');
  assert.equal(again.headers.etag, first.headers.etag);
  const all = await Promise.all(Array.from({length: 32}, () => request(port, '/app.wasm')));
  assert.ok(all.every(({status, body}) => status === 200 && body.length === 1_000_000));
});
