import { MAX_REST_BYTES, parseBounded, refuse } from '../../core/index.ts';
import type { Result } from '../../core/index.ts';
import { shown } from './fields.ts';

/**
 * Parses JSON. A text that is too long, or nested deeper than 32 levels, is refused as `json_bounds` before parsing. An invalid
 * text is refused as `bad_json`, with its beginning.
 */
export function readJson(text: string): Result<unknown> {
  const read = parseBounded(text, { maxLength: MAX_REST_BYTES });
  // The engine's own message quotes the text at length; its beginning is enough to recognise it.
  return read.ok || read.error.reason === 'json_bounds' ? read : refuse('bad_json', shown(text));
}

/** Reads the body of an answer that is JSON. */
export const jsonAnswer =
  <I, A>(read: (value: unknown, input: I) => Result<A>) =>
  (input: I, body: string): Result<A> => {
    const json = readJson(body);
    return json.ok ? read(json.value, input) : json;
  };
