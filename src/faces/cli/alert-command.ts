import { InvalidArgumentError, Option, type Command } from 'commander';
import type { OperationAnswer } from '../../client/index.ts';
import type { CommonOptions } from './actions.ts';
import { alertInWords, alertsInWords, alertTestInWords, deletedInWords } from './alert-words.ts';
import { answer, problemFound, type CommandParts } from './command-parts.ts';
import { dataDir, json, url } from './options.ts';

interface SharedOptions extends CommonOptions {
  readonly url?: string;
  readonly json?: true;
}

interface AddOptions extends SharedOptions {
  readonly operation: string;
  readonly venue?: string;
  readonly aggregate?: string;
  readonly side?: string;
  readonly window?: number;
  readonly cooldown?: number;
  readonly for?: number;
  readonly useStale?: true;
  readonly expects?: string;
  readonly outlet?: readonly string[];
  readonly note?: string;
  readonly rearm?: number;
  readonly and?: readonly string[];
  readonly or?: readonly string[];
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `90`, `90s`, `15m`, `2h`, `1d` as seconds. */
function seconds(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError('Give a time such as 90s, 15m, 2h or 1d.');
  return Number(number) * (UNITS[unit] ?? 1);
}

/** A number. Throws on other text, because NaN in JSON is null: the option would be ignored. */
function numberFrom(text: string): number {
  const value = valueOf(text);
  if (typeof value === 'string') throw new InvalidArgumentError('Give a number.');
  return value;
}

/** A number if the word can be parsed as one, else text. */
const valueOf = (text: string): number | string => (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text);

const another = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

const only = (given: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

/** `tallyfoil alert add|list|rm|on|off|test`. */
export function addAlert(program: Command, parts: CommandParts): void {
  const { actions, streams } = parts;
  const command = program
    .command('alert')
    .description('rules that notify you when something happens: add, list, rm, on, off, test');
  const sub = (name: string, about: string): Command =>
    command.command(name).description(about).addOption(url()).addOption(dataDir()).addOption(json());
  const ask = (operation: string, input: Record<string, unknown>, { json: _, ...options }: SharedOptions): Promise<unknown> =>
    actions.call(operation, input, options);

  sub('add', 'watch a field: alert add BTCUSDT spread_bps above 5')
    .argument('<symbol>', 'the market; - for none')
    .argument('<field>', 'path into the answer, e.g. spread_bps, liquidity.walls[].qty')
    .argument('<when>', 'above, below, crosses, changes, equals or sigma')
    .argument('[value]', 'threshold, text, or number of sigmas')
    .option('--operation <name>', 'read operation to watch', 'get_report')
    .option('--venue <id>')
    .addOption(new Option('--aggregate <how>', 'for a list').choices(['any', 'max', 'min', 'count']))
    .addOption(new Option('--side <side>', 'for sigma').choices(['up', 'down', 'both']))
    .option('--window <time>', 'for sigma: length of the history', seconds)
    .option('--cooldown <time>', 'minimum time between two firings', seconds)
    .option('--for <time>', 'how long the rule is evaluated; default: for ever', seconds)
    .option('--use-stale', 'evaluate numbers of stale or incomplete data too')
    .addOption(new Option('--expects <where>', 'expected direction afterwards, for the hit rate').choices(['up', 'down']))
    .option('--outlet <outlet...>', 'log, desktop, telegram, discord, or the address of a webhook')
    .option('--rearm <number>', 'level that the value must go back past before it fires again', numberFrom)
    .option('--and <condition>', "a further condition that must hold too: 'depth.imbalance below -0.5'", another)
    .addOption(
      new Option('--or <condition>', 'a further condition, of which one is enough; not together with --and')
        .argParser(another)
        .conflicts('and'),
    )
    .option('--note <text>')
    .action(async (symbol: string, field: string, when: string, value: string | undefined, given: AddOptions) => {
      const {
        operation,
        venue,
        window,
        cooldown,
        for: expires,
        useStale,
        outlet,
        aggregate,
        side,
        expects,
        note,
        rearm,
        and,
        or,
        ...options
      } = given;
      const more = and ?? or;
      const of = aggregate === undefined ? '' : `${aggregate} of `;
      const first = `${of}${field} ${when} ${value ?? ''}${rearm === undefined ? '' : ` rearm ${rearm}`}`;
      const one = {
        field,
        when,
        value: value === undefined ? undefined : when === 'equals' ? equalsValue(value) : valueOf(value),
        aggregate,
        rearm,
      };
      const input = only({
        operation,
        input: only({ symbol: symbol === '-' ? undefined : symbol, venue }),
        ...(more === undefined ? one : { match: and === undefined ? 'any' : 'all', conditions: [first, ...more] }),
        side,
        window_sec: window,
        cooldown_sec: cooldown,
        expires_in_sec: expires,
        when_stale: useStale === true ? 'use' : undefined,
        expects,
        outlets: outlet,
        note,
      });
      const made = (await ask('create_alert', input, options)) as OperationAnswer<'create_alert'>;
      await answer(streams, options, made, alertInWords);
    });

  sub('list', 'alerts with their record, and the latest firings')
    .option('--symbol <symbol>')
    .option('--limit <n>', 'alerts, and firings, newest first', numberFrom, 20)
    .action(async ({ symbol, limit, ...options }: SharedOptions & { symbol?: string; limit: number }) => {
      const listed = await ask('list_alerts', only({ symbol, limit, fired: limit }), options);
      await answer(streams, options, listed as OperationAnswer<'list_alerts'>, alertsInWords);
    });

  const onOne = (name: string, about: string, operation: string, input: Record<string, unknown> = {}) =>
    sub(name, about)
      .argument('<id>')
      .action(async (id: string, options: SharedOptions) => {
        const rule = (await ask(operation, { id, ...input }, options)) as OperationAnswer<'update_alert'>;
        await answer(streams, options, rule, alertInWords);
      });
  sub('rm', 'delete an alert')
    .argument('<id>')
    .action(async (id: string, options: SharedOptions) => {
      const deleted = (await ask('delete_alert', { id }, options)) as OperationAnswer<'delete_alert'>;
      await answer(streams, options, deleted, deletedInWords);
    });
  onOne('on', 'watch it again', 'update_alert', { enabled: true });
  onOne('off', 'stop watching it, without deleting it', 'update_alert', { enabled: false });

  sub('test', 'the current value of an alert, and a test message to each of its outlets')
    .argument('<id>')
    .action(async (id: string, options: SharedOptions) => {
      const tested = (await ask('test_alert', { id }, options)) as OperationAnswer<'test_alert'>;
      await answer(streams, options, tested, alertTestInWords);
      const failed = tested.deliveries.flatMap(({ outlet, ok }) => (ok ? [] : [outlet]));
      if (failed.length > 0) problemFound(streams, `The test message was not delivered to ${failed.join(', ')}.`);
    });
}

/** A word in quotes is text even if it could be parsed as a number: '"5"'. */
const equalsValue = (text: string): number | string => (/^".*"$/.test(text) ? text.slice(1, -1) : valueOf(text));
