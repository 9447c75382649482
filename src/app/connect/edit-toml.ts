import { isDeepStrictEqual } from 'node:util';
import { parse, stringify } from 'smol-toml';
import { isTree, SERVER, wanted, type Change } from './edit.ts';
import { fileUnreadable } from './errors.ts';

/** Throws TF_CONNECT_FILE_UNREADABLE. */
function read(text: string, file: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch (error) {
    const [problem = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw fileUnreadable({ file, problem }, error);
  }
}

const isHeader = (line: string): boolean => /^\s*\[/.test(line);
const isEmptyOrComment = (line: string): boolean => /^\s*(#.*)?$/.test(line);

/** The header of our table or of a subtable. */
const ownHeader = (section: string, inside: 'itself' | 'inside'): RegExp =>
  new RegExp(
    `^\\s*\\[\\s*(["']?)${section}\\1\\s*\\.\\s*(["']?)${SERVER}\\2\\s*${inside === 'inside' ? '\\..*' : ''}\\]\\s*(#.*)?\\r?$`,
  );

/** First and last line of a key's value; an array may span several lines. */
function linesOfKey(lines: readonly string[], start: number, end: number, key: string): readonly [number, number] | null {
  for (let first = start; first < end; first++) {
    if (!new RegExp(`^\\s*(["']?)${key}\\1\\s*=`).test(lines[first] ?? '')) continue;
    for (let last = first; last < end; last++) {
      try {
        parse(lines.slice(first, last + 1).join('\n'));
        return [first, last];
      } catch {
        // Incomplete, so the value continues in the next line.
      }
    }
  }
  return null;
}

/**
 * Edits TOML text; other comments, order and spacing stay. No library edits TOML in place, so lines are replaced, and the parsed result is
 * compared with the required content. Throws TF_CONNECT_FILE_UNREADABLE if they differ.
 */
export function editToml(given: string, change: Change): string {
  const { file, section, entry } = change;
  const before = read(given, file);
  const servers = before[section];
  if (servers !== undefined && !isTree(servers)) throw fileUnreadable({ file, problem: `"${section}" is not a table` });
  const after = wanted(before, change);
  if (isDeepStrictEqual(plain(before), plain(after))) return given;
  const eol = given.includes('\r\n') ? '\r\n' : '\n';
  const lines = given.split(eol);
  const start = lines.findIndex((line) => ownHeader(section, 'itself').test(line));
  const known = servers !== undefined && servers[SERVER] !== undefined;
  const edited =
    entry === null ? without(lines, change) : known && start >= 0 ? replaced(lines, start, change) : appended(lines, change);
  const text = edited.join(eol);
  let result: Readonly<Record<string, unknown>> | null = null;
  try {
    result = parse(text);
  } catch {
    // Reported below, because an unparsable result differs from the required one.
  }
  if (result === null || !isDeepStrictEqual(plain(bare(result, section)), plain(bare(after, section))))
    throw fileUnreadable({ file, problem: `"${section}" is written in a way that can't be edited safely` });
  return text;
}

/** Removes the parser's prototypes, because they differ from those of plain objects. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item)));

/** A table whose last subtable was removed is removed too. */
function bare(tree: Readonly<Record<string, unknown>>, section: string): Readonly<Record<string, unknown>> {
  const { [section]: servers, ...others } = tree;
  return isTree(servers) && Object.keys(servers).length === 0 ? others : tree;
}

const settings = (entry: object): string[] => stringify(entry).trimEnd().split('\n');

/** Appends a new table at the end; elsewhere it would take keys from the table above it. */
function appended(lines: readonly string[], { section, entry }: Change): string[] {
  const body = lines.at(-1) === '' ? lines.slice(0, -1) : [...lines];
  const gap = body.length === 0 || body.at(-1) === '' ? [] : [''];
  return [...body, ...gap, `[${section}.${SERVER}]`, ...settings(entry ?? {}), ''];
}

/** Replaces our keys in place; the rest of the table stays. */
function replaced(given: readonly string[], start: number, { entry }: Change): string[] {
  const lines = [...given];
  for (const [key, value] of Object.entries(entry ?? {})) {
    const after = lines.findIndex((line, index) => index > start && isHeader(line) && !/^\s*\[[^\]]*,/.test(line));
    const found = linesOfKey(lines, start + 1, after < 0 ? lines.length : after, key);
    const text = settings({ [key]: value as unknown });
    if (found === null) lines.splice(start + 1, 0, ...text);
    else lines.splice(found[0], found[1] - found[0] + 1, ...text);
  }
  return lines;
}

/** Removes our table and its subtables; comments above the next table belong to that one. */
function without(given: readonly string[], { section }: Change): string[] {
  const lines = [...given];
  for (;;) {
    const start = lines.findIndex((line) => ownHeader(section, 'itself').test(line) || ownHeader(section, 'inside').test(line));
    if (start < 0) return lines;
    let end = lines.findIndex((line, index) => index > start && isHeader(line));
    if (end < 0) end = lines.length;
    while (end > start + 1 && isEmptyOrComment(lines[end - 1] ?? '')) end--;
    const gap = start > 0 && lines[start - 1] === '' ? 1 : 0;
    lines.splice(start - gap, end - start + gap);
  }
}
