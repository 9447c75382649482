import { STREAM_KINDS } from '../../core/index.ts';
import type { AnswerBase, DataHealthAnswer } from '../../services/market/answers.ts';
import { IN_PROCESS } from '../../services/market/data-health.ts';

const VENUE = 'binance-spot';
const SYMBOL = 'BTCUSDT';
const AS_OF = '2026-11-20T12:34:56.789Z';

/** The health of a busy server's data. */
export const healthByHand = (base: AnswerBase): DataHealthAnswer => ({
  ...base,
  started_at: '2026-11-20T08:00:03.456Z',
  venues: [
    {
      venue: VENUE,
      status: 'ok',
      host: 'stream.example',
      connections: 1,
      reconnects: 2,
      clock_offset_ms: 12.5,
      quarantined: 0,
      rest_weight_used: 251,
      notes: [],
    },
  ],
  gaps: (['trade', 'book', 'trade', 'ticker'] as const).map((stream, i) => ({
    venue: VENUE,
    symbol: SYMBOL,
    stream,
    state: 'gap',
    reason: stream === 'trade' ? 'trades 5123456700 to 5123456736 are missing' : 'update 81234567880 was lost',
    from: `2026-11-20T12:3${3 - i}:50.123Z`,
    to: `2026-11-20T12:3${3 - i}:54.123Z`,
    ...(stream === 'trade'
      ? { ids: { first: 5_123_456_700, last: 5_123_456_736, missing: 37, refilled: 37, still_missing: 0 } }
      : {}),
    refill: stream === 'trade' ? 'all' : 'none',
  })),
  gaps_left_out: 0,
  streams: STREAM_KINDS.map((stream) => ({
    venue: VENUE,
    symbol: SYMBOL,
    stream,
    state: 'synced',
    reason: 'in order',
    since: AS_OF,
    age_ms: 143,
    messages: 1_234_567,
    gaps_24h: 0,
    seq: 81_234_567_890,
  })),
  raw_log: { state: 'writing', bytes: 123_456_789, segment: '000012', lag_ms: 8, reason: null },
  bus: IN_PROCESS,
});
