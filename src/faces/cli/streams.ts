import { visibleLines } from '../../core/index.ts';

/** What a command reads and writes. */
export interface Streams {
  /** Answers; resolves when the reader has taken it. */
  readonly out: (text: string) => Promise<void>;
  /** Words for a person. */
  readonly err: (text: string) => void;
  /** Characters in a line of a text answer, as wide as the terminal is now. */
  readonly width: () => number;
  /** All of standard input. */
  readonly input: () => Promise<string>;
  /** Whether standard input is a terminal at which somebody would have to type; absent where it is not. */
  readonly typed?: boolean;
  /** Resolves when the process is asked to end. */
  readonly ended: () => Promise<void>;
  /** Who reads the answers: a person at a terminal, or a program. */
  readonly reader: 'person' | 'program';
  /** Shows a person at a terminal that work continues; what it returns ends that. */
  readonly waiting: (what: string) => () => void;
}

/** Streams for commands: text from outside can't steer the terminal. */
export interface SafeStreams extends Streams {
  /** Writes to a terminal as it is: our own control sequences, and text that was made visible before. */
  readonly steer: (text: string) => Promise<void>;
}

export const safeStreams = (streams: Streams): SafeStreams => ({
  ...streams,
  out: (text) => streams.out(visibleLines(text)),
  err: (text) => streams.err(visibleLines(text)),
  steer: streams.out,
});
