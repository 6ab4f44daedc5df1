// SPDX-License-Identifier: MIT
// Histories and links that are malformed or hostile: a clear error with place and remedy, exit code
// 2, no crash, and nothing on standard output that a script could take for a result.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import zlib from 'node:zlib';

import {makeFolder} from '../support/ending.mjs';
import {srl} from '../support/program.mjs';

const kCreate = {at: 1, actor: 'phone', do: 'create_task', args: {title: 'A'}};
const history = (more) => JSON.stringify({format: 1, ...more});
const gesture = (more) => history({gestures: [{...kCreate, ...more}]});
const fault = (more) => history({faults: [{fault: 'offline', ...more}]});
const nested = (depth) => '['.repeat(depth) + ']'.repeat(depth);
const linkOf = (bytes) => `#h=${zlib.deflateRawSync(bytes, {level: 9}).toString('base64url')}`;
const withBytes = (...bytes) =>
  Buffer.concat([Buffer.from('{"format":1,"preset":"'), Buffer.from(bytes), Buffer.from('"}')]);
const cutTo = (text, size) => text.slice(0, size);

// What is wrong with it: [the text of the file, what the error must say].
const kHistories = {
  'nothing at all': ['', /line 1/],
  'cut off': [cutTo(gesture({}), 40), /line 1, column 41: .*end/],
  'not JSON': ['seed: 7', /line 1, column 1/],
  'two documents': ['{"format":1}{"format":1}', /column 13/],
  'a list': ['[]', /object/],
  'no format': ['{}', /\/format/],
  'a later format': ['{"format":2}', /\/format.*format 1/],
  'a depth bomb': [`{"format":1,"gestures":${nested(100_000)}}`, /deeper than the 32 levels/],
  'a depth bomb that never ends': ['['.repeat(500_000), /deeper than the 32 levels/],
  'depth by objects': ['{"a":'.repeat(40) + '1' + '}'.repeat(40), /deeper than the 32 levels/],
  '5,001 gestures': [history({gestures: Array(5001).fill(kCreate)}), /\/gestures: 5001 entries, at most 5000/],
  '201 faults': [history({faults: Array(201).fill({fault: 'offline'})}), /\/faults: 201 entries, at most 200/],
  'nine devices': [history({devices: [...'abcdefghi']}), /\/devices/],
  'an unknown member': [history({gesture: []}), /\/gesture: there is no such member; there are: .*gestures/],
  'an unknown gesture': [gesture({do: 'dance'}), /\/gestures\/0\/do: .*"dance"/],
  'an unknown argument': [gesture({args: {title: 'A', colour: 'red'}}), /\/gestures\/0\/args\/colour: .*priority/],
  'an unknown fault': [fault({fault: 'gremlins'}), /\/faults\/0\/fault: .*"gremlins".*drop_reply/],
  'an unknown preset': [history({preset: 'best'}), /\/preset: .*naive, reliable/],
  'an unknown decision': [history({safeguards: {luck: 'good'}}), /\/safeguards\/luck/],
  'an unknown policy': [history({safeguards: {conflict: 'magic'}}), /\/safeguards.*"magic".*last_arrival/],
  'a task that no gesture creates': [gesture({do: 'delete_task', args: {task: 'g7'}}),
    /\/gestures\/0\/args\/task: g7/],
  'a task by its id': [gesture({do: 'delete_task', args: {task: '0190-abc'}}),
    /\/gestures\/0\/args\/task: .*"g3"/],
  'a path for a device': [gesture({actor: '../../etc'}), /\/gestures\/0\/actor/],
  'a number of 400 digits': [`{"format":1,"seed":1${'0'.repeat(400)}}`, /\/seed/],
  'a number beyond 64 bits': ['{"format":1,"seed":18446744073709551616}', /\/seed/],
  'an exponent': ['{"format":1,"seed":1e400}', /\/seed|column/],
  'a fraction': ['{"format":1,"seed":1.5}', /\/seed: 1\.5/],
  'a negative time': [gesture({at: -1}), /\/gestures\/0\/at: .*from 0/],
  'a time after the end': [gesture({at: 9e14}), /\/gestures\/0\/at/],
  'a text for a number': [gesture({at: '1'}), /\/gestures\/0\/at/],
  'null for a list': [history({gestures: null}), /\/gestures/],
  'a title of a megabyte': [gesture({args: {title: 'x'.repeat(900_000)}}), /\/gestures\/0\/args\/title: .*500/],
  'a title with a line break': [gesture({args: {title: 'a\nb'}}), /\/gestures\/0\/args/],
  'a title with NUL': [gesture({args: {title: 'a\0b'}}), /\/gestures\/0\/args/],
  'a name that paints the terminal red': [gesture({do: '\x1b[31m\x07\x9b'}), /\/gestures\/0\/do/],
  'a name of two lines': [gesture({do: 'a\nsrl: all is well'}), /\/gestures\/0\/do/],
  'the same key twice': ['{"format":1,"seed":1,"seed":2}', /\/seed: this key occurs twice/],
  'bad UTF-8': [withBytes(0xff, 0xfe), /UTF-8/],
  'an overlong slash': [withBytes(0xc0, 0xaf), /UTF-8/],
  'a lone surrogate': ['{"format":1,"preset":"\\ud800"}', /column|preset/],
  'UTF-16': [Buffer.from('\ufeff{"format":1}', 'utf16le'), /UTF-8/],
  'binary': [Buffer.from(Array.from({length: 4096}, (_, i) => (i * 37) % 256)), /./],
  'more than a megabyte': [history({}) + ' '.repeat(1024 * 1024), /larger than the 1048576 bytes/],
};

const kLinks = {
  'no history and no scenario': ['https://lab.example/#', /#h=.*#scenario=/],
  'an empty history': ['#h=', /h=/],
  'not base64url': ['#h=a+b/', /#h: character 2/],
  'padded': ['#h=QUJD==', /#h: character/],
  'cut in the middle of a byte': ['#h=QUJDR', /#h: .*missing/],
  'not deflated': ['#h=' + Buffer.from('hello, this is no archive').toString('base64url'), /#h: the compressed data/],
  'cut off': [linkOf(gesture({})).slice(0, '#h='.length + 40), /#h: .*ends too early/],
  'something after the end': [linkOf(gesture({})) + 'AAAA', /#h: something follows/],
  'an inflate bomb': [linkOf(Buffer.alloc(40 * 1024 * 1024, ' ')), /#h: unpacked .* more than the 1048576/],
  'longer than 64 KB': ['#h=' + 'A'.repeat(70_000), /at most 65536 .* as a file/],
  'a depth bomb inside': [linkOf('['.repeat(400_000)), /#h: .*deeper than the 32 levels/],
  'bad UTF-8 inside': [linkOf(Buffer.from([0x22, 0xff, 0x22])), /#h: .*UTF-8/],
  'a wrong history inside': [linkOf(gesture({do: 'dance'})), /#h: \/gestures\/0\/do/],
  'an unknown scenario': ['#scenario=lunch', /"lunch"; there are: .*offline-replay/],
  'a path for a scenario': ['#scenario=../../../etc/passwd', /#scenario: must be/],
  'an empty scenario': ['#scenario=', /#scenario: must be/],
  'a scenario of 10,000 letters': ['#scenario=' + 'a'.repeat(10_000), /#scenario: must be/],
  'a seed that is none': ['#scenario=offline-replay&seed=-1', /#seed: must be a whole number/],
  'a seed beyond 64 bits': ['#scenario=offline-replay&seed=99999999999999999999', /#seed: must be/],
  'two seeds': ['#scenario=offline-replay&seed=1&seed=2', /#seed: stands in the link twice/],
  'a moment after the end of time': ['#scenario=offline-replay&t=99999999999', /#t: must be/],
  'an unknown preset': ['#scenario=offline-replay&preset=best', /naive, reliable/],
  'markup for a focus': ['#scenario=offline-replay&focus=<script>', /#focus: must be/],
};

function assertRefused(result, says, what) {
  assert.equal(result.signal, null, `${what}: crashed`);
  assert.equal(result.code, 2, `${what}: ${result.stderr}`);
  assert.equal(result.stdout, '', what);
  assert.match(result.stderr, says, what);
  assert.match(result.stderr, /^srl: [^:\n]+: /, what);
  assert.ok(result.stderr.length < 1000, `${what}: the error repeats the input`);
  assert.match(result.stderr, /^[^\x00-\x1f\x7f-\x9f]+\n$/, `${what}: control characters reach the terminal`);
}

test('cli/hostile: a bad file is refused with its place', async (t) => {
  const folder = makeFolder(t);
  const file = path.join(folder, 'history.json');
  for (const [what, [text, says]] of Object.entries(kHistories)) {
    fs.writeFileSync(file, text);
    const result = await srl(['replay', file]);
    assertRefused(result, says, what);
    assert.ok(result.stderr.includes(file), what);
  }
});

test('cli/hostile: the same on standard input', async () => {
  for (const [what, [text, says]] of Object.entries(kHistories)) {
    assertRefused(await srl(['replay', '-'], {input: text}), says, what);
  }
});

test('cli/hostile: a bad link is refused with its key', async () => {
  for (const [what, [link, says]] of Object.entries(kLinks)) {
    assertRefused(await srl(['replay', link]), says, what);
  }
});

test('cli/hostile: what is no file is said', async (t) => {
  const folder = makeFolder(t);
  const cases = [
    [path.join(folder, 'nowhere.json'), /No such file/],
    [folder, /directory/],
    ['/dev/zero', /larger than/],
    ['x'.repeat(5000), /too long/],
  ];
  for (const [source, says] of cases) {
    const result = await srl(['replay', source]);
    assert.equal(result.code, 2, source);
    assert.match(result.stderr, says, source);
  }
});
