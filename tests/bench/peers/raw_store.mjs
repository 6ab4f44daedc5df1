// SPDX-License-Identifier: MIT
// The least that a server must write which a repeat cannot fool: a ledger row, an upsert, an index on
// the version. Through better-sqlite3, into our server's own tables: what DESIGN's "raw SQLite" was
// measured with. Run by itself it prints its rate: node raw_store.mjs SRL_SERVER_BENCH FILE BATCH
import {execFileSync} from 'node:child_process';
import {operations, peer, wholeRows} from './work.mjs';

const kPriorities = ['low', 'medium', 'high', 'urgent'];

export function openRawStore(bench, file) {
  execFileSync(bench, ['tables', file]);
  const database = new (peer('better-sqlite3'))(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  const isKnown = database.prepare('SELECT version FROM ledger WHERE account_id = 1 AND op_id = ?');
  const ledger = database.prepare(
    'INSERT INTO ledger (op_id, fingerprint, task_id, account_id, intent, status, code, version) ' +
    'VALUES (?, ?, ?, 1, 0, 0, 0, ?)');
  const upsert = database.prepare(
    'INSERT INTO tasks (task_id, title, description, tags, account_id, version, deleted, ' +
    'created_by, begins_at, duration_min, priority, completed, completed_at, remind_at) ' +
    'VALUES (?, ?, ?, ?, 1, ?, 0, 0, ?, ?, ?, ?, ?, ?) ' +
    'ON CONFLICT (account_id, task_id) DO UPDATE SET title = excluded.title, ' +
    'description = excluded.description, tags = excluded.tags, version = excluded.version, ' +
    'begins_at = excluded.begins_at, duration_min = excluded.duration_min, ' +
    'priority = excluded.priority, completed = excluded.completed, ' +
    'completed_at = excluded.completed_at, remind_at = excluded.remind_at');
  const fingerprint = 'f'.repeat(16);
  let version = 0;
  const write = ({op_id, id, row}) => {
    ledger.run(op_id, fingerprint, id, ++version);
    upsert.run(id, row.title, row.description, row.tags.join(), version, row.begins_at,
      row.duration_min, kPriorities.indexOf(row.priority), row.completed ? 1 : 0,
      row.completed_at, row.remind_at);
  };
  return {
    writeAll: database.transaction((batch) => batch.forEach(write)),
    // For a server: what is known already is not written again.
    writeNew: database.transaction((batch) => {
      for (const one of batch) if (!isKnown.get(one.op_id)) write(one);
    }),
    close: () => database.close(),
  };
}

function measure(bench, file, size) {
  const rows = wholeRows(operations(bench));
  const store = openRawStore(bench, file);
  const began = performance.now();
  for (let i = 0; i < rows.length; i += size) store.writeAll(rows.slice(i, i + size));
  const seconds = (performance.now() - began) / 1000;
  store.close();
  console.log(JSON.stringify({operations_per_second: rows.length / seconds}));
}

if (process.argv[1] === import.meta.filename) {
  const [bench, file, size] = process.argv.slice(2);
  measure(bench, file, Number(size));
}
