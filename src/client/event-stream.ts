import { createParser } from 'eventsource-parser';

/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Longest event, characters. A Tallyfoil server sends no longer one. */
export const MAX_EVENT = 4_000_000;

/**
 * Reads server-sent events (WHATWG HTML 9.2.6) from pieces of text, split anywhere. Skips comments and unused fields; drops an unfinished
 * event at the end. Throws `RangeError` past 4 MB.
 */
export async function* readEvents(pieces: AsyncIterable<string>): AsyncGenerator<ServerEvent, void> {
  const read: ServerEvent[] = [];
  const limit = { passed: false };
  const parser = createParser({
    maxBufferSize: MAX_EVENT,
    onEvent({ event = 'message', data }) {
      // The parser limits its buffer between pieces, but not an event inside one piece.
      if (data.length > MAX_EVENT) limit.passed = true;
      else if (!limit.passed) read.push({ event, data });
    },
    onError({ type }) {
      if (type === 'max-buffer-size-exceeded') limit.passed = true;
    },
  });
  for await (const piece of pieces) {
    parser.feed(piece);
    yield* read.splice(0);
    if (limit.passed) throw new RangeError(`an event of over ${MAX_EVENT} characters`);
  }
}
