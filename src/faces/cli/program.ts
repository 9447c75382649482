import { Command, Option } from 'commander';
import type { Actions, CommonOptions, McpOptions, ReplayCommand, Running, SimulateCommand } from './actions.ts';
import { addCheck } from './check-command.ts';
import { readInput } from './read-input.ts';

export interface Streams {
  /** Answers; resolves when the reader has taken it. */
  readonly out: (text: string) => Promise<void>;
  /** Words for a person. */
  readonly err: (text: string) => void;
  /** All of standard input. */
  readonly input: () => Promise<string>;
  /** Resolves when the process is asked to end. */
  readonly ended: () => Promise<void>;
}

const dataDir = () => new Option('--data-dir <folder>', 'where logs and state are kept (TALLYFOIL_DATA_DIR)');
const symbols = () => new Option('--symbols <list>', 'symbols to follow, comma-separated (SYMBOLS)');
const port = () => new Option('--port <number>', 'port of HTTP and MCP, 0 for a free one (TALLYFOIL_PORT)');
const venues = () => new Option('--venues <list>', 'venues to follow, comma-separated (VENUES)');
const url = () => new Option('--url <url>', 'a running server, when it is not the one that owns the data directory');

/** The command line: turns words into actions, and answers into text. */
export function createProgram(actions: Actions, { out, err, input, ended }: Streams): Command {
  const say = (line: string) => err(`${line}\n`);
  const line = (value: unknown) => out(`${JSON.stringify(value)}\n`);

  const program = new Command('tallyfoil')
    .description('Market intelligence for agents and people: every number is real and can prove it.')
    .version(actions.version, '-v, --version')
    .showSuggestionAfterError(true)
    .showHelpAfterError('(tallyfoil --help shows all commands)')
    .configureOutput({ writeErr: err })
    .exitOverride();

  const runUntilEnded = async (running: Running) => {
    await ended();
    await running.close();
  };

  program
    .command('start')
    .description('follow the first venue that answers; without any, a simulated market that says so')
    .addOption(port())
    .addOption(dataDir())
    .addOption(symbols())
    .action(async (options: CommonOptions) => runUntilEnded(await actions.start(options, say)));

  program
    .command('serve')
    .description('follow the configured venues; never falls back to the simulator')
    .addOption(port())
    .addOption(dataDir())
    .addOption(symbols())
    .addOption(venues())
    .action(async (options: CommonOptions) => runUntilEnded(await actions.serve(options, say)));

  program
    .command('demo')
    .description('a simulated market: no network, no keys; every answer says that it is simulated')
    .addOption(port())
    .addOption(dataDir())
    .addOption(symbols())
    .option('--scenario <name>', 'how the market behaves')
    .option('--seed <number>', 'decides everything that happens')
    .action(async (options: CommonOptions & { scenario?: string; seed?: string }) =>
      runUntilEnded(await actions.demo(options, say)),
    );

  program
    .command('mcp')
    .description('MCP over stdio, for a client to start')
    .option('--surface <name>', 'default, full, readonly, brief, or a toolset', 'default')
    .addOption(url())
    .option('--allow-simulated', 'take answers of a simulated market, which say so')
    .addOption(dataDir())
    .addOption(symbols())
    .addOption(venues())
    .action((options: McpOptions) => actions.mcp(options));

  program
    .command('call')
    .description('one operation of the running server; the answer as JSON on stdout')
    .argument('<operation>')
    .argument('[input...]', 'a JSON object, or key=value pairs')
    .addOption(url())
    .addOption(dataDir())
    .action(async (operation: string, words: string[], options: CommonOptions & { url?: string }) =>
      line(await actions.call(operation, readInput(words), options)),
    );

  program
    .command('report')
    .description('the market report of one symbol')
    .argument('<symbol>')
    .option('--venue <id>')
    .addOption(url())
    .addOption(dataDir())
    .action(async (symbol: string, { venue, ...options }: CommonOptions & { venue?: string; url?: string }) =>
      out(`${JSON.stringify(await actions.call('get_report', { symbol, ...(venue ? { venue } : {}) }, options), null, 2)}\n`),
    );

  addCheck(program, { actions, out, input, shared: [url(), dataDir()] });

  program
    .command('replay')
    .description('run a recording, or a raw log, through the same pipeline that live data take')
    .argument('<path>')
    .option('--speed <n>', 'times the recorded speed, or max', 'max')
    .addOption(new Option('--emit <what>', 'one JSON object a line').choices(['events', 'quotes', 'reports']))
    .option('--from-segment <n>', 'of a raw log: start at the checkpoint of this segment')
    .action(async (path: string, options: Omit<ReplayCommand, 'path'>) => {
      const summary = await actions.replay({ ...options, path }, (text) => out(`${text}\n`));
      if (options.emit === undefined) await line(summary);
      else say(JSON.stringify(summary));
    });

  program
    .command('simulate')
    .description('serve a simulated exchange on loopback, with a truth book and faults')
    .option('--venue <id>', 'binance-spot or kraken-spot', 'binance-spot')
    .option('--port <number>', '0 for a free one', '0')
    .option('--seed <number>', 'decides everything that happens', '1')
    .option('--scenario <name>', 'how the market behaves', 'calm')
    .option('--symbols <list>', 'comma-separated, as the venue writes them')
    .option('--faults <spec>', 'what goes wrong, e.g. drop:0.01,close@30s')
    .option('--truth <file>', 'write the true best bid and ask after each update, one JSON object a line')
    .action(async (command: SimulateCommand) => runUntilEnded(await actions.simulate(command, say)));

  program
    .command('verify')
    .description('check the raw log: every record, its checksum and its order')
    .argument('[folder]', 'a data directory; default: those of this configuration')
    .addOption(dataDir())
    .action(async (path: string | undefined, options: CommonOptions) => {
      const { ok, report } = await actions.verify({ ...options, ...(path === undefined ? {} : { path }) });
      await out(`${JSON.stringify(report, null, 2)}\n`);
      if (!ok) process.exitCode = 1;
    });

  return program;
}
