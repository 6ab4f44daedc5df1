// SPDX-License-Identifier: MIT
// What the measurements of peers share: the packages, which scripts/setup --bench puts into
// build/peers, and the work, which is what srl_server_bench sends to our own server, byte for byte.
import {execFileSync} from 'node:child_process';
import {createRequire} from 'node:module';
import path from 'node:path';

const peers = path.join(import.meta.dirname, '../../../build/peers');
export const peer = createRequire(path.join(peers, 'package.json'));
export const peerFolder = (name) => path.join(peers, 'node_modules', name);

// The operations as a push carries them.
export function operations(bench) {
  const bodies = execFileSync(bench, ['work', '500'], {maxBuffer: 1 << 26}).toString();
  return bodies.trim().split('\n').flatMap((body) => JSON.parse(body).ops);
}

// As whole rows after each operation: an edit carries what it changes.
export function wholeRows(ops) {
  const rows = new Map();
  return ops.map((op) => {
    const row = {...rows.get(op.id), ...op.fields};
    rows.set(op.id, row);
    return {op_id: op.op_id, id: op.id, row};
  });
}
