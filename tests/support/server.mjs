// SPDX-License-Identifier: MIT
// Starts `srl serve` on a free port, and talks to it without a client that would tidy requests up.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';

import {atEnd, makeFolder} from './ending.mjs';
import {program} from './program.mjs';

// A folder that goes when the test ends: {'app.js': 'text', …} in it.
export function makeSite(t, files) {
  const folder = makeFolder(t);
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

// Access tokens by port: what request() sends unless a test says otherwise. And the guests' sessions that they
// are of, by port and by database: a guest who signs in later joins that account, and a server that is started
// again on a database has the guest that it had.
const tokens = new Map();
const guests = new Map();
export const guestOf = (port) => guests.get(port);

// Resolves when the server says that it listens and, unless `guest` is false or a `token` of earlier
// is given, has signed a guest in.
// Ended, by its own id, when the test ends. `db` is a file or, as long as nothing is to outlive the
// server, memory. `limits` are commands of bash before it starts (ulimit …), `uid` another user.
// `log()` is all that it has said.
export async function startServer(
    t, site, {db = ':memory:', port = 0, lab = false, guest = true, token, flags: more = [], limits = ':', uid, run = program} = {}) {
  const flags = [...(lab ? ['--lab'] : []), ...more];
  const command = [run, 'serve', '--port', String(port), '--root', site, '--db', db, ...flags];
  const child = spawn('bash', ['-c', `${limits}; exec "$0" "$@"`, ...command], {uid, gid: uid});
  const exited = once(child, 'exit').then(([code, signal]) => ({code, signal}));
  atEnd(t, async () => {
    child.kill('SIGTERM');
    await exited;
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => errors += text);
  let said = '';
  const listening = await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
      const found = /listening on http:\/\/127\.0\.0\.1:(\d+)\//.exec(said);
      if (found) resolve(Number(found[1]));
    });
    exited.then(({code}) => reject(new Error(`serve exited with ${code}: ${errors}`)));
  });
  tokens.delete(listening);
  guests.delete(listening);
  devices.delete(listening);
  if (token) tokens.set(listening, token);
  else if (guest) {
    const session = guests.get(db) || await signInAsGuest(listening);
    guests.set(listening, session);
    if (db !== ':memory:') guests.set(db, session);
    tokens.set(listening, session.access_token);
  }
  return {port: listening, pid: child.pid, exited, signal: (name) => child.kill(name), log: () => said + errors};
}

// Another device of the guest that the server was started with, if it was; else a guest of its own.
export async function signInAsGuest(port, device = 'test') {
  const {status, json} = await ask(port, 'POST', '/v1/auth/guest',
    {device_id: device, refresh_token: guests.get(port)?.refresh_token});
  assert.equal(status, 200);
  return json;
}

// The headers of a session of the named device, in the account of the server's guest: the session names the device.
const devices = new Map();
export async function asDevice(port, device) {
  const of = devices.get(port) || devices.set(port, new Map()).get(port);
  if (!of.has(device)) of.set(device, (await signInAsGuest(port, device)).access_token);
  return bearer(of.get(device));
}

export const tokenOf = (port) => tokens.get(port);
export const bearer = (token) => ({Authorization: `Bearer ${token}`});

// One request on its own connection; the path is sent as it is. With the guest's token, unless the
// headers have an Authorization; one that is undefined means none.
export function request(port, path_, {method = 'GET', headers = {}, body, agent = false, localAddress} = {}) {
  const all = {...(tokens.has(port) ? bearer(tokens.get(port)) : {}), ...headers};
  if (all.Authorization === undefined) delete all.Authorization;
  return new Promise((resolve, reject) => {
    const sent = http.request({host: '127.0.0.1', port, path: path_, method, headers: all, agent, localAddress}, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve({
        status: response.statusCode,
        headers: response.headers,
        body: Buffer.concat(parts),
      }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

// A request with JSON both ways: {status, headers, json}.
export async function ask(port, method, path_, json, headers = {}) {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const typed = body === undefined ? headers : {'Content-Type': 'application/json', ...headers};
  const response = await request(port, path_, {method, headers: typed, body});
  const text = response.body.toString();
  return {...response, json: text === '' ? undefined : JSON.parse(text)};
}

// Bytes as they are, and what came back until the server closed the connection.
export async function sendRaw(port, bytes) {
  const socket = net.connect(port, '127.0.0.1');
  const parts = [];
  socket.on('data', (part) => parts.push(part));
  socket.on('error', () => {});  // a reset after the answer is the server's right
  socket.end(bytes);
  await once(socket, 'close');
  return Buffer.concat(parts).toString('latin1');
}

export function assertProblem(response, status, code) {
  assert.equal(response.status, status);
  assert.equal(response.headers['content-type'], 'application/problem+json');
  const problem = JSON.parse(response.body);
  assert.equal(problem.status, status);
  assert.equal(problem.code, code);
  assert.equal(problem.type, `/problems/${code}`);
  assert.ok(problem.title.length > 0);
  assertHardened(response);
  return problem;
}

// What every response carries, errors too.
export function assertHardened(response, frameAncestors = `'none'`) {
  assert.equal(response.headers['x-content-type-options'], 'nosniff');
  assert.equal(response.headers['referrer-policy'], 'no-referrer');
  assert.equal(response.headers['access-control-allow-origin'], undefined);
  const rules = response.headers['content-security-policy'].split('; ');
  assert.deepEqual(rules, [
    `default-src 'self'`,
    `script-src 'self' 'wasm-unsafe-eval'`,
    `connect-src 'self'`,
    `img-src 'self' data: blob:`,
    `style-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `object-src 'none'`,
    `frame-ancestors ${frameAncestors}`,
  ]);
}
