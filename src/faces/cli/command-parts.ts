import type { Actions, Running } from './actions.ts';
import { visibleJson } from '../../core/index.ts';
import type { SafeStreams, Streams } from './streams.ts';

/** Dependencies of every command. */
export interface CommandParts {
  readonly actions: Actions;
  readonly streams: SafeStreams;
}

/** One line for a person, on stderr. */
export const sayTo =
  ({ err }: Streams) =>
  (line: string): void =>
    err(`${line}\n`);

/** Exit code 1 for a problem that was found, with the reason as the last line of stderr. */
export function problemFound({ err }: Streams, reason: string): void {
  err(`${reason}\n`);
  process.exitCode = 1;
}

/** One JSON object on one line. */
export const jsonLine = (value: unknown): string => `${visibleJson(JSON.stringify(value))}\n`;

/** JSON with indentation, readable for a person. */
export const jsonText = (value: unknown): string => `${visibleJson(JSON.stringify(value, null, 2))}\n`;

/** The answer as JSON for programs and with `--json`, as text for a person. */
export async function answer<T>(
  { out, reader }: Streams,
  { json }: { readonly json?: boolean | undefined },
  value: T,
  words: (value: T) => string,
): Promise<void> {
  await out(json === true || reader === 'program' ? jsonText(value) : words(value));
}

/** Runs work that may take a while, and shows that it continues. */
export async function withWaiting<T>({ waiting }: Streams, what: string, work: () => Promise<T>): Promise<T> {
  const done = waiting(what);
  try {
    return await work();
  } finally {
    done();
  }
}

/** Runs a server until the process is asked to end, then closes it and reports that. `--json` prints its address. */
export async function runUntilEnded(
  { ended, out, err }: Streams,
  { json }: { readonly json?: boolean },
  start: () => Promise<Running>,
): Promise<void> {
  // Registered before the start, so that a server that is ended while it starts closes what it has opened.
  const end = ended();
  const running = await start();
  if (json === true) await out(jsonLine({ url: running.url, source: running.source }));
  await end;
  await running.close();
  err('Stopped.\n');
}
