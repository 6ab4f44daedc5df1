// SPDX-License-Identifier: MIT
// WatermelonDB on SQLite with its own synchronize(): how long 10,000 operations made offline take to
// a server, and a second device from nothing. Each step is a process of its own, so that nothing is
// warm: node watermelon.mjs serve FILE | offline FILE BENCH | drain FILE PORT | pull FILE PORT
// The server is its backend guide's: one request, one transaction, SQLite in WAL with FULL.
import http from 'node:http';
import {operations, peer} from './work.mjs';

const kColumns = {title: 'string', description: 'string', priority: 'string', tags: 'string',
  begins_at: 'number', duration_min: 'number', completed: 'boolean', completed_at: 'number',
  remind_at: 'number'};
const kBatch = 100;  // operations a transaction, when nobody measures
const kNames = Object.keys(kColumns);

async function openDevice(file) {
  const {Database, Model, appSchema, tableSchema} = peer('@nozbe/watermelondb');
  peer('@nozbe/watermelondb/utils/common').logger.silence();
  const {default: SQLiteAdapter} = peer('@nozbe/watermelondb/adapters/sqlite');
  class Task extends Model { static table = 'tasks'; }
  const columns = Object.entries(kColumns).map(([name, type]) => ({name, type}));
  const schema = appSchema({version: 1, tables: [tableSchema({name: 'tasks', columns})]});
  const adapter = new SQLiteAdapter({dbName: file, schema});
  await adapter.initializingPromise;
  return new Database({adapter, modelClasses: [Task]});
}

const values = (fields) => ({...fields, ...(fields.tags && {tags: fields.tags.join()})});

async function workOffline(file, bench) {
  const database = await openDevice(file);
  const tasks = database.get('tasks');
  const made = new Map();
  const prepare = (op) => {
    const set = (record) => {
      for (const [name, value] of Object.entries(values(op.fields))) record._setRaw(name, value);
    };
    const before = made.get(op.id);
    if (before) return before.prepareUpdate(set);
    const record = tasks.prepareCreate((task) => { task._raw.id = op.id; set(task); });
    made.set(op.id, record);
    return record;
  };
  let batch = [];
  const write = () => database.write(() => database.batch(...batch.splice(0)));
  for (const op of operations(bench)) {
    if (batch.length >= kBatch || batch.includes(made.get(op.id))) await write();
    batch.push(prepare(op));
  }
  await write();
}

async function synchronize(file, port) {
  const database = await openDevice(file);
  const {synchronize} = peer('@nozbe/watermelondb/sync');
  const call = async (path, body) => {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, {method: 'POST',
      headers: {'content-type': 'application/json'}, body: JSON.stringify(body)});
    if (!reply.ok) throw new Error(await reply.text());
    return reply.json();
  };
  const began = performance.now();
  await synchronize({
    database,
    pullChanges: ({lastPulledAt}) => call('/pull', {since: lastPulledAt ?? 0}),
    pushChanges: ({changes}) => call('/push', changes),
    sendCreatedAsUpdated: true,
  });
  const ms = performance.now() - began;
  const rows = await database.get('tasks').query().fetchCount();
  console.log(JSON.stringify({ms, rows}));
}

function serve(file) {
  const database = new (peer('better-sqlite3'))(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE tasks (id TEXT PRIMARY KEY, version INTEGER NOT NULL, ' +
    kNames.join() + '); CREATE INDEX tasks_by_version ON tasks (version);');
  const upsert = database.prepare(`INSERT INTO tasks (id, version, ${kNames.join()}) VALUES ` +
    `(?, ?, ${kNames.map(() => '?').join()}) ON CONFLICT (id) DO UPDATE SET ` +
    ['version', ...kNames].map((name) => `${name} = excluded.${name}`).join());
  const changed = database.prepare(
    `SELECT id, ${kNames.join()} FROM tasks WHERE version > ? ORDER BY version`);
  let version = 1;  // as lastPulledAt, which must not be 0
  const push = database.transaction(({tasks}) => {
    ++version;
    for (const row of [...tasks.created, ...tasks.updated]) {
      upsert.run(row.id, version, ...kNames.map((name) =>
        typeof row[name] === 'boolean' ? Number(row[name]) : row[name]));
    }
    return {};
  });
  const pull = ({since}) => ({timestamp: version,
    changes: {tasks: {created: [], updated: changed.all(since), deleted: []}}});
  const server = http.createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = JSON.parse(Buffer.concat(parts));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/push' ? push(body) : pull(body)));
  });
  server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
}

const [what, file, last] = process.argv.slice(2);
if (what === 'serve') serve(file);
else if (what === 'offline') await workOffline(file, last);
else await synchronize(file, last);
