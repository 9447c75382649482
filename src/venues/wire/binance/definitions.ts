import type { Definitions, Instrument, Result } from '../../../core/index.ts';
import { readDefinitions } from '../definitions.ts';
import { isObject, type JsonObject } from '../fields.ts';

/** The body of `exchangeInfo`. */
export function readExchangeInfo(value: unknown, read: (entry: JsonObject) => Result<Instrument>): Result<Definitions> {
  const entries = isObject(value) ? value['symbols'] : undefined;
  return readDefinitions(entries, 'symbols', { read, symbolOf: ({ symbol }) => symbol });
}
