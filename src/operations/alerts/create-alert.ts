import { z } from 'zod';
import { invalidInput, symbolNotIndexed } from '../../core/index.ts';
import { alertExists, alertFieldUnknown, alertInvalid, alertsFull, outletUnavailable } from '../../services/alerts/errors.ts';
import { aggregate, expects, sigmaSide, when, whenStale } from '../../services/alerts/answers/fields.ts';
import { alertAnswer } from '../../services/alerts/answers/rule.ts';
import { defineOperation } from '../define-operation.ts';
import { isSmall, MOST_CHARACTERS, MOST_LEVELS, MOST_MEMBERS } from './small-input.ts';

const YEAR_SEC = 31_536_000;
const DAY_SEC = 86_400;

export default defineOperation({
  name: 'create_alert',
  title: 'Create an alert',
  toolset: 'alerts',
  effects: 'write',
  role: 'ingest',
  summary: 'Notifies when a field of a market answer crosses a threshold, changes or becomes unusual.',
  whenToUse: 'To be notified later. Fires at once if the condition already holds.',
  whenNot: 'For the current value call the operation itself.',
  keywords: ['alarm', 'notify', 'notification', 'watch', 'trigger', 'webhook', 'threshold', 'rule', 'monitor'],
  input: z.strictObject({
    operation: z.string().max(64).describe('Read operation to watch.').default('get_report'),
    input: z
      .record(z.string().max(64), z.unknown())
      .refine(isSmall, `must have at most ${MOST_MEMBERS} members in ${MOST_LEVELS} levels and ${MOST_CHARACTERS} characters`)
      .describe('Its input, e.g. {"symbol":"BTCUSDT"}.'),
    field: z
      .string()
      .min(1)
      .max(200)
      .describe('Path into its answer: spread_bps, liquidity.walls[].qty, streams[stream=book].state.'),
    aggregate: aggregate.describe('For a list.').optional(),
    when: when.describe('crosses: in either direction. sigma: `value` standard deviations from its own recent mean.'),
    value: z
      .union([z.number(), z.string().max(200)])
      .describe("Threshold in the field's unit (price, count …), or number of sigmas.")
      .optional(),
    side: sigmaSide.describe('For sigma: the side of the deviation.').default('both'),
    window_sec: z.number().int().min(60).max(DAY_SEC).describe('For sigma: seconds of history.').default(900),
    cooldown_sec: z.number().min(0).max(DAY_SEC).describe('Least seconds between two firings.').default(60),
    expires_in_sec: z.number().min(1).max(YEAR_SEC).describe('Seconds until it ends. Absent: never.').optional(),
    when_stale: whenStale.describe('use: evaluate stale numbers too.').default('hold'),
    expects: expects.describe('Expected direction afterwards; gives a hit rate.').optional(),
    outlets: z
      .array(z.string().min(1).max(2_000))
      .min(1)
      .max(4)
      .describe('log, desktop, or addresses of webhooks.')
      .default(['log']),
    note: z.string().max(300).describe('A note of yours, sent with each firing.').optional(),
  }),
  output: alertAnswer,
  errors: [alertInvalid, alertFieldUnknown, alertExists, alertsFull, outletUnavailable, symbolNotIndexed, invalidInput],
  examples: [
    {
      ask: 'Notify me when the BTC spread is above 5 bps',
      input: { input: { symbol: 'BTCUSDT' }, field: 'spread_bps', when: 'above', value: 5 },
    },
    {
      ask: 'Post to my hook when the book feed of ETH has a gap',
      input: {
        operation: 'get_data_health',
        input: { symbol: 'ETHUSDT' },
        field: 'streams[stream=book].state',
        aggregate: 'any',
        when: 'equals',
        value: 'gap',
        outlets: ['https://example.com/hook'],
      },
    },
  ],
  handler: (given, { alerts }) =>
    alerts.create({
      ...given,
      aggregate: given.aggregate ?? null,
      value: given.value ?? null,
      expects: given.expects ?? null,
      note: given.note ?? null,
      expires_in_sec: given.expires_in_sec ?? null,
      outlets: [...new Set(given.outlets)],
      enabled: true,
    }),
});
