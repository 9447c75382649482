import type { Command } from 'commander';
import { CodedError, visibleText } from '../../core/index.ts';
import type { Followed, OperationAnswer } from '../../client/index.ts';
import { TOPICS } from '../../operations/index.ts';
import type { CommonOptions } from './actions.ts';
import { jsonLine, type CommandParts } from './command-parts.ts';
import { dataDir, json, url } from './options.ts';
import type { SafeStreams } from './streams.ts';
import { messageWords, noticeWords } from './watch-words.ts';

interface WatchOptions extends CommonOptions {
  readonly topic: string;
  readonly venue?: string;
  readonly url?: string;
  readonly json?: true;
}

/** Minimum columns of a terminal for the start of a line, and columns of the longest label. */
const NARROW = 20;
const LABEL = 'SIMULATED'.length;

/** Clears the drawn line. If the terminal became narrower, it has wrapped the line over several rows, with the cursor on the last row. */
function clear(drawn: number, width: number): string {
  const above = Math.max(0, Math.ceil(drawn / Math.max(1, width)) - 1);
  return above === 0 ? '\r\u001B[2K' : `\r\u001B[${above}A\u001B[J`;
}

/** Desktop notification of an alert by the terminal (OSC 9). */
const notice = (text: string): string => `\u001B]9;${text}\u0007`;

/** Only whole fields that fit, because a price without its last digits would be a wrong price. */
function fit(text: string, width: number): string {
  if (text.length <= width) return text;
  const [head = '', ...fields] = text.split('  ');
  let fitted = head.slice(0, width);
  for (const field of fields) {
    if (fitted.length + 2 + field.length > width) break;
    fitted += `  ${field}`;
  }
  return fitted;
}

type BaseOf = (heard: Extract<Followed, { kind: 'message' }>) => Promise<string | undefined>;

/** Topics whose lines show sizes. */
const WITH_SIZES: ReadonlySet<string> = new Set(['report', 'flow']);

/** The currency of sizes of each market, asked for once; undefined if the server does not know it. */
function askBase(call: (venue: unknown) => Promise<unknown>): BaseOf {
  const known = new Map<string, string>();
  return async ({ topic, message: { symbol, venue } }) => {
    if (!WITH_SIZES.has(topic)) return undefined;
    const market = `${String(venue)}:${String(symbol)}`;
    const held = known.get(market);
    if (held !== undefined) return held;
    // The line is shown without the name while the server can't be asked.
    const listed = await call(venue).catch(() => null);
    const row = (listed as OperationAnswer<'list_markets'> | null)?.markets.find((one) => one.symbol === symbol);
    if (row !== undefined && row.base !== '') known.set(market, row.base);
    return known.get(market);
  };
}

/** Overwrites one line on a terminal; prints plain lines in a pipe. */
function printer(
  { out, steer, reader, width }: SafeStreams,
  baseOf: BaseOf,
): (heard: Exclude<Followed, { kind: 'refused' }>) => Promise<void> {
  const person = reader === 'person';
  let whole = '';
  let drawn = 0;
  /** Redraws the live line at the terminal's current width; `above` stays on screen before it. */
  const draw = (above = '') => {
    const columns = width();
    // A wrapped line can't be overwritten, and on a narrow terminal the start of the line needs every column.
    const line = fit(whole, columns > NARROW ? columns - 1 : Math.max(LABEL, columns));
    const text = `${clear(drawn, columns)}${above}${line}`;
    drawn = line.length;
    return steer(text);
  };
  const above = (lines: readonly string[], more = '') => {
    const text = lines.map((line) => `${visibleText(line)}\n`).join('');
    return person ? draw(`${text}${more}`) : out(text);
  };
  return async (heard) => {
    if (heard.kind !== 'message') return above([`-- ${noticeWords(heard)}`]);
    const { kind, lines } = messageWords(heard.topic, heard.message, await baseOf(heard));
    if (kind === 'events' || !person) {
      if (lines.length === 0) return;
      return above(lines, person && heard.topic === 'alerts' ? lines.map((line) => notice(visibleText(line))).join('') : '');
    }
    whole = visibleText(lines[0] ?? '');
    return draw();
  };
}

/**
 * Only the parameters that the topics accept; feed_state, for example, has no symbol. The server refuses unknown topics.
 */
function queryFor(topics: readonly string[], given: Readonly<Record<string, string>>): Record<string, string> {
  const takes = (name: string) => (topic: string) => Object.hasOwn(TOPICS.get(topic)?.parameters.shape ?? given, name);
  return Object.fromEntries(Object.entries(given).filter(([name]) => topics.some(takes(name))));
}

/** `tallyfoil watch`: runs until it is ended, even while the server is unreachable. */
export function addWatch(program: Command, { actions, streams }: CommandParts): void {
  program
    .command('watch')
    .description('a market as it changes: one line on a terminal, plain lines in a pipe')
    .argument('<symbol>')
    .option(
      '--topic <list>',
      'report, trades, flow, liquidity, anomalies, feed_state, alerts; several joined by commas',
      'report',
    )
    .option('--venue <id>')
    .addOption(url())
    .addOption(dataDir())
    .addOption(json())
    .action(async (symbol: string, { topic, venue, json: wanted, ...options }: WatchOptions) => {
      const ending = new AbortController();
      void streams.ended().then(() => ending.abort());
      const topics = topic.split(',').map((name) => name.trim());
      const query = queryFor(topics, { symbol, ...(venue === undefined ? {} : { venue }) });
      const print = printer(
        streams,
        askBase(async (at) => actions.call('list_markets', { venue: at }, options)),
      );
      for await (const heard of actions.watch({ topics, query }, options, ending.signal)) {
        // The last line of stderr has the error.
        if (heard.kind === 'refused') throw refusal(heard.problem);
        await (wanted === true ? streams.out(jsonLine(heard)) : print(heard));
      }
      if (streams.reader === 'person' && wanted !== true) await streams.out('\n');
    });
}

const REFUSED = 400;

function refusal({ code, error, message, advice, ...facts }: Extract<Followed, { kind: 'refused' }>['problem']): CodedError {
  return new CodedError(code, error, REFUSED, message, advice, facts);
}
