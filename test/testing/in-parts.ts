import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Parts {
  /** Name of the result file; unique to a test. */
  readonly name: string;
  readonly from: number;
  readonly count: number;
  /** Cases in a part; an interruption loses at most this many. */
  readonly size: number;
  /** Folder of results. Absent: no results are kept. `npm run test:long` names one for each state of the code. */
  readonly folder?: string | undefined;
}

/** Results of parts must survive JSON. */
interface Kept<Result> {
  readonly from: number;
  readonly count: number;
  readonly result: Result;
}

/**
 * Runs cases `from` to `from + count` in parts. With a folder, each part's result is kept, and an interrupted run continues
 * after the last complete part.
 */
export async function inParts<Result>(
  { name, from, count, size, folder = process.env['TALLYFOIL_LONG_PARTS'] }: Parts,
  run: (from: number, count: number) => Result | Promise<Result>,
): Promise<readonly Result[]> {
  const file = folder === undefined ? null : join(folder, `${name}.jsonl`);
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const kept = file === null ? [] : readParts<Result>(file);
  const results: Result[] = [];
  for (let at = from; at < from + count; at += size) {
    const part = { from: at, count: Math.min(size, from + count - at) };
    const done = kept.find((one) => one.from === part.from && one.count === part.count);
    const result = done === undefined ? await run(part.from, part.count) : done.result;
    if (file !== null && done === undefined) appendFileSync(file, `${JSON.stringify({ ...part, result })}\n`);
    results.push(result);
    // Lets the worker answer between parts.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return results;
}

/** An incomplete last line is an interrupted write; it is removed, so that the next part starts a new line. */
function readParts<Result>(file: string): Kept<Result>[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) writeFileSync(file, whole);
  const lines = whole.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Kept<Result>);
}
