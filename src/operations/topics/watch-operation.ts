import { onceEach } from '../../core/index.ts';
import type { Answer } from '../call.ts';
import type { TopicContext } from './types.ts';

interface Watch {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Least time between two messages while only numbers change, milliseconds. */
  readonly everyMs: number;
}

/** Longest time between two queries, so that a state change is sent soon even at a low message rate. */
const LOOK_MS = 250;
/** A message comes at least this often, so that a reader can distinguish a quiet market from a dead server. */
const REST_MS = 1_000;

/** Fields that change only because time passes. */
const PASSING: ReadonlySet<string> = new Set([
  'as_of',
  'generated_at',
  'age_ms',
  'data_age_ms',
  'lag_ms',
  'to',
  'receipt',
  'bytes',
]);

/** The compared parts of an answer, computed once for all readers that share it. */
const comparable = onceEach((answer: Answer) => ({
  text: JSON.stringify(answer, (key, value: unknown) => (PASSING.has(key) ? undefined : value)),
  states: statesOf(answer),
}));

/** The source and all states of an answer; a change of them is sent at once. */
const statesOf = ({ state, inputs, streams, ingestion, source }: Answer): string =>
  JSON.stringify([source, state, ingestion, eachState(inputs), eachState(streams)]);

const eachState = (list: unknown): unknown =>
  Array.isArray(list) ? list.map((item: { state?: unknown; reason?: unknown }) => [item.state, item.reason]) : null;

/**
 * Yields an operation's answers as they change: at most one per `everyMs`, at once when a state changes, and at least one a
 * second.
 */
export async function* watchOperation(
  { operation, input, everyMs }: Watch,
  { ask, untilNext, pause }: TopicContext,
): AsyncIterable<Answer> {
  const period = Math.min(everyMs, LOOK_MS);
  let sent: { readonly text: string; readonly states: string } | null = null;
  let waited = Infinity;
  for (;;) {
    const answer = await ask(operation, input, period);
    const now = comparable(answer);
    const changed = now.text !== sent?.text;
    if (now.states !== sent?.states || waited >= REST_MS || (changed && waited >= everyMs)) {
      sent = now;
      waited = 0;
      yield answer;
    }
    const rest = untilNext(period);
    await pause(rest);
    waited += rest;
  }
}
