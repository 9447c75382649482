import { visibleLines } from '../../core/index.ts';

const UNKNOWN_WIDTH = 80;
const PIPE_WIDTH = 100;
const WIDEST = 160;

/** Characters in a line of text; `columns`: of the terminal, 0 if it does not know them, undefined in a pipe. */
export const lineWidth = (columns: number | undefined): number =>
  Math.min(columns === 0 ? UNKNOWN_WIDTH : (columns ?? PIPE_WIDTH), WIDEST);

/** Input and output of a command. */
export interface Streams {
  /** Writes an answer; resolves when the reader has received it. */
  readonly out: (text: string) => Promise<void>;
  /** Writes text for a person. */
  readonly err: (text: string) => void;
  /** Characters in a line of a text answer: the terminal's current width. */
  readonly width: () => number;
  /** Reads all of standard input. */
  readonly input: () => Promise<string>;
  /** Whether standard input is a terminal, where a user would have to type; absent if not. */
  readonly typed?: boolean;
  /** Resolves when the process is asked to end. */
  readonly ended: () => Promise<void>;
  /** Reader of the answers: a person at a terminal, or a program. */
  readonly reader: 'person' | 'program';
  /** Shows a person at a terminal that work continues; the returned function ends this. */
  readonly waiting: (what: string) => () => void;
}

/** Streams for commands, on which outside text can't control the terminal. */
export interface SafeStreams extends Streams {
  /** Writes raw to a terminal: our own control sequences, and text already made safe. */
  readonly steer: (text: string) => Promise<void>;
}

export const safeStreams = (streams: Streams): SafeStreams => ({
  ...streams,
  out: (text) => streams.out(visibleLines(text)),
  err: (text) => streams.err(visibleLines(text)),
  steer: streams.out,
});
