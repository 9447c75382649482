import { Transform } from 'node:stream';
import { isRecord } from '../../core/index.ts';

/**
 * The request as its client meant it: some clients send the arguments of a call as null or as JSON text, which the protocol forbids.
 * Returns the message itself if nothing has to change.
 */
export function meantMessage(message: unknown): unknown {
  if (!isRecord(message) || message['method'] !== 'tools/call') return message;
  const params = message['params'];
  if (!isRecord(params)) return message;
  const meant = meantArguments(params['arguments']);
  return meant === null ? message : { ...message, params: { ...params, arguments: meant } };
}

/** The object meant; null if the arguments are to stay as they are. */
function meantArguments(given: unknown): Readonly<Record<string, unknown>> | null {
  if (given === null || given === '') return {};
  if (typeof given !== 'string') return null;
  try {
    const read: unknown = JSON.parse(given);
    return isRecord(read) ? read : null;
  } catch {
    // Text that is no JSON is refused by the protocol's own check, which says so.
    return null;
  }
}

/** `meantLine` for a stream whose chunks are whole lines. */
export const meantLines = (): Transform =>
  new Transform({
    transform: (line: Buffer, _encoding, done) => done(null, meantLine(line.toString('utf8'))),
  });

/** The same for one line over stdio. Only a line that may have to change is parsed. */
export function meantLine(line: string): string {
  if (!line.includes('"tools/call"') || !/"arguments"\s*:\s*(?:null|")/.test(line)) return line;
  try {
    const message: unknown = JSON.parse(line);
    const meant = meantMessage(message);
    return meant === message ? line : `${JSON.stringify(meant)}\n`;
  } catch {
    // The transport answers a line that can't be parsed.
    return line;
  }
}
