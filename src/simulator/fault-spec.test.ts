import { expect, test } from 'vitest';
import { FAULT_KINDS, FAULT_VALUES, parseFaults } from './fault-spec.ts';

test('a spec reads to rules', () => {
  expect(parseFaults('drop:0.01, delay:0.01x500ms,half_open@30s,clock_step@20s-2s,burst@1mx50,corrupt:1=BTC/USD')).toEqual([
    { kind: 'drop', trigger: { rate: 0.01 }, value: 0 },
    { kind: 'delay', trigger: { rate: 0.01 }, value: 500 },
    { kind: 'half_open', trigger: { atMs: 30_000 }, value: 0 },
    { kind: 'clock_step', trigger: { atMs: 20_000 }, value: -2_000 },
    { kind: 'burst', trigger: { atMs: 60_000 }, value: 50 },
    { kind: 'corrupt', trigger: { rate: 1 }, value: 0, symbol: 'BTC/USD' },
  ]);
  expect(parseFaults('')).toEqual([]);
});

test.each(FAULT_KINDS)('%s takes its usual value', (kind) => {
  expect(parseFaults(`${kind}:0.5,${kind}@10s`).map(({ value }) => value)).toEqual([
    FAULT_VALUES[kind].usual,
    FAULT_VALUES[kind].usual,
  ]);
});

test.each([
  ['drop', 'neither'],
  ['dorp:0.1', 'no kind dorp'],
  ['drop:1.5', 'from 0 to 1'],
  ['drop:1.2.3', 'from 0 to 1'],
  ['drop:0.1x5s', 'takes no amount'],
  ['burst@1sx5s', 'without a unit'],
  ['delay:0.1-5s', 'only clock_step'],
  ['delay:0.1x5.5.5s', 'not a number'],
  ['close@1.2.3s', 'not a number'],
  ['drop:0.1;delay:0.1', 'neither'],
])('%s is refused, and the part is named', (spec, problem) => {
  expect(() => parseFaults(`duplicate:0.1,${spec}`)).toThrow(problem);
  expect(() => parseFaults(spec)).toThrow(spec.slice(0, 4));
});
