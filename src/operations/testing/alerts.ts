import { HORIZONS } from '../../services/alerts/after.ts';
import type { AlertService, Firing, RuleAnswer } from '../../services/alerts/answers.ts';
import { alertUnknown } from '../../services/alerts/index.ts';

const AS_OF = '2026-11-20T12:34:56.789Z';
const base = { as_of: AS_OF, source: 'live', caveats: [] as string[] } as const;

const after = () =>
  HORIZONS.map((seconds) => (seconds < 900 ? { seconds, mid: 91_240.125, move_bps: 0.609_4, reason: null } : NOT_YET(seconds)));
const NOT_YET = (seconds: number) => ({ seconds, mid: null, move_bps: null, reason: 'not yet' });

const rule = (id: string): RuleAnswer => ({
  id,
  created_at: AS_OF,
  source: 'live',
  run: 'current',
  status: 'active',
  operation: 'get_report',
  input: { symbol: 'BTCUSDT', venue: 'binance-spot' },
  field: 'spread_bps',
  aggregate: null,
  when: 'above',
  value: 5,
  rearm: null,
  match: null,
  more: [],
  side: 'both',
  window_sec: 900,
  cooldown_sec: 60,
  expires_at: null,
  when_stale: 'hold',
  expects: 'down',
  outlets: ['log'],
  note: null,
  record: {
    evaluated: 14_321,
    fired: 1,
    held: 12,
    held_reason: null,
    last_value: 0.0011,
    last_value_of: 'spread_bps',
    last_value_at: AS_OF,
    last_fired_at: AS_OF,
    last_fired_run: 'current',
    after: after(),
  },
});

const firing = (id: string): Firing => ({
  id: `${id}-1`,
  seq: 1,
  rule_id: id,
  fired_at: AS_OF,
  text: 'BTCUSDT on binance-spot: spread_bps is 5.2, above 5.',
  note: null,
  operation: 'get_report',
  input: { symbol: 'BTCUSDT', venue: 'binance-spot' },
  field: 'spread_bps',
  aggregate: null,
  when: 'above',
  value: 5.2,
  threshold: 5,
  more: [],
  symbol: 'BTCUSDT',
  venue: 'binance-spot',
  source: 'live',
  state: 'synced',
  age_ms: 143,
  as_of: AS_OF,
  receipt: 'tf2:get_report:BTCUSDT@binance-spot:l482910.3-104857+2341:941276:330518264907',
});

const KNOWN = ['al-1a2b3c4d', 'al-5e6f7a8b'];
const named = async <T>(id: string, make: (id: string) => T): Promise<T> => {
  if (!KNOWN.includes(id)) throw alertUnknown({ id });
  return make(id);
};

/** Alerts written by hand; two ids are known. */
export const handMadeAlerts = (): AlertService => ({
  create: async () => ({ ...base, rule: rule('al-1a2b3c4d') }),
  list: async ({ limit, fired }) => ({
    ...base,
    total: 1,
    rules: limit === 0 ? [] : [rule('al-1a2b3c4d')],
    fired: fired === 0 ? [] : [{ ...firing('al-1a2b3c4d'), run: 'current' }],
    outlets: [],
  }),
  update: ({ id }) => named(id, (known) => ({ ...base, rule: rule(known) })),
  remove: ({ id }) => named(id, (known) => ({ ...base, rule: rule(known) })),
  test: ({ id }) =>
    named(id, (known) => ({
      ...base,
      rule: rule(known),
      value: 0.0011,
      reason: null,
      deliveries: [{ outlet: 'log', ok: true, problem: null }],
    })),
  ledger: async () => ({
    ...base,
    total: 1,
    summary: [
      {
        kind: 'alert',
        entries: 1,
        judged: 0,
        pending: 1,
        pending_until: '2026-11-20T12:49:56.789Z',
        without_direction: 0,
        unscorable: [],
        hits: 0,
        hit_rate: null,
        low: null,
        high: null,
        hit_rate_reason: 'the entries with an expected direction are pending',
        base_rate: null,
        base_rate_reason: 'no entry is judged',
        mean_move_bps: null,
      },
    ],
    entries: [
      {
        id: 'alert:al-1a2b3c4d-1',
        kind: 'alert',
        subject: 'al-1a2b3c4d',
        at: AS_OF,
        symbol: 'BTCUSDT',
        venue: 'binance-spot',
        source: 'live',
        expects: 'down',
        text: 'BTCUSDT on binance-spot: spread_bps is 5.2, above 5.',
        mid: 91_234.565,
        after: after(),
        highest_bps: 0.9,
        lowest_bps: -0.2,
        seen_share: 0.98,
        hit: null,
        receipt: null,
      },
    ],
    receipt: null,
  }),
});
