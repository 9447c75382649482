import { createHash } from 'node:crypto';
import {
  CodedError,
  fromRfc3339,
  sanitiseText,
  symbolKey,
  toRfc3339,
  US_PER_SECOND,
  type Clock,
  type Micros,
  type Source,
} from '../../core/index.ts';
import type { State } from '../../runtime/state/index.ts';
import type { AlertAnswer, AlertService, RuleAnswer, RuleSpec } from './answers.ts';
import type { AlertAsking, Answer } from './asking.ts';
import { checkRule, withNumbers } from './check-rule.ts';
import { alertExists, alertInvalid, alertsFull, alertUnknown, outletUnavailable } from './errors.ts';
import { readGroup } from './evaluate.ts';
import type { Follower } from './follower.ts';
import { marketOf, sourceWords } from './firing.ts';
import { countLedger, findLedger, lastAftermath } from './ledger-store.ts';
import { summarise } from './ledger-summary.ts';
import type { Outlets } from './outbox.ts';
import { outletStates } from './outbox-store.ts';
import { liveRule, sameness, type LiveRule, type RuleIndex } from './rule-index.ts';
import { deleteRule, insertRule, newestFirings, saveNotified, updateSpec } from './rule-store.ts';
import { ledgerEntry, listedFiring, outletAnswer, ruleAnswer, statusOf } from './to-answers.ts';

/** Dependencies of the alert service. */
export interface ServiceParts {
  readonly state: State;
  readonly index: RuleIndex;
  readonly asking: AlertAsking;
  readonly outlets: Outlets;
  readonly follower: Pick<Follower, 'sofar' | 'mids'>;
  readonly source: Source;
  readonly clock: Clock;
  /** Earlier ledger entries are about another market, and not shown. */
  readonly since: Micros;
  /** Caveats for every answer. */
  readonly caveats: () => string[];
}

const MOST_RULES = 20_000;
/** Characters of a note. */
const MOST_NOTE = 300;
const MOST_LEDGER = 100_000;
const SERVER_SIDE = 500;
const HOUR_US = 3_600 * US_PER_SECOND;
const ID_DIGITS = 8;
const TEST_MS = 15_000;

const NEW_RECORD = {
  notified: null,
  fired: 0,
  firedAt: null,
  evaluated: 0,
  held: 0,
  last: { value: null, at: null, heldReason: null },
} as const;

const expiry = (now: Micros, seconds: number): string => toRfc3339(now + Math.round(seconds * US_PER_SECOND));

const sameSymbol = (own: unknown, wanted: string): boolean => typeof own === 'string' && symbolKey(own) === symbolKey(wanted);

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Reads and changes rules for callers, and reads the ledger. */
export function createAlertService({
  state,
  index,
  asking,
  outlets,
  follower,
  source,
  clock,
  since,
  caveats,
}: ServiceParts): AlertService {
  const same = new Map(Array.from(index.rules.values(), ({ id, spec }) => [sameness(spec), id]));

  const ruleNamed = (id: string): LiveRule => {
    const rule = index.rules.get(id);
    if (rule === undefined) throw alertUnknown({ id: id.slice(0, 40) });
    return rule;
  };

  const shownRule = (rule: LiveRule): RuleAnswer =>
    ruleAnswer(rule, rule.fired === 0 ? null : lastAftermath(state, rule.id), { now: clock.now(), source, since }, outlets);

  const about = (rule: LiveRule, more: readonly string[] = []): AlertAnswer => ({
    as_of: toRfc3339(clock.now()),
    source,
    rule: shownRule(rule),
    caveats: [...caveats(), ...more],
  });

  /** The first answer to a rule's query; it proves that the market exists and gives its names. */
  const firstAnswer = async (
    spec: Pick<RuleSpec, 'operation' | 'input'>,
  ): Promise<{ answer: Answer; caveats: readonly string[] }> => {
    try {
      return { answer: await asking.ask(spec.operation, spec.input), caveats: [] };
    } catch (error) {
      if (!(error instanceof CodedError) || error.status < SERVER_SIDE) throw error;
      return { answer: {}, caveats: [`The rule can't be evaluated yet: ${error.message}`] };
    }
  };

  const checkOutlets = async (names: readonly string[]): Promise<void> => {
    for (const outlet of names) {
      const reason = await outlets.refuse(outlet);
      if (reason !== null) throw outletUnavailable({ outlet: outlets.shown(outlet), reason });
    }
  };

  return {
    async create({ expires_in_sec: seconds, ...asked }) {
      const now = clock.now();
      const note = asked.note === null ? null : sanitiseText(asked.note, { max: MOST_NOTE });
      const given: RuleSpec = { ...withNumbers(asked, asking), note, expires_at: seconds === null ? null : expiry(now, seconds) };
      checkRule(given, asking);
      await checkOutlets(given.outlets);
      const { answer, caveats: more } = await firstAnswer(given);
      const { symbol, venue } = marketOf(answer, {});
      const named = given.input['symbol'] === undefined || symbol === null || venue === null ? {} : { symbol, venue };
      const spec: RuleSpec = { ...given, input: { ...given.input, ...named } };
      const twin = same.get(sameness(spec));
      if (twin !== undefined) throw alertExists({ id: twin });
      if (index.rules.size >= MOST_RULES) throw alertsFull({ most: MOST_RULES });
      const id = `al-${hashOf(`${sameness(spec)} ${now} ${index.rules.size}`).slice(0, ID_DIGITS)}`;
      const rule = liveRule({ id, spec, createdAt: now, ...NEW_RECORD }, asking);
      insertRule(state, rule);
      index.add(rule);
      same.set(sameness(spec), id);
      return about(rule, more);
    },

    async list({ id, symbol, status, limit, fired, afterSeq }) {
      const all = id === undefined ? [...index.rules.values()] : [ruleNamed(id)];
      const now = clock.now();
      const wanted = all.filter(
        (rule) =>
          (symbol === undefined || sameSymbol(rule.spec.input['symbol'], symbol)) &&
          (status === undefined || statusOf(rule, now) === status),
      );
      return {
        as_of: toRfc3339(now),
        source,
        total: wanted.length,
        rules: wanted.toReversed().slice(0, limit).map(shownRule),
        fired:
          fired === 0
            ? []
            : newestFirings(state, { limit: fired, afterSeq, rule: id ?? null }).map((one) => listedFiring(one, since)),
        outlets: outletStates(state).map((one) => outletAnswer(one, outlets)),
        caveats: caveats(),
      };
    },

    async update({ id, enabled, expiresInSec }) {
      const rule = ruleNamed(id);
      if (enabled === undefined && expiresInSec === undefined)
        throw alertInvalid({ problems: ['nothing to change: give enabled or expires_in_sec'] });
      const now = clock.now();
      const spec: RuleSpec = {
        ...rule.spec,
        enabled: enabled ?? rule.spec.enabled,
        expires_at: expiresInSec === undefined ? rule.spec.expires_at : expiresInSec === null ? null : expiry(now, expiresInSec),
      };
      // Re-enabling a rule resets its notification state.
      const reEnabled = spec.enabled && !rule.spec.enabled;
      state.transaction(() => {
        updateSpec(state, id, spec);
        if (reEnabled) saveNotified(state, { ...rule, notified: null });
      });
      rule.spec = spec;
      rule.expiresAt = spec.expires_at === null ? null : fromRfc3339(spec.expires_at);
      if (reEnabled) rule.notified = null;
      return about(rule);
    },

    async remove({ id }) {
      const rule = ruleNamed(id);
      const answer = about(rule);
      answer.rule.status = 'deleted';
      deleteRule(state, id);
      index.remove(rule);
      same.delete(sameness(rule.spec));
      return answer;
    },

    async test({ id }) {
      const rule = ruleNamed(id);
      const { answer, caveats: more } = await firstAnswer(rule.spec);
      const group = {
        steps: rule.field.steps,
        type: rule.field.type,
        aggregate: rule.spec.aggregate,
        whenStale: rule.spec.when_stale,
      };
      const reading = Object.keys(answer).length === 0 ? null : readGroup(answer, group);
      const body = JSON.stringify({
        test: true,
        rule_id: id,
        sent_at: toRfc3339(clock.now()),
        source,
        text: `${sourceWords[source]}A test of alert ${id}: nothing has fired.`,
      });
      const sent = await Promise.all(
        rule.spec.outlets.map(async (outlet, place) => {
          const how = await outlets.send(
            { id: `${id}-test-${clock.now()}-${place}`, outlet, body },
            AbortSignal.timeout(TEST_MS),
          );
          return { outlet: outlets.shown(outlet), ok: how.kind === 'taken', problem: how.kind === 'taken' ? null : how.problem };
        }),
      );
      const [value = null] = reading?.kind === 'values' ? reading.values : [];
      const reason =
        reading === null
          ? (more[0] ?? null)
          : reading.kind === 'absent'
            ? reading.reason
            : value === null
              ? 'the list is empty'
              : null;
      return { ...about(rule, more), value, reason, deliveries: sent };
    },

    async ledger({ kind, subject, symbol, sinceHours, horizonSec, hitBps, limit }) {
      const now = clock.now();
      const filter = {
        kind: kind ?? null,
        subject: subject ?? null,
        symbol: symbol ?? null,
        from: Math.max(since, Math.round(now - sinceHours * HOUR_US)),
      };
      const total = countLedger(state, filter);
      const rows = findLedger(state, filter, MOST_LEDGER).map((row) => ({ ...row, after: follower.sofar(row.id) ?? row.after }));
      const horizon = { seconds: horizonSec, hitBps };
      return {
        as_of: toRfc3339(now),
        source,
        total,
        summary: summarise(rows, horizon, follower.mids.rate),
        entries: rows.slice(0, limit).map((row) => ledgerEntry(row, horizon, now)),
        caveats: [
          ...caveats(),
          'No receipt: a ledger is computed from hours of log, and a receipt names one position. Each entry has the receipt of its own answer.',
          ...(total > MOST_LEDGER ? [`The summary is of the newest ${MOST_LEDGER} entries.`] : []),
        ],
        receipt: null,
      };
    },
  };
}
