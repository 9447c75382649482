import { ok, refuse } from '../../core/index.ts';
import type { Result } from '../../core/index.ts';
import { shown } from './fields.ts';

/** JSON, or the refusal `bad_json` with the beginning of the text. */
export function readJson(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch {
    // The engine's own message quotes the text at length; its beginning is enough to recognise it.
    return refuse('bad_json', shown(text));
  }
}
