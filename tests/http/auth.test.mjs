// SPDX-License-Identifier: MIT
// Signing in and staying signed in, against the real binary.
import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {ask, assertProblem, bearer, makeSite, request, signInAsGuest, startServer} from '../support/server.mjs';

const kAda = 'ada@example.test';
const kBob = 'bob@example.test';
const kNobody = {Authorization: undefined};

// In memory unless `db` names a file in the returned folder.
async function start(t, {db, ...options} = {}) {
  const folder = makeSite(t, {'site/index.html': '<!doctype html>'});
  const file = db === undefined ? ':memory:' : path.join(folder, db);
  const server = await startServer(t, path.join(folder, 'site'), {guest: false, lab: true, db: file, ...options});
  return {...server, folder, file};
}

const post = (port, path_, body, headers = kNobody) => ask(port, 'POST', `/v1/auth/${path_}`, body, headers);
const lab = (port, fault) => ask(port, 'POST', '/v1/lab/faults', fault);
const refresh = (port, session) => post(port, 'refresh', {refresh_token: session.refresh_token});
const sessions = (port, session) => ask(port, 'GET', '/v1/sessions', undefined, bearer(session.access_token));
const createTask = (port, session, title) => ask(port, 'POST', '/v1/tasks', {title},
  {...bearer(session.access_token), 'Idempotency-Key': randomUUID()});
const tasks = (port, session) => ask(port, 'GET', '/v1/tasks', undefined, bearer(session.access_token));

// The code in the log. Log and answer come by different ways: it may be a moment later.
async function codeFor(server, email, count = 1) {
  const line = new RegExp(`sign-in code for ${email}: (\\d{6})`, 'g');
  for (;;) {
    const codes = [...server.log().matchAll(line)].map(([, code]) => code);
    if (codes.length >= count) return codes[count - 1];
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function signIn(server, email, device = 'phone') {
  const asked = await post(server.port, 'otp', {email});
  assert.equal(asked.status, 202);
  const code = await codeFor(server, email);
  const {status, json} = await post(server.port, 'verify', {email, code, device_id: device});
  assert.equal(status, 200);
  return json;
}

test('http/auth: a code from the log signs in, and the token opens the service', async (t) => {
  const server = await start(t);
  const asked = await post(server.port, 'otp', {email: kAda});
  assert.deepEqual([asked.status, asked.json], [202, {expires_in: 600, resend_after: 60}]);
  assert.equal(asked.headers['cache-control'], 'no-store');
  const code = await codeFor(server, kAda);
  const {status, json, headers} = await post(server.port, 'verify', {email: kAda, code, device_id: 'phone'});
  assert.equal(status, 200);
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(json.email, kAda);
  assert.equal(json.token_type, 'Bearer');
  assert.equal(json.expires_in, 900);
  assert.match(json.access_token, /^srl_at_[\w-]{86}$/);
  assert.match(json.refresh_token, /^srl_rt_[\w-]{86}$/);
  assert.equal((await createTask(server.port, json, 'Milk')).status, 201);
  const listed = await sessions(server.port, json);
  assert.equal(listed.json.sessions.length, 1);
  assert.deepEqual([listed.json.sessions[0].device_id, listed.json.sessions[0].current], ['phone', true]);
  // The answer may have been lost: the same device gets the same session once more, nobody else anything.
  const again = await post(server.port, 'verify', {email: kAda, code, device_id: 'phone'});
  assert.deepEqual([again.status, again.json.refresh_token], [200, json.refresh_token]);
  assert.equal((await sessions(server.port, again.json)).json.sessions.length, 1);
  assertProblem(await post(server.port, 'verify', {email: kAda, code, device_id: 'laptop'}), 401, 'code_spent');
  assert.equal((await refresh(server.port, again.json)).status, 200);
  assertProblem(await post(server.port, 'verify', {email: kAda, code, device_id: 'phone'}), 401, 'code_spent');
});

test('http/auth: without a token every route answers 401 and says how to authenticate', async (t) => {
  const {port} = await start(t);
  const id = randomUUID();
  const routes = [
    ['POST', '/v1/sync/push', {device_id: 'x', ops: []}], ['GET', '/v1/sync/changes'], ['GET', '/v1/sync/snapshot'],
    ['GET', `/v1/sync/ops/${id}`], ['GET', '/v1/tasks'], ['GET', `/v1/tasks/${id}`],
    ['POST', '/v1/tasks', {title: 'x'}, {'Idempotency-Key': id}],
    ['PATCH', `/v1/tasks/${id}`, {title: 'x'}, {'If-Match': '*'}],
    ['DELETE', `/v1/tasks/${id}`, undefined, {'If-Match': '*'}],
    ['POST', '/v1/auth/logout', {}], ['GET', '/v1/sessions'], ['DELETE', `/v1/sessions/${id}`],
  ];
  for (const [method, target, body, headers = {}] of routes) {
    const answer = await ask(port, method, target, body, {...headers, ...kNobody});
    assertProblem(answer, 401, 'unauthenticated');
    assert.equal(answer.headers['www-authenticate'], 'Bearer', `${method} ${target}`);
    const forged = await ask(port, method, target, body, {...headers, ...bearer(`srl_at_${'A'.repeat(86)}`)});
    assertProblem(forged, 401, 'unauthenticated');
  }
  for (const scheme of ['Basic YTpi', 'Bearer', 'srl_at_x', `Bearer ${'x'.repeat(300)}`]) {
    assertProblem(await ask(port, 'GET', '/v1/tasks', undefined, {Authorization: scheme}), 401, 'unauthenticated');
  }
});

test('http/auth: five wrong codes, and the right one is worth nothing', async (t) => {
  const server = await start(t);
  await post(server.port, 'otp', {email: kAda});
  const code = await codeFor(server, kAda);
  const wrong = code.replace(/^./, (digit) => (Number(digit) + 1) % 10);
  const type = (typed) => post(server.port, 'verify', {email: kAda, code: typed, device_id: 'x'});
  for (let i = 0; i < 5; ++i) assertProblem(await type(wrong), 401, 'code_wrong');
  assertProblem(await type(code), 401, 'code_spent');
  const early = await post(server.port, 'otp', {email: kAda});
  assertProblem(early, 429, 'too_many_requests');
  const wait = Number(early.headers['retry-after']);
  assert.ok(wait > 0 && wait <= 60, `${wait}`);
  // At once, from many connections: the fifth wrong one is the last all the same.
  await post(server.port, 'otp', {email: kBob});
  const bobs = await codeFor(server, kBob);
  const guesses = Array.from({length: 40}, (_, i) => String((Number(bobs) + 1 + i) % 1_000_000).padStart(6, '0'));
  const answers = await Promise.all(guesses.map((guess) =>
    post(server.port, 'verify', {email: kBob, code: guess, device_id: 'x'})));
  assert.equal(answers.filter(({json}) => json.code === 'code_wrong').length, 5);
  assert.equal(answers.filter(({json}) => json.code === 'code_spent').length, 35);
});

test('http/auth: a lost reply of a refresh signs nobody out, a replayed old token does', async (t) => {
  const server = await start(t);
  const first = await signIn(server, kAda);
  await lab(server.port, {fault: 'drop_refresh_reply'});
  await assert.rejects(refresh(server.port, first), {code: 'ECONNRESET'});
  const again = await refresh(server.port, first);
  assert.equal(again.status, 200);
  const lost = await refresh(server.port, first);
  assert.equal(lost.json.refresh_token, again.json.refresh_token);
  const metrics = (await request(server.port, '/metrics')).body.toString();
  assert.match(metrics, /^srl_auth_refreshes_total\{outcome="rotated"\} 1$/m);
  assert.match(metrics, /^srl_auth_refreshes_total\{outcome="reissued_unsaved"\} 2$/m);

  const second = (await refresh(server.port, again.json)).json;
  await refresh(server.port, second);
  // Within ten seconds it may be another tab; that an old one ends the session later, the service's
  // own tests show, whose clock can be moved.
  assert.equal((await refresh(server.port, first)).status, 200);
  assertProblem(await post(server.port, 'refresh', {refresh_token: first.access_token}), 401, 'session_ended');
});

test('http/auth: twenty tabs that refresh at once all stay signed in', async (t) => {
  const server = await start(t);
  const session = await signIn(server, kAda);
  const answers = await Promise.all(Array.from({length: 20}, () => refresh(server.port, session)));
  assert.deepEqual(answers.map(({status}) => status), Array(20).fill(200));
  assert.equal(new Set(answers.map(({json}) => json.refresh_token)).size, 1);
  for (const {json} of answers) assert.equal((await sessions(server.port, json)).status, 200);
});

test('http/auth: the lab expires tokens and ends sessions, and the next request hears of it', async (t) => {
  const server = await start(t);
  const phone = await signIn(server, kAda, 'phone');
  const guest = await signInAsGuest(server.port, 'tablet');
  assert.equal((await lab(server.port, {fault: 'expire_token', device: 'phone'})).status, 201);
  const expired = await sessions(server.port, phone);
  assertProblem(expired, 401, 'token_expired');
  assert.equal(expired.headers['www-authenticate'], 'Bearer error="invalid_token"');
  assert.equal((await sessions(server.port, guest)).status, 200);
  const renewed = (await refresh(server.port, phone)).json;
  assert.equal((await sessions(server.port, renewed)).status, 200);

  await lab(server.port, {fault: 'expire_token', delay_ms: 5_000});
  assert.equal((await refresh(server.port, renewed)).json.expires_in, 5);
  assert.deepEqual((await ask(server.port, 'GET', '/v1/lab/faults')).json.faults,
                   [{fault: 'expire_token', times: 1, delay_ms: 5_000}]);
  await request(server.port, '/v1/lab/faults', {method: 'DELETE'});
  const last = (await refresh(server.port, renewed)).json;
  assert.equal(last.expires_in, 900);

  await lab(server.port, {fault: 'revoke_session', device: 'phone'});
  assertProblem(await sessions(server.port, last), 401, 'session_ended');
  assertProblem(await refresh(server.port, last), 401, 'session_ended');
});

test('http/auth: sessions are listed and ended, one\'s own account\'s only', async (t) => {
  const server = await start(t);
  const phone = await signIn(server, kAda, 'phone');
  const bob = await signIn(server, kBob, 'tablet');
  const end = (who, id) => request(server.port, `/v1/sessions/${id}`,
    {method: 'DELETE', headers: bearer(who.access_token)});
  assertProblem(await end(bob, phone.session_id), 404, 'not_found');
  assertProblem(await end(bob, randomUUID()), 404, 'not_found');
  assert.equal((await sessions(server.port, phone)).status, 200);
  assert.equal((await end(phone, phone.session_id)).status, 204);
  assertProblem(await sessions(server.port, phone), 401, 'session_ended');
  const left = await post(server.port, 'logout', {}, bearer(bob.access_token));
  assert.deepEqual([left.status, left.body.length], [204, 0]);
  assertProblem(await refresh(server.port, bob), 401, 'session_ended');
  assert.match((await request(server.port, '/metrics')).body.toString(), /^srl_auth_sessions 0$/m);
});

test('http/auth: nobody reaches another\'s tasks by any route', async (t) => {
  const server = await start(t);
  const {port} = server;
  const ada = await signIn(server, kAda);
  const intruders = [await signIn(server, kBob), await signInAsGuest(port)];
  const milk = await createTask(port, ada, 'Milk');
  const op = {op_id: randomUUID(), client_seq: 1, entity: 'task', id: randomUUID(), kind: 'create_task', fields: {title: 'Tea'}};
  await ask(port, 'POST', '/v1/sync/push', {device_id: 'phone', ops: [op]}, bearer(ada.access_token));
  const {json: {cursor}} = await ask(port, 'GET', '/v1/sync/changes', undefined, bearer(ada.access_token));
  const before = (await tasks(port, ada)).body.toString();
  for (const intruder of intruders) {
    const as = (method, target, body, headers = {}) =>
      ask(port, method, target, body, {...headers, ...bearer(intruder.access_token)});
    assert.deepEqual((await as('GET', '/v1/tasks')).json.tasks, []);
    assert.deepEqual((await as('GET', '/v1/sync/changes')).json.changes, []);
    assertProblem(await as('GET', `/v1/sync/changes?cursor=${cursor}`), 410, 'cursor_reset');
    assert.deepEqual((await as('GET', '/v1/sync/snapshot')).json.rows, []);
    assertProblem(await as('GET', `/v1/sync/ops/${op.op_id}`), 404, 'not_found');
    assertProblem(await as('GET', milk.headers.location), 404, 'not_found');
    assertProblem(await as('PATCH', milk.headers.location, {title: 'Mine'}, {'If-Match': '*'}), 404, 'not_found');
    assertProblem(await as('DELETE', milk.headers.location, undefined, {'If-Match': '*'}), 404, 'not_found');
    for (const kind of ['update_task', 'delete_task']) {
      const theft = {...op, op_id: randomUUID(), kind};
      const {json} = await as('POST', '/v1/sync/push', {device_id: 'x', ops: [theft]});
      assert.equal(json.results[0].code, 'not_found');
    }
    // The same ids are no secret and no collision: they are the intruder's own row and key.
    const own = await as('POST', '/v1/sync/push', {device_id: 'x', ops: [op]});
    assert.deepEqual([own.json.results[0].status, own.json.results[0].replayed], ['applied', undefined]);
    const listed = (await as('GET', '/v1/sessions')).json.sessions.map(({id}) => id);
    assert.deepEqual(listed, [intruder.session_id]);
    assertProblem(await as('DELETE', `/v1/sessions/${ada.session_id}`), 404, 'not_found');
  }
  assert.equal((await tasks(port, ada)).body.toString(), before);
});

test('http/auth: no token is in the database, its journal or the log, and its key is the owner\'s alone', async (t) => {
  const server = await start(t, {db: 'lab.db'});
  const first = await signIn(server, kAda);
  const second = (await refresh(server.port, first)).json;
  await createTask(server.port, second, 'Milk');
  await post(server.port, 'otp', {email: kBob});
  const waiting = await codeFor(server, kBob);
  await ask(server.port, 'GET', '/v1/tasks', undefined, bearer('srl_at_nonsense'));
  const stored = fs.readdirSync(server.folder).filter((name) => name.startsWith('lab.db') && !name.endsWith('-key'));
  assert.ok(stored.includes('lab.db-wal'));
  const bytes = Buffer.concat(stored.map((name) => fs.readFileSync(path.join(server.folder, name))));
  assert.ok(bytes.includes(kAda), 'the scan looks at what was written');
  for (const session of [first, second]) {
    for (const token of [session.access_token, session.refresh_token]) {
      const raw = Buffer.from(token.slice(7), 'base64url');
      // The numbers in a token are no secret; its MAC is.
      for (const secret of [token, token.slice(-40), raw.subarray(-32), raw.subarray(-32).toString('hex')]) {
        assert.ok(!bytes.includes(secret));
        assert.ok(!server.log().includes(secret));
      }
    }
  }
  assert.ok(!bytes.includes(`"${waiting}"`) && !bytes.includes(`${kBob}${waiting}`));
  assert.ok(!server.log().includes('srl_at_') && !server.log().includes('srl_rt_'));
  const key = path.join(server.folder, 'lab.db-key');
  assert.equal(fs.statSync(key).mode & 0o777, 0o600);
  assert.equal(fs.statSync(key).size, 32);
  for (const name of stored) assert.equal(fs.statSync(path.join(server.folder, name)).mode & 0o777, 0o600, name);
});

test('http/auth: sessions outlive a restart, but not the loss of the key', async (t) => {
  const before = await start(t, {db: 'lab.db'});
  const session = await signIn(before, kAda);
  await post(before.port, 'otp', {email: kBob});
  await createTask(before.port, session, 'Milk');
  const stop = async (server) => {
    server.signal('SIGTERM');
    await server.exited;
  };
  const again = () => startServer(t, path.join(before.folder, 'site'), {guest: false, lab: true, db: before.file});
  await stop(before);
  const after = await again();
  assert.equal((await tasks(after.port, session)).json.tasks.length, 1);
  assert.equal((await refresh(after.port, session)).status, 200);
  await stop(after);

  fs.rmSync(`${before.file}-key`);
  const keyless = await again();
  assertProblem(await tasks(keyless.port, session), 401, 'unauthenticated');
  assertProblem(await refresh(keyless.port, session), 401, 'session_ended');
  const anew = await post(keyless.port, 'otp', {email: kBob});
  assertProblem(anew, 429, 'too_many_requests');  // a restart forgives nothing
  await stop(keyless);

  fs.chmodSync(`${before.file}-key`, 0o644);
  await assert.rejects(again(), /lab\.db-key.*chmod 600/s);
  fs.chmodSync(`${before.file}-key`, 0o600);
  fs.truncateSync(`${before.file}-key`, 7);
  await assert.rejects(again(), /lab\.db-key.*is not a key/s);
});

test('http/auth: without a way to an inbox, and without guests, it says so', async (t) => {
  const plain = await start(t, {lab: false});
  const asked = await post(plain.port, 'otp', {email: kAda});
  assertProblem(asked, 501, 'sign_in_not_set_up');
  assert.match(asked.json.detail, /--smtp/);
  assert.equal((await post(plain.port, 'guest', {device_id: 'x'})).status, 200);
  assert.match(plain.log(), /guests/);
  const strict = await start(t, {flags: ['--no-guests']});
  assertProblem(await post(strict.port, 'guest', {device_id: 'x'}), 403, 'forbidden');
  assert.equal((await signIn(strict, kAda)).email, kAda);
});
