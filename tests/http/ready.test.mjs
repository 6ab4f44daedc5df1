// SPDX-License-Identifier: MIT
// Whether the server can take a write and keep it, and what it says when it cannot.
import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {program} from '../support/program.mjs';
import {ask, assertProblem, makeSite, request, startServer} from '../support/server.mjs';

async function start(t, options = {}) {
  const folder = makeSite(t, {'site/index.html': '<!doctype html>'});
  const file = path.join(folder, 'lab.db');
  return {...await startServer(t, path.join(folder, 'site'), {db: file, ...options}), file};
}

const add = (port) => ask(port, 'POST', '/v1/tasks', {title: 'Milk'}, {'Idempotency-Key': randomUUID()});
const kInside = /SQL|SELECT|INSERT|COMMIT\b|I\/O|lab\.db|\/tmp|sqlite|database disk/i;

// 503, and nothing of the inside.
function assertRefused(answer) {
  const problem = assertProblem(answer, 503, answer.json.code);
  assert.ok(['unavailable', 'storage_failed', 'commit_in_doubt'].includes(problem.code), JSON.stringify(problem));
  assert.doesNotMatch(JSON.stringify(problem), kInside);
  assert.ok(Number(answer.headers['retry-after']) > 0);
}
// The log comes by another way than the answer: it may be a moment later.
async function untilSaid(log, wanted) {
  while (!wanted.test(log())) await new Promise((resolve) => setImmediate(resolve));
}
const ready = (port) => ask(port, 'GET', '/readyz').catch(() => request(port, '/readyz'));

for (const [what, remove] of [
  ['deleted', (file) => fs.rmSync(file)],
  ['moved away', (file) => fs.renameSync(file, `${file}.away`)],
  ['replaced by a copy', (file) => {
    fs.copyFileSync(file, `${file}.copy`);
    fs.renameSync(`${file}.copy`, file);
  }],
]) {
  test(`http/ready: nothing is acknowledged into a database file that was ${what}`, async (t) => {
    const {port, file, log} = await start(t);
    assert.equal((await add(port)).status, 201);
    assert.equal((await request(port, '/readyz')).status, 200);
    remove(file);
    assertRefused(await ready(port));
    assertRefused(await add(port));
    assertRefused(await ask(port, 'GET', '/v1/tasks'));
    assert.equal((await request(port, '/livez')).status, 200);
    await untilSaid(log, /"event":"storage_failed"/);
  });
}

// Another program that writes into the file, as cp does over one that is there, leaves it the same file.
async function withDamage(t) {
  const before = await start(t);
  const title = 'x'.repeat(400);
  for (let i = 0; i < 100; ++i) {
    const {status} = await ask(before.port, 'POST', '/v1/tasks', {title}, {'Idempotency-Key': randomUUID()});
    assert.equal(status, 201);
  }
  before.signal('SIGTERM');
  await before.exited;
  const damage = () => {
    const file = fs.openSync(before.file, 'r+');
    const size = fs.fstatSync(file).size;
    fs.writeSync(file, Buffer.alloc(size - 4096, 0xa5), 0, size - 4096, 4096);  // all but the first page
    fs.closeSync(file);
  };
  return {...before, damage, site: path.join(path.dirname(before.file), 'site')};
}

test('http/ready: nothing is acknowledged into a file that was written over', async (t) => {
  const {file, damage, site} = await withDamage(t);
  const {port} = await startServer(t, site, {db: file});
  damage();
  for (let page = 0; page < 3; ++page) await ask(port, 'GET', '/v1/tasks');  // it meets the damage
  assertRefused(await add(port));
  assertRefused(await ready(port));
  assert.equal((await request(port, '/livez')).status, 200);
});

test('http/ready: a server does not start on a damaged file', async (t) => {
  const {file, damage} = await withDamage(t);
  damage();
  const run = spawnSync(program, ['serve', '--port', '0', '--db', file, '--root', path.join(path.dirname(file), 'site')],
    {encoding: 'utf8', timeout: 20_000});
  assert.equal(run.status, 1);
  assert.match(run.stderr, /lab\.db: The stored data is damaged/);
});

test('http/ready: a vanished file is not taken for a full disk', async (t) => {
  const {port, file} = await start(t);
  await add(port);
  fs.rmSync(file);
  assert.match(JSON.stringify((await ready(port)).json), /no longer the one at its path/);
});

test('http/ready: a file that comes back is the same again', async (t) => {
  const {port, file} = await start(t);
  fs.renameSync(file, `${file}.away`);
  assertRefused(await add(port));
  fs.renameSync(`${file}.away`, file);
  assert.equal((await add(port)).status, 201);
  assert.equal((await request(port, '/readyz')).status, 200);
});

test('http/ready: a full disk is no place to be ready', async (t) => {
  const {port} = await start(t, {lab: true});
  await ask(port, 'POST', '/v1/lab/faults', {fault: 'disk_full'});
  assertRefused(await ready(port));
  assertRefused(await add(port));
  assert.equal((await ask(port, 'GET', '/v1/tasks')).status, 200);
  await request(port, '/v1/lab/faults', {method: 'DELETE'});
  assert.equal((await request(port, '/readyz')).status, 200);
});

test('http/ready: a disk that takes no more is told to the operator, and to nobody else', async (t) => {
  const {port, pid, log} = await start(t);
  await add(port);
  const limit = (bytes) => execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}`]);
  limit('1:');  // no file grows: to the database the same as a disk without room
  const answer = await add(port);
  assertRefused(answer);
  assert.equal(answer.json.code, 'commit_in_doubt');  // some of it may have been written
  assertRefused(await ready(port));
  assert.equal((await ask(port, 'GET', '/v1/tasks')).json.tasks.length, 1);
  await untilSaid(log, /"event":"storage_failed".*"error":"[^"]+"/);
  limit('unlimited:');
  assert.equal((await add(port)).status, 201);
  assert.equal((await request(port, '/readyz')).status, 200);
});

test('http/ready: the database is its owner\'s alone, one from before is made so', async (t) => {
  const {file, signal, exited, port} = await start(t);
  await add(port);
  const modes = () => ['', '-wal', '-shm', '-key'].map((suffix) => fs.statSync(file + suffix).mode & 0o777);
  assert.deepEqual(modes(), Array(4).fill(0o600));
  signal('SIGTERM');
  await exited;
  fs.chmodSync(file, 0o644);
  const again = await startServer(t, path.join(path.dirname(file), 'site'), {db: file});
  await add(again.port);
  assert.deepEqual(modes(), Array(4).fill(0o600));
});
