import { appendFileSync } from 'node:fs';

/** Prints one line of figures, and adds it to the dated line of a long test (`npm run test:long`). */
export function report(line: string): void {
  process.stdout.write(`${line}\n`);
  const file = process.env['TALLYFOIL_REPORT'];
  if (file !== undefined) appendFileSync(file, `${line}\n`);
}
