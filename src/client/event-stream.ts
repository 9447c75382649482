/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** An event longer than this is none of ours. */
const MOST = 4_000_000;

/**
 * Reads server-sent events (WHATWG HTML 9.2.6) from pieces of text, cut wherever the network cut them. Comments and fields
 * that nothing here uses are passed over; an unfinished event at the end is dropped. Throws `RangeError` past 4 MB.
 */
export async function* readEvents(pieces: AsyncIterable<string>): AsyncGenerator<ServerEvent, void> {
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  for await (const piece of pieces) {
    rest += piece;
    if (rest.length > MOST) throw new RangeError(`an event of over ${MOST} characters`);
    // A lone CR at the end may be the first half of a CRLF.
    for (let end = /\r\n|\n|\r(?!$)/.exec(rest); end !== null; end = /\r\n|\n|\r(?!$)/.exec(rest)) {
      const line = rest.slice(0, end.index);
      rest = rest.slice(end.index + end[0].length);
      if (line === '') {
        if (data.length > 0) yield { event, data: data.join('\n') };
        event = 'message';
        data = [];
        continue;
      }
      const colon = line.indexOf(':');
      const name = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (name === 'event') event = value;
      else if (name === 'data') data.push(value);
    }
  }
}
