import { CommanderError, InvalidArgumentError } from 'commander';
import { CodedError, internalError, visibleJson, visibleLines } from '../core/index.ts';
import { createProgram, lineWidth, type Actions, type Streams } from '../faces/cli/index.ts';
import { readAll } from './read-all.ts';
import { VERSION } from './version.ts';
import { showWaiting } from './show-waiting.ts';

/** Each command loads only its own modules, because a client of `mcp` waits for the tool list. */
const actions: Actions = {
  version: VERSION,
  start: async (...args) => (await import('./start.ts')).start(...args),
  serve: async (...args) => (await import('./start.ts')).serve(...args),
  demo: async (...args) => (await import('./start.ts')).demo(...args),
  mcp: async (...args) => (await import('./mcp.ts')).mcp(...args),
  connect: async (...args) => (await import('./connect/index.ts')).connect(...args),
  doctor: async (...args) => (await import('./doctor/index.ts')).doctor(...args),
  async *watch(...args) {
    yield* (await import('./watch.ts')).watch(...args);
  },
  call: async (...args) => (await import('./call.ts')).call(...args),
  check: async (...args) => (await import('./check.ts')).check(...args),
  replay: async (...args) => (await import('./replay-command.ts')).replayCommand(...args),
  simulate: async (...args) => (await import('./simulate.ts')).simulate(...args),
  operationNames: async () => (await import('./operation-names.ts')).operationNames(),
  forecast: async (...args) => (await import('./forecast/forecast-command.ts')).forecast(...args),
  benchForecast: async (...args) => (await import('./forecast/bench-command.ts')).benchForecast(...args),
  verify: async (...args) => (await import('./verify.ts')).verify(...args),
};

const STOPPED_AT_ONCE = 130;

const streams: Streams = {
  out: (text) =>
    new Promise((resolve) => {
      if (process.stdout.write(text)) resolve();
      else process.stdout.once('drain', resolve);
    }),
  err: (text) => void process.stderr.write(text),
  width: () => lineWidth(process.stdout.columns),
  input: () => readAll(process.stdin),
  typed: process.stdin.isTTY,
  reader: process.stdout.isTTY ? 'person' : 'program',
  waiting: process.stderr.isTTY ? showWaiting((text) => void process.stderr.write(text)) : () => () => {},
  ended: () =>
    new Promise((resolve) => {
      let asked = false;
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
        process.on(signal, () => {
          // A second signal means that the user will not wait for the log.
          if (asked) process.exit(STOPPED_AT_ONCE);
          asked = true;
          resolve();
        });
    }),
};

/** Text of an error for a person; elsewhere the whole body is printed as JSON. */
const inWords = ({ code, message, advice }: CodedError): string => `${message} ${advice} (${code})\n`;

const SERVERS: ReadonlySet<string> = new Set(['start', 'serve', 'demo', 'simulate']);

/** The terminal was closed, so nothing can be printed, but a server must still close its log. */
process.stderr.on('error', () => undefined);

/** A closed pipe (`| head`) ends the program quietly; a full disk does not. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`The answer could not be written to stdout: ${error.message}.\n`, () => process.exit(1));
});

try {
  await createProgram({ actions, streams }).parseAsync(process.argv);
  // Keep-alive sockets may be left after a server closed; nothing else needs to finish.
  setImmediate(() => process.exit(process.exitCode ?? 0));
} catch (error) {
  // Commander prints its own errors, but not one that a command's action throws.
  if (error instanceof InvalidArgumentError) process.stderr.write(visibleLines(`error: ${error.message}\n`));
  if (error instanceof CommanderError) process.exit(error.exitCode);
  const coded = error instanceof CodedError ? error : internalError({ where: 'the command line' }, error);
  if (coded !== error) process.stderr.write(visibleLines(`${error instanceof Error ? error.stack : String(error)}\n`));
  // A server's log goes to stderr line by line, so why it did not start is a line too, also in a pipe.
  const isServer = SERVERS.has(process.argv[2] ?? '');
  const person = (process.stderr.isTTY || isServer) && !process.argv.includes('--json');
  process.stderr.write(person ? inWords(coded) : `${visibleJson(JSON.stringify(coded.toBody()))}\n`);
  process.exit(1);
}
