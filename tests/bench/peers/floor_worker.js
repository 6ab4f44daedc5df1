// SPDX-License-Identifier: MIT
// The browser's side of floor.mjs.
import sqlite3InitModule from '/index.mjs';

const kBatch = Number(location.search.slice(1));

async function openDatabase() {
  const sqlite3 = await sqlite3InitModule();
  const pool = await sqlite3.installOpfsSAHPoolVfs({clearOnInit: true});
  const database = new pool.OpfsSAHPoolDb('/floor.db');
  database.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;' +
    'CREATE TABLE outbox (seq INTEGER PRIMARY KEY, op TEXT NOT NULL);' +
    'CREATE TABLE tasks (id TEXT PRIMARY KEY, row TEXT NOT NULL, synced INTEGER NOT NULL);');
  return database;
}

function fill(database, work) {
  const outbox = database.prepare('INSERT INTO outbox (op) VALUES (?)');
  const tasks = database.prepare('INSERT INTO tasks VALUES (?, ?, 0) ' +
    'ON CONFLICT (id) DO UPDATE SET row = excluded.row, synced = 0');
  for (let i = 0; i < work.length; i += kBatch) {
    database.transaction(() => {
      for (const op of work.slice(i, i + kBatch)) {
        outbox.bind([JSON.stringify(op)]).stepReset();
        tasks.bind([op.id, JSON.stringify(op.row)]).stepReset();
      }
    });
  }
  outbox.finalize();
  tasks.finalize();
}

async function drain(database) {
  const next = database.prepare(`SELECT seq, op FROM outbox ORDER BY seq LIMIT ${kBatch}`);
  const forget = database.prepare('DELETE FROM outbox WHERE seq = ?');
  const mark = database.prepare('UPDATE tasks SET synced = 1 WHERE id = ?');
  for (;;) {
    const batch = [];
    while (next.step()) batch.push({seq: next.get(0), op: JSON.parse(next.get(1))});
    next.reset();
    if (batch.length === 0) break;
    const reply = await fetch('/push', {method: 'POST', body: JSON.stringify(batch.map(({op}) => op))});
    if (!reply.ok) throw new Error(await reply.text());
    await reply.json();
    database.transaction(() => {
      for (const {seq, op} of batch) {
        forget.bind([seq]).stepReset();
        mark.bind([op.id]).stepReset();
      }
    });
  }
}

try {
  const work = await (await fetch('/work')).json();
  const database = await openDatabase();
  fill(database, work);
  const began = performance.now();
  await drain(database);
  postMessage({seconds: (performance.now() - began) / 1000});
} catch (error) {
  postMessage({error: `${error.stack ?? error}`});
}
