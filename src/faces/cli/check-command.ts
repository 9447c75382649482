import { InvalidArgumentError, type Command } from 'commander';
import { codedError } from '../../core/index.ts';
import type { ClaimAnswer } from '../../services/claims/answers.ts';
import type { CommonOptions } from './actions.ts';
import { jsonLine, problemFound, withWaiting, type CommandParts } from './command-parts.ts';
import { withSource } from './label-words.ts';
import { dataDir, url } from './options.ts';

export const nothingToCheck = codedError('TF_CLI_NOTHING_TO_CHECK', {
  status: 400,
  message: () => 'Nothing to check: no text was given.',
  advice: () =>
    'Give a receipt, or a text that cites one: node bin/tallyfoil.js check tf2:…, or node bin/tallyfoil.js check - < FILE',
});

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

/** `tallyfoil check`: exit code 0 only if everything matched. */
export function addCheck(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('check')
    .description('check receipts, or a text that cites them, against the raw log')
    .argument('[text...]', 'a receipt, or a text with receipts; - or nothing: standard input')
    .option('--max-age <seconds>', 'a figure older than this is stale if the market has moved on', seconds)
    .option('--json', 'the answer as JSON')
    .addOption(url())
    .addOption(dataDir())
    .action(async (words: readonly string[], { json, ...options }: CheckOptions) => {
      const given = words.join(' ');
      if (given === '' && streams.typed === true) throw nothingToCheck({});
      const text = given === '' || given === '-' ? await streams.input() : given;
      if (text.trim() === '') throw nothingToCheck({});
      const answer = await withWaiting(streams, 'checking', () => actions.check(text, options));
      await streams.out(json === true ? jsonLine(answer) : inWords(answer));
      if (answer.verdict !== 'matched') problemFound(streams, `Not everything matched: the verdict is ${answer.verdict}.`);
    });
}

/** A figure beside its field, unless the reason names the field. */
const named = ({ figure, field, reason }: ClaimAnswer['figures'][number]): string =>
  field === null || reason.includes(field) ? figure : `${field} ${figure}`;

function inWords({ source, verdict, receipts, figures, caveats }: ClaimAnswer): string {
  const [first, others] = source === 'simulated' ? [caveats.slice(0, 1), caveats.slice(1)] : [[], caveats];
  const whole = { source };
  const lines = [
    ...first,
    ...receipts.flatMap((row) => {
      const verdictReason = `${row.reason}${row.as_of === null ? '' : `, as of ${row.as_of}`}`;
      // A receipt that could not be recomputed has the source of the log it was checked against.
      const of = { source: row.source ?? source };
      return [`${row.verdict.padEnd(12)}${row.receipt}`, `${' '.repeat(12)}${verdictReason}`].map((line) => withSource(of, line));
    }),
    ...figures.map((row) => withSource(whole, `${row.verdict.padEnd(12)}${named(row)}: ${row.reason}`)),
    ...others.map((caveat) => withSource(whole, caveat)),
    withSource(whole, `overall: ${verdict}`),
  ];
  return `${lines.join('\n')}\n`;
}
