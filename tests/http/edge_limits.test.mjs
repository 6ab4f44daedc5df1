// SPDX-License-Identifier: MIT
// Where the system gives little: descriptors, threads. The server goes on, and says 503 where it must.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {program} from '../support/program.mjs';
import {connectRaw, headOf} from '../support/raw.mjs';
import {makeSite, request, signInAsGuest, startServer} from '../support/server.mjs';
import {openStream} from '../support/stream.mjs';

const site = (t) => makeSite(t, {'index.html': '<!doctype html>'});
const livez = (port) => headOf(port, 'GET /livez HTTP/1.1');
const descriptorsOf = (pid) => fs.readdirSync(`/proc/${pid}/fd`).length;

// The root user has no limit of threads: a site and a server that another user may read and run.
function siteOfUser(t) {
  const uid = process.getuid() === 0 ? 65_534 : process.getuid();
  const folder = site(t);
  fs.copyFileSync(program, path.join(folder, 'srl'));
  for (const name of ['', 'index.html', 'srl']) fs.chmodSync(path.join(folder, name), 0o755);
  return {uid, folder, limitThreads: (more) => `ulimit -u $(( $(ps -L -u ${uid} -o tid= | wc -l) + ${more} ))`};
}

async function connectMany(t, port, count) {
  const clients = [];
  for (let i = 0; i < count; i += 100) {
    clients.push(...await Promise.all(Array.from({length: Math.min(100, count - i)}, () => connectRaw(t, port))));
  }
  return clients;
}

test('http/edge_limits: the soft limit of descriptors is raised', async (t) => {
  const {port, pid} = await startServer(t, site(t), {limits: 'ulimit -S -n 256'});
  const clients = await connectMany(t, port, 600);
  assert.equal((await request(port, '/livez')).status, 200);
  assert.ok(descriptorsOf(pid) > 600);
  clients.forEach((client) => client.send(livez(port)));
  for (const client of clients) assert.deepEqual(await client.answered(1), [200]);
});

test('http/edge_limits: beyond the hard limit the oldest idle connections go, silently', async (t) => {
  const {port, pid} = await startServer(t, site(t), {limits: 'ulimit -n 600'});
  const clients = await connectMany(t, port, 800);
  for (let i = 0; i < 20; ++i) assert.equal((await request(port, '/livez')).status, 200);
  assert.ok(descriptorsOf(pid) < 600);
  await clients[0].closed;
  assert.equal(clients[0].text, '');
  const newest = clients.at(-1);
  newest.send(livez(port));
  assert.deepEqual(await newest.answered(1), [200]);
});

test('http/edge_limits: who has sent half a request and must go is told so', async (t) => {
  const {port} = await startServer(t, site(t), {limits: 'ulimit -n 600'});
  const clients = await connectMany(t, port, 200);
  clients.forEach((client) => client.send('GET /livez HTTP/1.1\r\n'));
  await connectMany(t, port, 1).then(([client]) => client.send(livez(port)));
  const more = await connectMany(t, port, 400);
  more.forEach((client) => client.send('GET /livez HTTP/1.1\r\n'));
  assert.equal((await request(port, '/livez')).status, 200);
  const [first] = await Promise.race([...clients, ...more].map(async (client) => [await client.closed]));
  assert.ok(first.text === '' || /^HTTP\/1\.1 503 [^]*^Retry-After: \d+\r$/m.test(first.text), first.text);
});

test('http/edge_limits: the loop does not spin where there is no descriptor left', async (t) => {
  const {port, pid} = await startServer(t, site(t), {limits: 'ulimit -n 40'});
  const ticks = () => fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13)
    .reduce((sum, n) => sum + Number(n), 0);
  const clients = await connectMany(t, port, 100);
  clients.forEach((client) => client.send('GET /livez HTTP/1.1\r\n'));
  const before = ticks();
  for (let i = 0; i < 10; ++i) assert.ok([200, 503].includes((await request(port, '/livez')).status));
  assert.ok(ticks() - before < 100, `${ticks() - before} hundredths of a second`);
});

test('http/edge_limits: streams leave descriptors to others', async (t) => {
  const {port} = await startServer(t, site(t), {limits: 'ulimit -n 40'});
  const told = [];
  for (let i = 0; i < 25; ++i) {
    const {access_token: token} = await signInAsGuest(port, `device ${i}`);
    told.push((await openStream(t, port, {token})).status);
  }
  assert.ok(told.includes(200) && told.includes(503), told.join());
  for (let i = 0; i < 20; ++i) assert.equal((await request(port, '/livez')).status, 200);
});

test('http/edge_limits: where threads are few, fewer answer, and the server lives', async (t) => {
  const {uid, folder, limitThreads} = siteOfUser(t);
  const {port} = await startServer(t, folder, {
    uid, run: path.join(folder, 'srl'), limits: limitThreads(30)});
  const clients = await connectMany(t, port, 30);
  for (const client of clients) {
    client.send(headOf(port, 'POST /v1/auth/guest HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 1000') + '{');
  }
  const all = await Promise.all(Array.from({length: 200}, () => request(port, '/v1/tasks')));
  assert.ok(all.every(({status}) => status === 200));
  const metrics = (await request(port, '/metrics')).body.toString();
  const threads = [...metrics.matchAll(/^srl_http_pool_threads\{[^}]*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
  assert.ok(threads >= 1 && threads < 30, `${threads} threads`);
});

test('http/edge_limits: where a server cannot have its threads, it says so and ends', (t) => {
  const {uid, folder, limitThreads} = siteOfUser(t);
  for (let threads = 1; threads <= 10; ++threads) {
    const run = spawnSync('bash', ['-c', `${limitThreads(threads)} && exec ./srl serve --port 0 --db :memory: --root . --log off`],
      {cwd: folder, uid, encoding: 'utf8', timeout: 2_000, killSignal: 'SIGTERM'});
    if (run.stdout.startsWith('listening')) {
      assert.equal(run.status, 0, `${threads} threads: ${run.stderr}`);  // there were enough, and SIGTERM ends it
    } else {
      assert.equal(run.status, 1, `${threads} threads: ${run.stderr}`);
      assert.match(run.stderr, /threads/);
    }
  }
});

test('http/edge_limits: 5,000 idle connections that are kept alive are all answered', async (t) => {
  const {port} = await startServer(t, site(t));
  const clients = await connectMany(t, port, 5_000);
  for (let round = 1; round <= 2; ++round) {
    clients.forEach((client) => client.send(livez(port)));
    for (const client of clients) assert.equal((await client.answered(round)).at(-1), 200);
  }
});
