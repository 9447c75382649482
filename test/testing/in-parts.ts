import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Parts {
  /** Names the file of results; a test's own. */
  readonly name: string;
  readonly from: number;
  readonly count: number;
  /** Cases of a part: what an interruption costs at most. */
  readonly size: number;
  /** Folder of results; absent: nothing is kept. `npm run test:long` names one for each state of the code. */
  readonly folder?: string | undefined;
}

/** Results of parts must survive JSON. */
interface Kept<Result> {
  readonly from: number;
  readonly count: number;
  readonly result: Result;
}

/**
 * Runs cases `from` to `from + count` in parts. Where a folder is given each part's result is kept, and a run that was
 * interrupted continues after the last whole part.
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

/** A last line without its end is a part that was being written; it is cut off, so that the next one begins a line. */
function readParts<Result>(file: string): Kept<Result>[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) writeFileSync(file, whole);
  const lines = whole.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Kept<Result>);
}
