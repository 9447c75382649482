import { isDeepStrictEqual } from 'node:util';
import { applyEdits, modify, parse, printParseErrorCode, type JSONPath, type ParseError } from 'jsonc-parser';
import { isTree, SERVER, wanted, type Change } from './edit.ts';
import { fileUnreadable } from './errors.ts';

const BOM = '\uFEFF';

/** Line and column of an offset, counted from 1. */
function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}

/** Parses JSON with comments and trailing commas, like VS Code. Throws TF_CONNECT_FILE_UNREADABLE. */
function read(text: string, file: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {};
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined)
    throw fileUnreadable({ file, problem: `${printParseErrorCode(first.error)} at ${placeOf(text, first.offset)}` });
  if (!isTree(value)) throw fileUnreadable({ file, problem: 'its content is not a JSON object' });
  return value;
}

function indentOf(text: string): { readonly tabSize: number; readonly insertSpaces: boolean; readonly eol: string } {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/**
 * Edits JSON or JSONC text; other comments, order and spacing stay. Throws TF_CONNECT_FILE_UNREADABLE if it can't be parsed, or if the
 * result would not be exactly as required.
 */
export function editJson(given: string, change: Change): string {
  const { file, section, entry } = change;
  const mark = given.startsWith(BOM) ? BOM : '';
  const text = given.slice(mark.length);
  const before = read(text, file);
  const servers = before[section];
  if (servers !== undefined && !isTree(servers)) throw fileUnreadable({ file, problem: `"${section}" is not an object` });
  const after = wanted(before, change);
  if (isDeepStrictEqual(before, after)) return given;
  const options = { formattingOptions: indentOf(text) };
  const edit = (old: string, path: JSONPath, value: unknown) => applyEdits(old, modify(old, path, value, options));
  let edited = text.trim() === '' ? '{}\n' : text;
  const own = servers?.[SERVER];
  if (entry === null || !isTree(own)) edited = edit(edited, [section, SERVER], entry ?? undefined);
  else
    for (const [key, value] of Object.entries(entry))
      if (!isDeepStrictEqual(own[key], value)) edited = edit(edited, [section, SERVER, key], value);
  // For example, with a duplicate key one is edited but the other is read.
  if (!isDeepStrictEqual(read(edited, file), after))
    throw fileUnreadable({ file, problem: `"${section}" is written in a way that can't be edited safely` });
  return mark + edited;
}
