import { expect, test } from 'vitest';
import type { Finding } from '../../analytics/flow/detectors/index.ts';
import type { LedgerRow } from './ledger-store.ts';
import { findingsRecorder } from './record-findings.ts';

const mark = { at: 0, session: 1, seq: 2 };
const finding = (id: string, more: Partial<Finding> = {}): Finding => ({
  id,
  kind: 'spoofing',
  side: 'bid',
  price: 99.5,
  severity: 'medium',
  score: 0.7,
  parts: {},
  seen: {},
  note: 'a wall of 40 was pulled',
  onset: 900,
  detected: 1_000,
  last: 1_000,
  end: null,
  from: mark,
  to: mark,
  mid: 100,
  after: [],
  ...more,
});

test('each anomaly is recorded once, with the expected direction', () => {
  const all = [
    finding('a'),
    finding('b', { kind: 'iceberg', side: 'ask', mid: null }),
    finding('c', { kind: 'flash_crash_risk', side: null }),
  ];
  const markets = new Map([['v:S', { venue: 'v' }]]);
  const got: LedgerRow[] = [];
  const source = { source: 'live', state: { markets, feeds: new Map() } } as never;
  const look = findingsRecorder(
    source,
    () => all,
    (entry) => got.push(entry),
  );
  look();
  look();
  expect(got.map(({ id, kind, expects, at }) => [id, kind, expects, at])).toEqual([
    ['anomaly:a', 'spoofing', 'down', 1_000],
    ['anomaly:b', 'iceberg', 'down', 1_000],
    ['anomaly:c', 'flash_crash_risk', 'down', 1_000],
  ]);
  expect(got[0]?.text).toBe('spoofing medium bid at 99.5: a wall of 40 was pulled');
  expect(got[1]?.after.steps[0]?.reason).toContain('no mid');
  all.push(finding('d', { side: 'ask' }));
  look();
  expect(got.slice(3)).toMatchObject([{ id: 'anomaly:d', expects: 'up', instrument: 'v:S', mid: 100 }]);
});

test('an anomaly that could not be written is recorded later', () => {
  const markets = new Map([['v:S', { venue: 'v' }]]);
  let times = 0;
  const source = { source: 'live', state: { markets, feeds: new Map() } } as never;
  const look = findingsRecorder(
    source,
    () => [finding('a')],
    () => {
      if (++times === 1) throw new Error('disk full');
    },
  );
  expect(look).toThrow('disk full');
  look();
  look();
  expect(times).toBe(2);
});
