// SPDX-License-Identifier: MIT
// What the command line says to who asks, and to who asks wrongly.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';

import {scenario, srl} from '../support/program.mjs';

test('cli/usage: --help and --version', async () => {
  const help = await srl(['--help']);
  assert.equal(help.code, 0);
  for (const command of ['simulate', 'replay', 'serve']) {
    assert.match(help.stdout, new RegExp(`^  ${command} `, 'm'));
  }
  const version = await srl(['--version']);
  assert.equal(version.code, 0);
  assert.match(version.stdout, /^srl \d+\.\d+\.\d+\n$/);
  const simulate = await srl(['simulate', '--help']);
  assert.equal(simulate.code, 0);
  for (const word of ['naive, reliable', 'two_devices', '--dump-history']) {
    assert.ok(simulate.stdout.includes(word), word);
  }
});

test('cli/usage: wrong usage exits with 2 and says what there is', async () => {
  const cases = [
    // arguments, what standard error must say
    [[], /which command[^]*simulate[^]*replay[^]*serve/],
    [['dance'], /dance[^]*srl --help/],
    [['--bogus'], /--bogus[^]*srl --help/],
    [['simulate', '--bogus'], /--bogus[^]*srl simulate --help/],
    [['simulate', 'extra'], /extra/],
    [['simulate', '--preset', 'best'], /"best"; there are: naive, reliable/],
    [['simulate', '--preset', ''], /preset/],
    [['simulate', '--workload', 'lunch'], /"lunch"; there are: .*two_devices/],
    [['simulate', '--seeds'], /--seeds/],
    [['simulate', '--seeds', '0'], /--seeds: "0" is not a whole number from 1/],
    [['simulate', '--seeds', '-5'], /--seeds/],
    [['simulate', '--seeds', '1e3'], /"1e3" is not a whole number/],
    [['simulate', '--seeds', '0x10'], /"0x10"/],
    [['simulate', '--seeds', '99999999999999999999999'], /"9{23}"/],
    [['simulate', '--from', '18446744073709551615'], /"18446744073709551615"/],
    [['simulate', '--from', '1.5'], /"1\.5"/],
    [['simulate', '--json', '--dump-history'], /--json|--dump-history/],
    [['simulate', 'simulate'], /simulate/],
    [['replay'], /history is required[^]*srl replay --help/],
    [['replay', scenario('offline-replay'), 'b.json'], /b\.json/],
    [['replay', scenario('offline-replay'), '--preset', 'best'], /naive, reliable/],
    [['replay', scenario('offline-replay'), '--json', '--events'], /--json|--events/],
    [['serve', '--bogus'], /--bogus[^]*srl serve --help/],
  ];
  for (const [args, says] of cases) {
    const result = await srl(args);
    assert.equal(result.code, 2, args.join(' '));
    assert.equal(result.stdout, '', args.join(' '));
    assert.match(result.stderr, says, args.join(' '));
    assert.match(result.stderr, /^srl: /, args.join(' '));
  }
});

test('cli/usage: a full disk behind standard output is a failure, not a success', async (t) => {
  const full = fs.openSync('/dev/full', 'w');
  t.after(() => fs.closeSync(full));
  for (const args of [['simulate', '--seeds', '1'], ['replay', scenario('offline-replay')]]) {
    const result = await srl(args, {stdio: ['ignore', full, 'pipe']});
    assert.equal(result.code, 1, args[0]);
    assert.match(result.stderr, /could not be written/);
  }
});
