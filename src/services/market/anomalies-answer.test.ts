import { expect, test } from 'vitest';
import type { Finding, FindingKind } from '../../analytics/flow/detectors/index.ts';
import { makeAnomalies } from './anomalies-answer.ts';
import { stateOf } from './market-state.ts';
import { readMarket } from './reading.ts';
import { detectors } from './studies/detectors.ts';
import { BOOK_A, stage, SYMBOL, VENUE } from './testing/stage.ts';

const mark = (at: number) => ({ at, session: null, seq: null });

const finding = (kind: FindingKind, at: number): Finding => ({
  id: `${kind}-1`,
  kind,
  side: 'bid',
  price: 100,
  severity: 'medium',
  score: 0.7,
  parts: {},
  seen: {},
  note: kind,
  onset: at,
  detected: at,
  last: at,
  end: null,
  from: mark(at),
  to: mark(at),
  mid: 100,
  after: [],
});

test('only anomalies of a kind, and the number of those left out is of that kind', () => {
  const on = stage();
  on.snapshot(10, BOOK_A);
  on.depth(11, 11);
  const reading = readMarket(on.engine, `${VENUE}:${SYMBOL}`, on.now());
  if (reading === null) throw new Error('not followed');
  const { all } = stateOf(reading.market, detectors).findings;
  all.push(finding('spoofing', on.now()), finding('iceberg', on.now()), { ...finding('iceberg', on.now()), id: 'iceberg-2' });
  const found = (type?: FindingKind) => {
    const answer = makeAnomalies(on.engine, [reading], { type, minSeverity: 'low', limit: 1 }, on.now());
    return [answer.anomalies.map((one) => one.type), answer.left_out];
  };
  expect(found('spoofing')).toEqual([['spoofing'], 0]);
  expect(found('iceberg')).toEqual([['iceberg'], 1]);
  expect(found('flash_crash_risk')).toEqual([[], 0]);
  expect(found()[1]).toBe(2);
});

test('anomalies since a time in the future are refused', () => {
  const on = stage();
  on.snapshot(10, BOOK_A);
  const ask = (since: string) => makeAnomalies(on.engine, [], { since, type: undefined, minSeverity: 'low', limit: 1 }, on.now());
  expect(() => ask('2099-01-01T00:00:00Z')).toThrow('since: is in the future, and it is 2026-01-15T12:00:00.000Z now');
  expect(ask('2026-01-15T12:00:30Z').anomalies).toEqual([]);
});
