import { InvalidArgumentError, type Command } from 'commander';
import type { ClaimAnswer } from '../../services/claims/answers.ts';
import type { CommonOptions } from './actions.ts';
import { jsonLine, withWaiting, type CommandParts } from './command-parts.ts';
import { dataDir, url } from './options.ts';

interface CheckOptions extends CommonOptions {
  readonly url?: string;
  readonly maxAge?: number;
  readonly json?: boolean;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 0)) throw new InvalidArgumentError('Give seconds, 0 or more.');
  return value;
}

/** `tallyfoil check`: exit code 0 where everything matched. */
export function addCheck(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('check')
    .description('check receipts, or a text that cites them, against the raw log')
    .argument('[text...]', 'a receipt, or a text with receipts in it; - or nothing: standard input')
    .option('--max-age <seconds>', 'a figure older than this is stale where the market has moved on', seconds)
    .option('--json', 'the answer as JSON')
    .addOption(url())
    .addOption(dataDir())
    .action(async (words: readonly string[], { json, ...options }: CheckOptions) => {
      const given = words.join(' ');
      const text = given === '' || given === '-' ? await streams.input() : given;
      const answer = await withWaiting(streams, 'checking', () => actions.check(text, options));
      await streams.out(json === true ? jsonLine(answer) : inWords(answer));
      if (answer.verdict !== 'matched') process.exitCode = 1;
    });
}

/** What is no live data says so at the head of each line, so that no width and no excerpt loses it. */
const labelOf = (source: ClaimAnswer['source'] | null): string =>
  source === null || source === 'live' ? '' : `${source.toUpperCase()} `;

function inWords({ source, verdict, receipts, figures, caveats }: ClaimAnswer): string {
  const [first, ...others] = source === 'simulated' ? caveats : ['', ...caveats];
  const lines = [
    ...(first ? [first] : []),
    ...receipts.map((row) => {
      const label = labelOf(row.source);
      const when = row.as_of === null ? '' : `, as of ${row.as_of}`;
      return `${label}${row.verdict.padEnd(12)}${row.receipt}\n${label}${' '.repeat(12)}${row.reason}${when}`;
    }),
    ...figures.map((row) => `${labelOf(source)}${row.verdict.padEnd(12)}${row.figure}: ${row.reason}`),
    ...others,
    `${labelOf(source)}all in all: ${verdict}`,
  ];
  return `${lines.join('\n')}\n`;
}
