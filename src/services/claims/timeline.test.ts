import { expect, test } from 'vitest';
import {
  backendUnavailable,
  BUDGET_SPENT,
  createWorkBudget,
  fromMillis,
  parseReceipt,
  toRfc3339,
  type Micros,
  type Receipt,
} from '../../core/index.ts';
import type { ClaimServiceOptions, Prover } from './options.ts';
import { provenOf } from './judge/proven.ts';
import { timelineOf } from './timeline.ts';

const AS_OF = fromMillis(Date.UTC(2026, 0, 15, 12));
const SECOND = 1_000_000;
const TEXT = 'tf2:get_report:BTCUSDT@binance-spot:l482910.3-104857+2341:941276:330518264907';
const NO_LIMIT = { units: 1e9, ms: 1e9 };

interface Log {
  readonly unitsASecond?: number;
  /** Looks until the log is found damaged. */
  readonly looksMost?: number;
  readonly ask?: () => Promise<never>;
}

const DAMAGED = 'the log is damaged: bad checksum at byte 42';

/** The past of an answer, from a log in which a second costs `unitsASecond`; and the moments that were looked at. */
async function past({ unitsASecond = 10, looksMost = Number.POSITIVE_INFINITY, ask }: Log) {
  const narrow = { units: 55_555, ms: 1e9 };
  const looks: Micros[] = [];
  const spans: number[] = [];
  const trail: NonNullable<Prover<Micros>['trail']> = async (_, from, look, { budget, moments }) => {
    const seconds = (AS_OF - from) / SECOND;
    const units = unitsASecond * seconds + 40 * (moments?.count ?? 10 * seconds);
    if (budget?.affords(units) === false) return BUDGET_SPENT;
    spans.push(seconds);
    for (let at = from; at < AS_OF; at += SECOND / 10) {
      if (moments?.take(at) === false) continue;
      if (looks.length >= looksMost) return DAMAGED;
      looks.push(at);
      await look(at, at);
    }
    return null;
  };
  const receipt = parseReceipt(TEXT) as Receipt;
  const answer = { as_of: toRfc3339(AS_OF), mid_price: 1 };
  const options = {
    provers: { l: { visit: async () => new Map(), trail } },
    source: 'recorded',
    asking: { ask: ask ?? (async (_: Receipt, at: Micros) => ({ as_of: toRfc3339(at), mid_price: at })), subject: () => null },
    now: null,
    clock: { now: () => AS_OF, after: () => () => {} },
  } as unknown as ClaimServiceOptions<Micros>;
  const budget = createWorkBudget({ narrow, wide: NO_LIMIT, usedMs: () => 0 });
  budget.widen();
  const timeline = timelineOf(provenOf({ receipt: TEXT, operation: 'get_report', answer }), receipt, {
    ...options,
    maxAgeSec: 60,
    limits: { budget },
  });
  return { ...(await timeline.past()), looks, spans };
}

test('the past is compared once a second, ten times in the last 20 s, and the answer says so', async () => {
  const { moments, looks, searched } = await past({});
  expect(looks).toHaveLength(280 + 200);
  expect(moments).toHaveLength(480);
  expect(looks.filter((at) => at >= AS_OF - 20 * SECOND)).toHaveLength(200);
  expect(searched).toBe('not found in 300 s before it, where one moment a second was compared and ten in the last 20 s');
});

test('a busy log is searched less far back, however wide the budget of the check, and the answer says how far', async () => {
  expect(await past({ unitsASecond: 200 })).toMatchObject({
    spans: [150],
    searched: expect.stringContaining('not found in 150 s') as string,
  });
  expect(await past({ unitsASecond: 600 })).toMatchObject({ spans: [60] });
  const none = await past({ unitsASecond: 2_000 });
  expect(none).toMatchObject({ spans: [], moments: [], searched: `the minutes before were not searched: ${BUDGET_SPENT}` });
});

test('if no moment was compared, the minutes before were not searched, and the answer says why', async () => {
  const damaged = await past({ looksMost: 0 });
  expect(damaged).toMatchObject({ looks: [], moments: [], searched: `the minutes before were not searched: ${DAMAGED}` });
  const partly = await past({ looksMost: 3 });
  expect(partly.moments).toHaveLength(3);
  expect(partly.searched).toContain(`not found in 300 s before it, where one moment a second was compared`);
  expect(partly.searched).toContain(`and not in all of them: ${DAMAGED}`);
  const unanswered = await past({ ask: () => Promise.reject(backendUnavailable({ reason: 'no trades' })) });
  expect(unanswered.looks).toHaveLength(480);
  expect(unanswered.searched).toMatch(/^the minutes before were not searched: .*no trades/);
});
