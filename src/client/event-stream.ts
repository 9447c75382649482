import { createParser } from 'eventsource-parser';

/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Longest event, characters; a longer one is none of ours. */
export const MAX_EVENT = 4_000_000;

/**
 * Reads server-sent events (WHATWG HTML 9.2.6) from pieces of text, cut wherever the network cut them. Comments and fields
 * that nothing here uses are passed over; an unfinished event at the end is dropped. Throws `RangeError` past 4 MB.
 */
export async function* readEvents(pieces: AsyncIterable<string>): AsyncGenerator<ServerEvent, void> {
  const read: ServerEvent[] = [];
  const limit = { passed: false };
  const parser = createParser({
    maxBufferSize: MAX_EVENT,
    onEvent({ event = 'message', data }) {
      // The parser bounds what it holds between pieces, not an event that one piece holds whole.
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
