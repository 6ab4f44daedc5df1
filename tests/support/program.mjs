// SPDX-License-Identifier: MIT
// Runs the real program and says what it did: exit code, standard output, standard error.
import {spawn} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');

export const program = process.env.SRL_PROGRAM || path.join(root, 'build/native/srl');
export const scenario = (name) => path.join(root, `public/scenarios/${name}.json`);

const kPatienceMs = 120_000;  // then it hangs: it is killed, and `signal` says so

// `input` goes to standard input; `stdio` replaces where the output goes.
export function srl(args, {input = '', stdio} = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: stdio || ['pipe', 'pipe', 'pipe'],
      timeout: kPatienceMs,
      killSignal: 'SIGKILL',
    });
    const texts = {stdout: '', stderr: ''};
    for (const name of ['stdout', 'stderr']) {
      child[name]?.setEncoding('utf8').on('data', (text) => texts[name] += text);
    }
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({code, signal, ...texts}));
    child.stdin?.on('error', () => {});  // a program that complains early reads nothing
    child.stdin?.end(input);
  });
}
