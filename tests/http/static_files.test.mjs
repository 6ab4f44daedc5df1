// SPDX-License-Identifier: MIT
// What the server sends for a file: its type, its smallest form, its tag, how long it may be kept.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import {assertHardened, makeSite, request, startServer} from '../support/server.mjs';

const files = {
  'index.html': '<!doctype html>',
  'app.js': 'plain script',
  'app.js.br': 'brotli',
  'app.js.gz': 'gzip',
  'only.css': 'plain style',
  'only.css.gz': 'gzip style',
};

async function start(t, more = {}) {
  const site = makeSite(t, {...files, ...more});
  return {site, ...await startServer(t, site)};
}

test('http/static: every kind of file has its media type', async (t) => {
  const types = {
    'a.html': 'text/html; charset=utf-8',
    'a.js': 'text/javascript; charset=utf-8',
    'a.mjs': 'text/javascript; charset=utf-8',
    'a.css': 'text/css; charset=utf-8',
    'a.json': 'application/json',
    'a.wasm': 'application/wasm',
    'a.webmanifest': 'application/manifest+json',
    'a.svg': 'image/svg+xml',
    'a.png': 'image/png',
    'a.ttf': 'font/ttf',
    'a.woff2': 'font/woff2',
    'a.txt': 'text/plain; charset=utf-8',
    'a.md': 'text/plain; charset=utf-8',
    'deep/er/a.js': 'text/javascript; charset=utf-8',
    'a.unknown': 'application/octet-stream',
    'none': 'application/octet-stream',
  };
  const {port} = await start(t, Object.fromEntries(Object.keys(types).map((name) => [name, name])));
  for (const [name, type] of Object.entries(types)) {
    const response = await request(port, `/${name}`);
    assert.equal(response.status, 200, name);
    assert.equal(response.headers['content-type'], type, name);
    assert.equal(response.body.toString(), name);
    assertHardened(response);
  }
});

test('http/static: a folder means its index.html', async (t) => {
  const {port} = await start(t, {'docs/index.html': 'docs'});
  assert.equal((await request(port, '/')).body.toString(), files['index.html']);
  assert.equal((await request(port, '/docs/')).body.toString(), 'docs');
  assert.equal((await request(port, '/docs')).status, 404);
});

test('http/static: the smallest form that the client takes', async (t) => {
  const {port} = await start(t);
  const cases = [
    // Accept-Encoding, file, Content-Encoding, body
    [undefined, 'app.js', undefined, 'plain script'],
    ['gzip, deflate, br', 'app.js', 'br', 'brotli'],
    ['gzip, deflate', 'app.js', 'gzip', 'gzip'],
    ['GZIP', 'app.js', 'gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'app.js', 'gzip', 'gzip'],
    ['br;q=0.000,gzip ; q=0', 'app.js', undefined, 'plain script'],
    ['*', 'app.js', 'br', 'brotli'],
    ['*, br;q=0', 'app.js', 'gzip', 'gzip'],
    ['*;q=0', 'app.js', undefined, 'plain script'],
    ['identity', 'app.js', undefined, 'plain script'],
    ['broccoli, xgzip', 'app.js', undefined, 'plain script'],
    ['br, gzip', 'only.css', 'gzip', 'gzip style'],
    ['br', 'only.css', undefined, 'plain style'],
    ['br, gzip', 'index.html', undefined, '<!doctype html>'],
  ];
  for (const [accept, name, encoding, body] of cases) {
    const headers = accept === undefined ? {} : {'Accept-Encoding': accept};
    const response = await request(port, `/${name}`, {headers});
    assert.equal(response.headers['content-encoding'], encoding, `${accept} ${name}`);
    assert.equal(response.body.toString(), body, `${accept} ${name}`);
    assert.equal(response.headers['vary'], 'Accept-Encoding');
    assert.equal(response.headers['content-type'].split('/')[0], 'text');
  }
});

test('http/static: a packed copy of the build before is not sent', async (t) => {
  const {port, site} = await start(t);
  const yesterday = new Date(Date.now() - 86_400_000);
  fs.utimesSync(path.join(site, 'app.js.br'), yesterday, yesterday);
  const response = await request(port, '/app.js', {headers: {'Accept-Encoding': 'br, gzip'}});
  assert.equal(response.headers['content-encoding'], 'gzip');
});

test('http/static: the tag is strong, and of the form that is sent', async (t) => {
  const {port} = await start(t);
  const tag = async (encoding) =>
    (await request(port, '/app.js', {headers: {'Accept-Encoding': encoding}})).headers.etag;
  const tags = [await tag('identity'), await tag('gzip'), await tag('br')];
  for (const each of tags) assert.match(each, /^"[0-9a-f]{16}"$/);
  assert.equal(new Set(tags).size, 3);
  assert.equal(await tag('br'), tags[2]);
});

test('http/static: what the client has is not sent again', async (t) => {
  const {port, site} = await start(t);
  const {headers: {etag}} = await request(port, '/app.js');
  const ask = (value) => request(port, '/app.js', {headers: {'If-None-Match': value}});
  for (const value of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const response = await ask(value);
    assert.equal(response.status, 304, value);
    assert.equal(response.body.length, 0);
    assert.equal(response.headers.etag, etag);
    assert.equal(response.headers['cache-control'], 'no-cache');
    assertHardened(response);
  }
  for (const value of ['"other"', etag.slice(1, -1), '']) assert.equal((await ask(value)).status, 200, value);

  fs.writeFileSync(path.join(site, 'app.js'), 'a new build');
  const response = await ask(etag);
  assert.equal(response.status, 200);
  assert.equal(response.body.toString(), 'a new build');
  assert.notEqual(response.headers.etag, etag);
});

test('http/static: only what names its build is kept for ever', async (t) => {
  const {port} = await start(t, {'scenarios/a.json': '{}', 'app.wasm': 'wasm'});
  const forever = 'public, max-age=31536000, immutable';
  const cases = {
    '/': 'no-cache',
    '/?v=1a2b': 'no-cache',
    '/index.html?v=1a2b': 'no-cache',
    '/scenarios/a.json': 'no-cache',
    '/app.js': 'no-cache',
    '/app.js?v=': 'no-cache',
    '/app.js?w=1a2b': 'no-cache',
    '/app.js?v=1a2b': forever,
    '/app.wasm?v=1a2b': forever,
    '/scenarios/a.json?v=1a2b': forever,
    '/livez': 'no-store',
  };
  for (const [target, expected] of Object.entries(cases)) {
    const {headers, status} = await request(port, target);
    assert.equal(status, 200, target);
    assert.equal(headers['cache-control'], expected, target);
  }
});

test('http/static: HEAD says what GET would, and sends nothing', async (t) => {
  const {port} = await start(t);
  const get = await request(port, '/app.js');
  const head = await request(port, '/app.js', {method: 'HEAD'});
  assert.equal(head.status, 200);
  assert.equal(head.body.length, 0);
  for (const name of ['content-length', 'content-type', 'etag', 'cache-control', 'vary']) {
    assert.equal(head.headers[name], get.headers[name], name);
  }
});

test('http/static: /embed is the page, and the only one that others may frame', async (t) => {
  const {port} = await start(t);
  const embed = await request(port, '/embed?embed=1');
  assert.equal(embed.status, 200);
  assert.equal(embed.body.toString(), files['index.html']);
  assertHardened(embed, '*');
  for (const target of ['/', '/index.html', '/?embed=1', '/livez']) {
    assertHardened(await request(port, target));
  }
  for (const target of ['/embed/', '/embed/app.js', '/EMBED']) {
    const response = await request(port, target);
    assert.equal(response.status, 404, target);
    assertHardened(response);
  }
});

test('http/static: /livez answers without the web app', async (t) => {
  const {port, site} = await start(t);
  fs.rmSync(path.join(site, 'index.html'));
  const response = await request(port, '/livez');
  assert.equal(response.status, 200);
  assert.equal(response.body.toString(), 'ok\n');
  assert.equal((await request(port, '/')).status, 404);
});
