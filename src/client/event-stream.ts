/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Longest event, characters; a longer one is none of ours. */
export const MAX_EVENT = 4_000_000;

/** A lone CR at the end may be the first half of a CRLF. */
const lineEnds = (): RegExp => /\r\n|\n|\r(?!$)/g;

/**
 * Reads server-sent events (WHATWG HTML 9.2.6) from pieces of text, cut wherever the network cut them. Comments and fields
 * that nothing here uses are passed over; an unfinished event at the end is dropped. Throws `RangeError` past 4 MB.
 */
export async function* readEvents(pieces: AsyncIterable<string>): AsyncGenerator<ServerEvent, void> {
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  let held = 0;
  const lineEnd = lineEnds();
  const hold = (characters: number) => {
    if (characters > MAX_EVENT) throw new RangeError(`an event of over ${MAX_EVENT} characters`);
  };
  for await (const piece of pieces) {
    // What was searched before has no end of a line, but for a CR that waits for its LF.
    lineEnd.lastIndex = Math.max(0, rest.length - 1);
    rest += piece;
    let start = 0;
    for (let end = lineEnd.exec(rest); end !== null; end = lineEnd.exec(rest)) {
      const line = rest.slice(start, end.index);
      start = end.index + end[0].length;
      if (line === '') {
        if (data.length > 0) yield { event, data: data.join('\n') };
        event = 'message';
        data = [];
        held = 0;
        continue;
      }
      const colon = line.indexOf(':');
      const name = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (name === 'event') event = value;
      else if (name === 'data') {
        hold((held += value.length + 1));
        data.push(value);
      }
    }
    rest = rest.slice(start);
    hold(held + rest.length);
  }
}
