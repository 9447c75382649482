import type { Actions, Running } from './actions.ts';
import type { Streams } from './streams.ts';

/** What every command is made with. */
export interface CommandParts {
  readonly actions: Actions;
  readonly streams: Streams;
}

/** One line for a person, on stderr. */
export const sayTo =
  ({ err }: Streams) =>
  (line: string): void =>
    err(`${line}\n`);

/** One JSON object on one line. */
export const jsonLine = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** JSON that a person can read as well. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Keeps a server until the process is asked to end, then closes it. */
export async function runUntilEnded({ ended }: Streams, running: Running): Promise<void> {
  await ended();
  await running.close();
}
