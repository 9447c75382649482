import type { Actions, Running } from './actions.ts';
import { visibleJson } from '../../core/index.ts';
import type { SafeStreams, Streams } from './streams.ts';

/** What every command is made with. */
export interface CommandParts {
  readonly actions: Actions;
  readonly streams: SafeStreams;
}

/** One line for a person, on stderr. */
export const sayTo =
  ({ err }: Streams) =>
  (line: string): void =>
    err(`${line}\n`);

/** One JSON object on one line. */
export const jsonLine = (value: unknown): string => `${visibleJson(JSON.stringify(value))}\n`;

/** JSON that a person can read as well. */
export const jsonText = (value: unknown): string => `${visibleJson(JSON.stringify(value, null, 2))}\n`;

/** The answer as JSON for programs and where `--json` asks for it, in words for a person. */
export async function answer<T>(
  { out, reader }: Streams,
  { json }: { readonly json?: boolean | undefined },
  value: T,
  words: (value: T) => string,
): Promise<void> {
  await out(json === true || reader === 'program' ? jsonText(value) : words(value));
}

/** Does what may take a while, and says so meanwhile. */
export async function withWaiting<T>({ waiting }: Streams, what: string, work: () => Promise<T>): Promise<T> {
  const done = waiting(what);
  try {
    return await work();
  } finally {
    done();
  }
}

/** Starts a server and keeps it until the process is asked to end, then closes it and says so; `--json` says where it listens. */
export async function runUntilEnded(
  { ended, out, err }: Streams,
  { json }: { readonly json?: boolean },
  start: () => Promise<Running>,
): Promise<void> {
  // From before the start: a server that is asked to end while it starts closes what it has opened.
  const end = ended();
  const running = await start();
  if (json === true) await out(jsonLine({ url: running.url, source: running.source }));
  await end;
  await running.close();
  err('Stopped.\n');
}
