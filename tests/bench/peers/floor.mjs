// SPDX-License-Identifier: MIT
// The floor of a drain from the browser: the official SQLite-wasm on OPFS (sahpool, WAL, exclusive,
// FULL) in a worker with an outbox and a table of tasks, draining 10,000 operations to the least server
// that a repeat cannot fool (raw_store.mjs). Nothing is pulled. Prints the seconds until the last answer
// is on disk: node floor.mjs CHROMIUM SRL_SERVER_BENCH BATCH
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import {openUnwatched} from '../unwatched_browser.mjs';
import {openRawStore} from './raw_store.mjs';
import {operations, peerFolder, wholeRows} from './work.mjs';

const [chromium, bench, batch] = process.argv.slice(2);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'srl-floor-'));
const sqlite = path.join(peerFolder('@sqlite.org/sqlite-wasm'), 'dist');
const store = openRawStore(bench, path.join(folder, 'server.db'));
const work = JSON.stringify(wholeRows(operations(bench)));
const kTypes = {'.wasm': 'application/wasm', '.mjs': 'text/javascript', '.js': 'text/javascript'};

async function answer(request, response) {
  if (request.method === 'POST') {
    const parts = [];
    for await (const part of request) parts.push(part);
    store.writeNew(JSON.parse(Buffer.concat(parts)));
    return response.end('{}');
  }
  if (request.url === '/') {
    response.setHeader('content-type', 'text/html');
    return response.end('<!doctype html><title>floor</title>');
  }
  if (request.url === '/work') return response.end(work);
  const file = request.url.startsWith('/floor_worker.js')
    ? path.join(import.meta.dirname, 'floor_worker.js')
    : path.join(sqlite, path.basename(request.url));
  response.setHeader('content-type', kTypes[path.extname(file)] ?? 'text/plain');
  response.end(fs.readFileSync(file));
}

const server = http.createServer((request, response) =>
  answer(request, response).catch((error) => { response.statusCode = 500; response.end(`${error}`); }));
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const page = await openUnwatched(chromium, path.join(folder, 'profile'),
  `http://127.0.0.1:${server.address().port}/`);
try {
  const seconds = await page.evaluate(`new Promise((resolve, reject) => {
    const worker = new Worker('/floor_worker.js?${Number(batch)}', {type: 'module'});
    worker.onmessage = ({data}) => data.error ? reject(new Error(data.error)) : resolve(data.seconds);
    worker.onerror = (event) => reject(new Error(event.message));
  })`);
  console.log(JSON.stringify({seconds}));
} finally {
  await page.close();
  server.close();
  store.close();
  fs.rmSync(folder, {recursive: true});
}
