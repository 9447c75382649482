/** Work in small steps: each `next` does one. */
export type Steps = Iterator<unknown>;

/** Where inputs come from, which can be asked to wait. */
export interface InputSource {
  pause(): void;
  resume(): void;
}

/** Runs the work of inputs one after another, in order of arrival. */
export interface InputQueue {
  /** `characters`: length of the input, because waiting inputs are limited in memory. */
  put(work: () => Steps, characters: number): void;
  /** Pauses this source too while the queue is full; the result removes it. */
  join(source: InputSource): () => void;
  readonly isFull: boolean;
}

/** Finishes each input at once. */
export const immediately: InputQueue = {
  put(work) {
    finish(work());
  },
  join: () => () => {},
  isFull: false,
};

/** Does all steps that are left. */
export function finish(steps: Steps): void {
  while (steps.next().done !== true);
}

export interface InputQueueOptions {
  /** Milliseconds that pass, never set back. */
  readonly stopwatch: () => number;
  /** Calls `run` in a later turn of the event loop, after pending I/O. */
  readonly later: (run: () => void) => void;
  /** Milliseconds of work before the event loop gets a turn. Default 8. */
  readonly sliceMs?: number;
  /** Characters of waiting inputs above which all sources are paused, until half of them are left. Default 8 million. */
  readonly mostCharacters?: number;
}

interface Waiting {
  readonly work: () => Steps;
  readonly characters: number;
}

const SLICE_MS = 8;
const MOST_CHARACTERS = 8e6;
/** Finished entries are cut off the array in lots, because a shift moves all others. */
const LOT = 1_024;

/**
 * A queue for all feeds of a process. A backlog is worked off in slices, so that timers and callers wait for one slice at most.
 * Sockets are read meanwhile, so that inputs keep their order across connections and the times at which they arrived.
 */
export function createInputQueue({
  stopwatch,
  later,
  sliceMs = SLICE_MS,
  mostCharacters = MOST_CHARACTERS,
}: InputQueueOptions): InputQueue {
  let queue: (Waiting | undefined)[] = [];
  let head = 0;
  let characters = 0;
  let current: Steps | null = null;
  /** When the slice of this turn began; null if the turn has had no work. */
  let began: number | null = null;
  let isRunning = false;
  let isFull = false;
  const sources = new Set<InputSource>();

  const isOver = (): boolean => began !== null && stopwatch() - began > sliceMs;

  const changeFullness = (): void => {
    if (isFull ? characters > mostCharacters / 2 : characters <= mostCharacters) return;
    isFull = !isFull;
    for (const source of sources)
      if (isFull) source.pause();
      else source.resume();
  };

  const taken = (): Waiting | null => {
    const next = queue[head];
    if (next === undefined) return null;
    queue[head++] = undefined;
    if (head === queue.length || head >= LOT) {
      queue = queue.slice(head);
      head = 0;
    }
    characters -= next.characters;
    if (isFull) changeFullness();
    return next;
  };

  /** Works until the slice is over or nothing waits. An error ends the input that threw it. */
  const run = (): void => {
    isRunning = true;
    try {
      while (!isOver()) {
        current ??= taken()?.work() ?? null;
        if (current === null) return;
        const steps = current;
        current = null;
        if (steps.next().done !== true) current = steps;
      }
    } finally {
      isRunning = false;
    }
  };

  const turn = (): void => {
    began = null;
    if (current === null && head === queue.length) return;
    begin();
    run();
  };

  const begin = (): void => {
    began = stopwatch();
    later(turn);
  };

  return {
    get isFull() {
      return isFull;
    },
    join(source) {
      sources.add(source);
      return () => void sources.delete(source);
    },
    put(work, size) {
      queue.push({ work, characters: size });
      characters += size;
      if (!isFull) changeFullness();
      if (began === null) begin();
      if (!isRunning) run();
    },
  };
}
