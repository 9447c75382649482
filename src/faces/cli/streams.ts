/** What a command reads and writes. */
export interface Streams {
  /** Answers; resolves when the reader has taken it. */
  readonly out: (text: string) => Promise<void>;
  /** Words for a person. */
  readonly err: (text: string) => void;
  /** Characters in a line of a text answer. */
  readonly width: number;
  /** All of standard input. */
  readonly input: () => Promise<string>;
  /** Resolves when the process is asked to end. */
  readonly ended: () => Promise<void>;
  /** Who reads the answers: a person at a terminal, or a program. */
  readonly reader: 'person' | 'program';
  /** Tells a person at a terminal that work goes on; what it returns ends that. */
  readonly waiting: (what: string) => () => void;
}
