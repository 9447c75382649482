// The newest values of markets that are not followed: right, provable from the log, and the same from each checkpoint.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAsking } from '../../src/app/asking.ts';
import { proversOf } from '../../src/app/proofs/provers.ts';
import { readConfig } from '../../src/app/config.ts';
import { US_PER_SECOND } from '../../src/core/index.ts';
import { createClaimService } from '../../src/services/claims/index.ts';
import { createLogEvidence } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';
import { logRun, RUN_START, type Asked, type Question } from '../app/testing/logged-run.ts';

const SECONDS = 45;
const FOLLOWED = [14, 28] as const;
/** More than one part of a checkpoint. */
const NAMES = Array.from({ length: 300 }, (_, i) => `Q${String(i).padStart(3, '0')}USDT`);
const QUESTIONS: readonly Question[] = [
  ['get_latest', { symbol: 'ETHUSDT' }],
  ['get_latest', { symbol: 'q299-usdt', venue: 'binance-usdm' }],
  ['list_markets', { tier: 'latest', search: 'Q29' }],
  ['list_markets', { tier: 'latest', after: 'binance-usdm:Q257USDT' }],
  ['list_markets', {}],
  ['get_latest', { symbol: 'BTCUSDT' }],
  ['get_data_health', {}],
];

let directory: string;
let asked: readonly Asked[];
const changes: unknown[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallyfoil-latest-'));
  ({ asked } = await logRun({
    directory,
    venues: ['binance-usdm'],
    seconds: SECONDS,
    seed: 5,
    faults: 'close@36s',
    exchange: { symbols: ['BTCUSDT', 'ETHUSDT'], markedOnly: NAMES },
    settings: { symbols: ['BTCUSDT'], latest: true },
    log: { segmentBytes: 2_000_000, checkpointSeconds: 5 },
    askEveryMs: 500,
    questions: QUESTIONS,
    keepsRefusals: true,
    begun({ clock, change }) {
      (['follow', 'unfollow'] as const).forEach((kind, i) =>
        clock.after(
          FOLLOWED[i as 0 | 1] * 1_000,
          () => void change('binance-usdm', kind, 'ETHUSDT').then((one) => changes.push(one)),
        ),
      );
    },
  }));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const secondOf = ({ answer }: Asked) =>
  (Date.parse((answer['as_of'] ?? '1970-01-01') as string) * 1_000 - RUN_START) / US_PER_SECOND;
const of = (index: number) => {
  const [operation, input] = QUESTIONS[index] as Question;
  return asked.filter((one, i) => i % QUESTIONS.length === index && one.operation === operation && input !== undefined);
};
interface Latest {
  readonly tier: string;
  readonly state: string;
  readonly caveats: readonly string[];
  readonly mark: {
    readonly mark_price: number;
    readonly age_ms: number;
    readonly state: string;
    readonly venue_time: string;
  } | null;
  readonly funding: readonly { readonly rate: number }[] | null;
}
const latest = ({ answer }: Asked): Latest => answer as unknown as Latest;

test('before its first frame a market is refused as any other', () => {
  expect(of(1)[0]?.answer['refused']).toMatch(/q299-usdt is not followed on binance-usdm. .*Available symbols: BTCUSDT/);
});

test('a market is latest, followed, and latest again, and its mark price is never missing or older than a frame', () => {
  expect(changes).toMatchObject([{ outcome: 'followed' }, { outcome: 'unfollowed' }]);
  const tiers: string[] = [];
  let before = '';
  for (const one of of(0)) {
    const second = secondOf(one);
    if (second < 5) continue;
    const { tier, mark, funding } = latest(one);
    if (tiers.at(-1) !== tier) tiers.push(tier);
    if (mark === null) throw new Error(`no mark at ${second}`);
    expect(funding).toHaveLength(1);
    expect(mark.mark_price).toBeGreaterThan(2_000);
    expect(mark.venue_time >= before).toBe(true);
    before = mark.venue_time;
    if (second < 35) expect(mark.age_ms).toBeLessThan(3_400);
  }
  expect(tiers).toEqual(['latest', 'followed', 'latest']);
});

test('a row has the values of its venue, says what is missing, and the state of its channel', () => {
  const all = of(1).filter((one) => secondOf(one) > 5);
  expect(all.length).toBeGreaterThan(40);
  for (const one of all) {
    const { tier, caveats, mark, funding } = latest(one);
    expect(tier).toBe('latest');
    expect(mark?.mark_price).toBe(399);
    expect(funding?.[0]?.rate).toBeGreaterThan(-0.000_2);
    expect(caveats.join(' ')).toContain(
      'Q299USDT is not followed: only its newest values are kept. follow_market brings its book',
    );
    if (secondOf(one) < 36) expect(mark?.state).toBe('synced');
  }
  const interrupted = all.filter((one) => secondOf(one) >= 36).map((one) => latest(one).state);
  expect(interrupted).toContain('syncing');
  expect(interrupted.at(-1)).toBe('synced');
});

test('the list separates the tiers, filters and pages', () => {
  const [found, page, followed] = [2, 3, 4].map((index) => of(index).findLast((one) => secondOf(one) < 13)?.answer);
  const names = (answer: typeof found) =>
    ((answer?.['markets'] ?? []) as { symbol: string; tier: string }[]).map(({ symbol, tier }) => `${tier} ${symbol}`);
  expect(names(found)).toEqual(Array.from({ length: 10 }, (_, i) => `latest Q29${i}USDT`));
  expect(found).toMatchObject({ followed: 1, latest: 301, next_after: null });
  expect(names(page)).toEqual(Array.from({ length: 40 }, (_, i) => `latest Q${258 + i}USDT`));
  expect(page).toMatchObject({ next_after: 'binance-usdm:Q297USDT' });
  expect(names(followed)).toEqual(['followed BTCUSDT']);
  const during = of(4).findLast((one) => secondOf(one) < 27)?.answer;
  expect(names(during)).toEqual(['followed BTCUSDT', 'followed ETHUSDT']);
  expect(during).toMatchObject({ followed: 2, latest: 300 });
});

test('every receipt matches in another process', async () => {
  const claims = createClaimService({
    provers: proversOf(createLogEvidence({ directory, venues, source: 'recorded', settings: readConfig({}) })),
    source: 'recorded',
    asking: createAsking(),
    now: null,
    clock: { now: () => RUN_START + SECONDS * US_PER_SECOND, after: () => () => {} },
  });
  const all = asked.flatMap(({ answer }) => (typeof answer['receipt'] === 'string' ? [answer['receipt']] : []));
  expect(all.length).toBeGreaterThan(300);
  const receipts = all.filter((_, i) => i % 6 === 0);
  const checked = await claims.check({ text: receipts.join('\n'), claims: [], maxAgeSec: 100_000 });
  expect(checked.receipts.filter(({ verdict }) => verdict !== 'matched')).toEqual([]);
});
