import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS } from '../../src/operations/catalogue.ts';
import type { KnownMarks } from '../../src/operations/marks/known-marks.ts';
import { hasReceipt, operationMark } from '../../src/operations/marks/operation-mark.ts';
import { ROOT } from '../run.ts';

const FILE = join(ROOT, 'src/operations/marks/marks.json');
const NONE: KnownMarks = { marks: {}, firstForm: {} };

/** Adds today's marks to the file. No mark is ever removed, because a receipt may contain any of them. */
export async function marksFile(): Promise<string> {
  const { marks, firstForm } = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as KnownMarks) : NONE;
  const all: Record<string, Record<string, unknown>> = Object.fromEntries(
    Object.entries(marks).map(([operation, own]) => [operation, { ...own }]),
  );
  for (const operation of OPERATIONS.filter(hasReceipt)) {
    const { id, content } = operationMark(operation);
    (all[operation.name] ??= {})[id] ??= content;
  }
  return text({ marks: all as KnownMarks['marks'], firstForm });
}

/** One line for each mark, so that a change adds one line. */
function text({ marks, firstForm }: KnownMarks): string {
  const rows = (of: Readonly<Record<string, unknown>>, pad: string, line: (value: unknown) => string) =>
    `{\n${Object.entries(of)
      .map(([name, value]) => `${pad}  ${JSON.stringify(name)}: ${line(value)}`)
      .join(',\n')}\n${pad}}`;
  const byOperation = rows(marks, '  ', (own) =>
    rows(own as Readonly<Record<string, unknown>>, '    ', (mark) => JSON.stringify(mark)),
  );
  return `{\n  "marks": ${byOperation},\n  "firstForm": ${rows(firstForm, '  ', (mark) => JSON.stringify(mark))}\n}\n`;
}
