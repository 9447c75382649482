import { STREAM_KINDS, toRfc3339, US_PER_SECOND } from '../core/index.ts';
import type { Micros, RestCall, VenueId } from '../core/index.ts';
import type { FeedSettings, Input } from '../runtime/feed/types.ts';
import type { Notes } from './notes.ts';
import type { RecordedInput } from './types.ts';

/** Connection id in recordings with one connection. */
export const CONN = 1;

/** Feed settings for a recording: no requests and no randomness. */
export const recordedSettings = (symbols: readonly string[]): FeedSettings => ({
  symbols,
  streams: STREAM_KINDS,
  wsHosts: [],
  restHosts: [],
  seed: 1,
  backfillMinutes: 0,
  auditSeconds: 0,
  recorded: true,
});

export const opening = (venue: VenueId, symbols: readonly string[], at: Micros): readonly Input[] => [
  { kind: 'start', venue, at, settings: recordedSettings(symbols) },
  { kind: 'open', venue, at, conn: CONN },
];

export const frame = (venue: VenueId, at: Micros, text: string, conn = CONN): Input => ({ kind: 'frame', venue, conn, at, text });

/** A REST answer of the recording. */
export const answer = (venue: VenueId, at: Micros, call: RestCall, body: string): Input => ({
  kind: 'rest',
  venue,
  at,
  request: null,
  call,
  status: 200,
  headers: {},
  body,
});

/** A forward step of time that needs a second line as confirmation. */
const LEAP_US = 3_600 * US_PER_SECOND;

/** Whether a receive time is valid: whole µs, years 1970 to 2255. */
export const isTime = (at: Micros): boolean => Number.isSafeInteger(at) && at >= 0;

/**
 * Puts the opening before the inputs and makes times non-decreasing. A forward step of over an hour is accepted if the
 * next input confirms it. Otherwise it was a wrong timestamp, which would move all later times. These inputs are in no
 * raw log, so they have no position.
 */
export async function* inOrder(
  first: readonly Input[],
  inputs: AsyncIterable<Input>,
  notes: Notes,
): AsyncGenerator<RecordedInput, void, undefined> {
  let last = 0;
  for (const input of first) {
    last = input.at;
    yield { input, position: null };
  }
  const placed = (input: Input): RecordedInput => {
    if (input.at >= last) last = input.at;
    else notes.count('receive times that went back, set to the time before', toRfc3339(input.at));
    return { input: input.at < last ? { ...input, at: last } : input, position: null };
  };
  /** The input after a forward step that the next input must confirm. */
  let leapt: Input | null = null;
  for await (const input of inputs) {
    if (!isTime(input.at)) {
      notes.count('receive times outside the years 1970 to 2255, left out', String(input.at));
      continue;
    }
    if (leapt !== null) {
      const alone = input.at < leapt.at - LEAP_US;
      if (alone) notes.count('receive times over an hour ahead of both neighbours, set to the time before', toRfc3339(leapt.at));
      yield placed(alone ? { ...leapt, at: last } : leapt);
      leapt = null;
    }
    if (input.at > last + LEAP_US) leapt = input;
    else yield placed(input);
  }
  if (leapt !== null) yield placed(leapt);
}

/** Merges sources by time; at equal times the earlier source goes first. Each source must be in order. */
export async function* mergeByTime(sources: readonly AsyncIterable<Input>[]): AsyncGenerator<Input, void, undefined> {
  const heads: { readonly rest: AsyncIterator<Input>; input: Input }[] = [];
  for (const source of sources) {
    const rest = source[Symbol.asyncIterator]();
    const first = await rest.next();
    if (first.done !== true) heads.push({ rest, input: first.value });
  }
  try {
    for (;;) {
      let next = heads[0];
      for (const head of heads) if (next !== undefined && head.input.at < next.input.at) next = head;
      if (next === undefined) return;
      yield next.input;
      const after = await next.rest.next();
      if (after.done === true) heads.splice(heads.indexOf(next), 1);
      else next.input = after.value;
    }
  } finally {
    for (const { rest } of heads) await rest.return?.();
  }
}
