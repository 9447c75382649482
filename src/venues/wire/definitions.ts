import { ok, refuse, type Definitions, type Instrument, type RefusedDefinition, type Result } from '../../core/index.ts';
import { isObject, isSymbol, shown, type JsonObject } from './fields.ts';

interface DefinitionForm {
  /** Reads one entry. */
  readonly read: (entry: JsonObject) => Result<Instrument>;
  /** Our symbol of an entry, as far as it can be read. */
  readonly symbolOf: (entry: JsonObject) => unknown;
}

/** A venue's list of definitions. An entry that can't be read loses only itself, and is named in the answer. */
export function readDefinitions(list: unknown, name: string, { read, symbolOf }: DefinitionForm): Result<Definitions> {
  if (!Array.isArray(list)) return refuse(list === undefined ? 'missing_field' : 'bad_field', name);
  const instruments: Instrument[] = [];
  const refused: RefusedDefinition[] = [];
  list.forEach((entry: unknown, i) => {
    const result = isObject(entry) ? read(entry) : refuse('bad_field', shown(entry));
    if (result.ok) return void instruments.push(result.value);
    const symbol = isObject(entry) ? symbolOf(entry) : null;
    const { reason, detail } = result.error;
    refused.push({ symbol: isSymbol(symbol) ? symbol : null, reason, detail: `${name}[${i}].${detail}` });
  });
  return ok({ instruments, ...(refused.length === 0 ? {} : { refused }) });
}
