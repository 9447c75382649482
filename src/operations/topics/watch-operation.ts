import type { Answer } from '../call.ts';
import type { TopicContext } from './types.ts';

interface Watch {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Least time between two messages while only numbers change, milliseconds. */
  readonly everyMs: number;
}

/** How often an operation is asked at most, so that a change of state is told soon however seldom messages are wanted. */
const LOOK_MS = 250;
/** A message comes at least this often, so that a reader can tell quiet from dead. */
const REST_MS = 1_000;

/** Fields that change by the mere passing of time. */
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

/** An answer without what passes, to compare. */
const lasting = (answer: Answer): string =>
  JSON.stringify(answer, (key, value: unknown) => (PASSING.has(key) ? undefined : value));

/** Whether the streams behind it, or what became of them, stand otherwise than before. */
const standing = ({ state, inputs, streams, ingestion, source }: Answer): string =>
  JSON.stringify([source, state, ingestion, statesOf(inputs), statesOf(streams)]);

const statesOf = (list: unknown): unknown =>
  Array.isArray(list) ? list.map((item: { state?: unknown; reason?: unknown }) => [item.state, item.reason]) : null;

/** The answers of an operation as they change: at most one in `everyMs`, at once when a state changes, one a second at least. */
export async function* watchOperation(
  { operation, input, everyMs }: Watch,
  { call, pause }: TopicContext,
): AsyncIterable<Answer> {
  let told: { readonly text: string; readonly standing: string } | null = null;
  let waited = Infinity;
  for (;;) {
    const answer = await call(operation, input);
    const now = { text: lasting(answer), standing: standing(answer) };
    const changed = told === null || now.text !== told.text;
    if (now.standing !== told?.standing || waited >= REST_MS || (changed && waited >= everyMs)) {
      told = now;
      waited = 0;
      yield answer;
    }
    const rest = Math.min(everyMs, LOOK_MS);
    await pause(rest);
    waited += rest;
  }
}
