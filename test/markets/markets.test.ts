import { expect, test } from 'vitest';
import { touchOf } from '../../src/analytics/book/index.ts';
import type { Generate, Level, Market, Message } from './contract.ts';
import { followedOf, runMarket } from './run-market.ts';
import { cellsOf, tableOf, type ScoredRun } from './score-runs.ts';

/** Ten minutes of a market whose touch moves a tick each second, with one trade a second. */
const walking: Generate = ({ minutes }): Market => {
  const side = (best: number, step: number): Level[] =>
    Array.from({ length: 20 }, (_, i) => [(best + i * step).toFixed(2), '1.50'] as const);
  return {
    instrument: { tick: '0.01', lot: '0.01' },
    *messages(): Generator<Message> {
      yield { kind: 'snapshot', at: 0, bids: side(100, -0.01), asks: side(100.01, 0.01) };
      for (let second = 1; second < minutes * 60; second++) {
        const at = second * 1_000;
        const better = second % 2 === 1;
        const top = better ? '2.25' : '1.50';
        yield { kind: 'trade', at, price: '100.01', size: '0.50', taker: 'buy' };
        yield { kind: 'quote', at, bid: ['100.00', top], ask: ['100.01', '1.50'] };
        yield { kind: 'depth', at: at + 50, bids: [['100.00', top]], asks: [] };
      }
    },
    labels: () => [],
  };
};

test('a generated market arrives whole through decoder, feed and engine', () => {
  const { engine, findings } = runMarket(walking, { regime: 'thin', seed: 1, minutes: 10, kind: null, episodes: 0 });
  expect(findings).toEqual([]);
  const symbol = followedOf(engine);
  expect(symbol?.book.phase).toBe('synced');
  expect(symbol === undefined ? null : touchOf(symbol.book.book)).toMatchObject({ bid: 100, bidSize: 2.25, ask: 100.01 });
});

const run = (seed: number, over: Partial<ScoredRun>): ScoredRun => ({
  regime: 'thin',
  kind: 'iceberg',
  seed,
  hours: 1,
  planted: [],
  alarms: [],
  ...over,
});

test('recall is of all labels and of fair ones; precision and alarms an hour are over all markets of a regime', () => {
  const runs = [
    run(1, {
      planted: [
        { kind: 'iceberg', fair: true, delay: 4 },
        { kind: 'iceberg', fair: true, delay: null },
        { kind: 'iceberg', fair: false, delay: null },
      ],
      alarms: [{ kind: 'iceberg', right: true }],
    }),
    run(1, { kind: 'spoofing', alarms: [{ kind: 'iceberg', right: false }] }),
  ];
  expect(cellsOf(runs)).toEqual([
    {
      kind: 'iceberg',
      regime: 'thin',
      episodes: 3,
      fair: 2,
      recall: 1 / 3,
      recallFair: 0.5,
      precision: 0.5,
      falsePerHour: 0.5,
      delay: 4,
    },
  ]);
});

test('without an alarm there is no precision, and the lowest recall is first', () => {
  const missed = run(1, { regime: 'tiny', planted: [{ kind: 'spoofing', fair: true, delay: null }] });
  const found = run(1, { planted: [{ kind: 'spoofing', fair: true, delay: 1 }], alarms: [{ kind: 'spoofing', right: true }] });
  const cells = cellsOf([found, missed]);
  expect(cells.map(({ regime, recall, precision }) => [regime, recall, precision])).toEqual([
    ['tiny', 0, null],
    ['thin', 1, 1],
  ]);
  expect(tableOf(cells)).toContain('| spoofing | tiny | 1 (1) | 0.00 | 0.00 | – | 0.00 | – |');
});
