/** Queue with one line per caller, served round-robin. */
export interface Turns<T> {
  /** False if the queue is full, for all callers or for this one. */
  add(caller: string, item: T): boolean;
  /** Removes and returns the oldest item of the next caller. */
  next(): T | undefined;
  remove(item: T): void;
  readonly size: number;
}

export interface TurnsOptions {
  readonly most: number;
  readonly mostEach: number;
}

export function createTurns<T>({ most, mostEach }: TurnsOptions): Turns<T> {
  /** In the order in which they are served next. */
  const waiting = new Map<string, T[]>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(caller, item) {
      const own = waiting.get(caller) ?? [];
      if (size >= most || own.length >= mostEach) return false;
      own.push(item);
      waiting.set(caller, own);
      size++;
      return true;
    },
    next() {
      for (const [caller, own] of waiting) {
        const item = own.shift();
        waiting.delete(caller);
        if (own.length > 0) waiting.set(caller, own);
        if (item === undefined) continue;
        size--;
        return item;
      }
      return undefined;
    },
    remove(item) {
      for (const [caller, own] of waiting) {
        const at = own.indexOf(item);
        if (at < 0) continue;
        own.splice(at, 1);
        size--;
        if (own.length === 0) waiting.delete(caller);
      }
    },
  };
}
