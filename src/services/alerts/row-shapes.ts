import { z } from 'zod';
import { fromRfc3339, parseBounded, SOURCES, visibleText, visibleValue } from '../../core/index.ts';
import type { RowShape } from '../../runtime/state/index.ts';
import type { Aftermath } from './after.ts';
import type { After, Firing, RuleSpec } from './answers.ts';
import type { Delivery, LastSeen, LedgerRow, StoredRule } from './stored-rows.ts';

/**
 * Limits for values read from the state. They allow everything that this service writes, with a margin, and nothing that breaks
 * an answer.
 */
const micros = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const count = z
  .number()
  .int()
  .min(0)
  .max(2 ** 52);
/** Texts in answers are cut to much less than this. */
const text = (most: number) => z.string().max(most).transform(visibleText);
const rfc3339 = z
  .string()
  .max(40)
  .refine((time) => fromRfc3339(time) !== null, 'it is no time');
const finiteOrText = z.union([z.number(), text(10_000)]);
const input = z.record(z.string().max(64), z.unknown());
const side = z.enum(['up', 'down']);
const when = z.enum(['above', 'below', 'crosses', 'changes', 'equals', 'sigma']);
const aggregate = z.enum(['any', 'max', 'min', 'count']).nullable();
const ruleId = z
  .string()
  .max(40)
  .regex(/^al-[0-9a-f]+$/);

const MOST_JSON = 65_536;

/** A column with JSON of a given shape. */
const json = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .transform((raw, context): unknown => {
      const read = parseBounded(raw, { maxLength: MOST_JSON });
      if (read.ok) return read.value;
      context.addIssue(read.error.detail);
      return z.NEVER;
    })
    .pipe(schema);

/** Rows of earlier builds have one condition without a level of re-arming. */
const condition = z.object({
  field: z.string().max(200),
  aggregate,
  when,
  value: z.union([z.number(), z.string().max(200)]).nullable(),
  rearm: z.number().nullable().default(null),
});

const ruleSpec: z.ZodType<RuleSpec> = condition.extend({
  operation: z.string().max(64),
  input,
  match: z.enum(['all', 'any']).nullable().default(null),
  more: z.array(condition).max(16).default([]),
  side: z.enum(['up', 'down', 'both']),
  window_sec: z.number().min(1).max(86_400),
  cooldown_sec: z.number().min(0).max(31_536_000),
  expires_at: rfc3339.nullable(),
  enabled: z.boolean(),
  when_stale: z.enum(['hold', 'use']),
  expects: side.nullable(),
  outlets: z.array(z.string().min(1).max(2_000)).max(8),
  note: text(1_000).nullable(),
});

const lastSeen: z.ZodType<LastSeen> = z.object({
  value: finiteOrText.nullable(),
  at: micros.nullable(),
  heldReason: text(10_000).nullable(),
});
const NOTHING_SEEN: LastSeen = { value: null, at: null, heldReason: null };

export const ruleShape: RowShape<StoredRule> = {
  table: 'alert_rules',
  schema: z
    .object({
      id: ruleId,
      definition: json(ruleSpec),
      created_at: micros,
      notified: z.string().max(10_000).nullable(),
      fired: count,
      fired_at: micros.nullable(),
      evaluated: count,
      held: count,
      last: json(lastSeen).nullable(),
    })
    .transform(({ definition, created_at: createdAt, fired_at: firedAt, last, ...row }) => ({
      ...row,
      spec: definition,
      createdAt,
      firedAt,
      last: last ?? NOTHING_SEEN,
    })),
};

const met = z.object({ field: text(200), aggregate, when, value: finiteOrText, threshold: finiteOrText.nullable() });

const firing: z.ZodType<Firing> = z.object({
  id: z.string().max(200),
  seq: count,
  rule_id: z.string().max(40),
  fired_at: rfc3339,
  text: text(20_000),
  note: text(1_000).nullable(),
  operation: text(64),
  input: input.transform(visibleValue<Record<string, unknown>>),
  field: text(200),
  aggregate,
  when,
  value: finiteOrText,
  threshold: finiteOrText.nullable(),
  more: z.array(met).max(16).default([]),
  symbol: text(200).nullable(),
  venue: text(200).nullable(),
  source: z.enum(SOURCES),
  state: text(200),
  age_ms: z.number().nullable(),
  as_of: rfc3339,
  receipt: text(1_000).nullable(),
});

export const firingShape: RowShape<Firing> = {
  table: 'alert_firings',
  schema: z
    .object({ id: z.string(), seq: count, rule_id: z.string(), source: z.enum(SOURCES), body: json(firing) })
    .refine(
      ({ body, id, seq, rule_id: rule, source }) =>
        body.id === id && body.seq === seq && body.rule_id === rule && body.source === source,
      'its text is about another firing',
    )
    .transform(({ body }) => body),
};

export const deliveryShape: RowShape<Delivery> = {
  table: 'alert_outbox',
  schema: z
    .object({
      row: z.number().int(),
      id: z.string().min(1).max(200),
      firing_id: z.string(),
      outlet: z.string().min(1).max(2_000),
      body: z.string(),
      source: z.enum(SOURCES),
      created_at: micros,
      attempts: count,
    })
    .transform((row, context): Delivery => {
      const { row: place, id, outlet, body, created_at: createdAt, attempts } = row;
      const parsed = json(firing).safeParse(body);
      if (!parsed.success || parsed.data.id !== row.firing_id || parsed.data.source !== row.source)
        context.addIssue('its text is not that of its firing');
      return { place, id, outlet, body: parsed.success ? visibleBody(body) : body, createdAt, attempts };
    }),
};

/** The body with invisible characters escaped; the same bytes at every attempt. */
function visibleBody(body: string): string {
  const parsed = JSON.parse(body) as unknown;
  const seen = visibleValue(parsed);
  return seen === parsed ? body : JSON.stringify(seen);
}

const after: z.ZodType<After> = z.object({
  seconds: z.number().min(0).max(1_000_000),
  mid: z.number().nullable(),
  move_bps: z.number().nullable(),
  reason: text(10_000).nullable(),
});

const aftermath: z.ZodType<Aftermath> = z.object({
  steps: z.array(after).max(16),
  highestBps: z.number().nullable(),
  lowestBps: z.number().nullable(),
  seen: count,
});

export const ledgerShape: RowShape<LedgerRow> = {
  table: 'ledger',
  schema: z
    .object({
      id: text(400),
      kind: text(200),
      subject: text(400),
      at: micros,
      instrument: text(200)
        .refine((id) => id.includes(':'), 'it names no market of a venue')
        .nullable(),
      source: z.enum(SOURCES),
      expects: side.nullable(),
      detail: text(20_000),
      receipt: text(1_000).nullable(),
      // Covers the prices of any market; a relative move from a smaller price could overflow.
      mid: z.number().min(1e-15).max(1e15).nullable(),
      after: json(aftermath),
    })
    .transform(({ detail, instrument, ...row }) => ({ ...row, text: detail, instrument: instrument as LedgerRow['instrument'] })),
};
