import { MAX_REST_BYTES, parseBounded, refuse } from '../../core/index.ts';
import type { Result } from '../../core/index.ts';
import { shown } from './fields.ts';

/**
 * Parses JSON. Refuses with `json_bounds`, before parsing, if it is too long or nested deeper than 32 levels; with `bad_json`
 * and the beginning of the text if it is invalid.
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
