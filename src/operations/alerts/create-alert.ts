import { z } from 'zod';
import { invalidInput, symbolNotIndexed } from '../../core/index.ts';
import { alertExists, alertFieldUnknown, alertInvalid, alertsFull, outletUnavailable } from '../../services/alerts/errors.ts';
import { aggregate, expects, match, sigmaSide, when, whenStale } from '../../services/alerts/answers/fields.ts';
import { MOST_CONDITIONS } from '../../services/alerts/answers.ts';
import { alertAnswer } from '../../services/alerts/answers/rule.ts';
import { defineOperation } from '../define-operation.ts';
import { askedConditions } from './asked-conditions.ts';
import { isSmall, MOST_CHARACTERS, MOST_LEVELS, MOST_MEMBERS } from './small-input.ts';

const YEAR_SEC = 31_536_000;
const DAY_SEC = 86_400;

export default defineOperation({
  name: 'create_alert',
  title: 'Create an alert',
  toolset: 'alerts',
  effects: 'write',
  role: 'ingest',
  summary: 'Notifies when a field of a market answer passes a threshold, changes or is unusual.',
  whenToUse: 'To be notified later; at once if it already holds.',
  whenNot: 'For the value now call the operation.',
  keywords: [
    'alarm',
    'notify',
    'notification',
    'telegram',
    'discord',
    'watch',
    'trigger',
    'webhook',
    'threshold',
    'rule',
    'monitor',
  ],
  input: z.strictObject({
    operation: z.string().max(64).describe('Read operation.').default('get_report'),
    input: z
      .looseObject({})
      .refine(isSmall, `must have at most ${MOST_MEMBERS} members in ${MOST_LEVELS} levels and ${MOST_CHARACTERS} characters`)
      .describe('Its input: symbol …'),
    field: z.string().min(1).max(200).describe('Path in its answer: streams[stream=book].state.').optional(),
    aggregate: aggregate.describe('For a list.').optional(),
    when: when.describe('sigma: deviations from its recent mean.').optional(),
    value: z
      .union([z.number(), z.string().max(200)])
      .describe('Threshold, unit of the field (price, count …).')
      .optional(),
    rearm: z.number().describe('To fire again, go back past this (price, count …).').optional(),
    conditions: z.array(z.string().max(500)).max(MOST_CONDITIONS).describe('Several: "spread_bps above 5 rearm 3".').optional(),
    match: match.describe('Joins conditions.').default('all'),
    side: sigmaSide.describe('For sigma.').default('both'),
    window_sec: z.number().int().min(60).max(DAY_SEC).describe('For sigma: history, seconds.').default(900),
    cooldown_sec: z.number().min(0).max(DAY_SEC).describe('Least seconds between firings.').default(60),
    expires_in_sec: z.number().min(1).max(YEAR_SEC).describe('Seconds until it ends. Absent: never.').optional(),
    when_stale: whenStale.describe('use: stale numbers too.').default('hold'),
    expects: expects.describe('Expected direction.').optional(),
    outlets: z
      .array(z.string().min(1).max(2_000))
      .min(1)
      .max(4)
      .describe('log, desktop, telegram, discord, or webhooks.')
      .default(['log']),
    note: z.string().max(300).describe('Text sent with it.').optional(),
  }),
  output: alertAnswer,
  errors: [alertInvalid, alertFieldUnknown, alertExists, alertsFull, outletUnavailable, symbolNotIndexed, invalidInput],
  examples: [
    {
      ask: 'BTC spread above 5 bps',
      input: { input: { symbol: 'BTCUSDT' }, field: 'spread_bps', when: 'above', value: 5 },
    },
    {
      ask: 'Notify me when the spread is above 5 bps and bids are few, and again once it was below 3',
      input: {
        input: { symbol: 'BTCUSDT' },
        conditions: ['spread_bps above 5 rearm 3', 'depth.imbalance below -0.5'],
      },
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
  // A rule keeps its conditions as read, not as written.
  handler: ({ conditions, ...given }, { alerts }) =>
    alerts.create({
      ...given,
      ...askedConditions({ ...given, conditions }),
      expects: given.expects ?? null,
      note: given.note ?? null,
      expires_in_sec: given.expires_in_sec ?? null,
      outlets: [...new Set(given.outlets)],
      enabled: true,
    }),
});
