/** The event queue: a binary heap by time, ties in the order of scheduling so that a seed always gives the same run. */

interface Item {
  readonly time: number;
  readonly seq: number;
  readonly run: () => void;
}

function before(a: Item, b: Item): boolean {
  return a.time < b.time || (a.time === b.time && a.seq < b.seq);
}

export class Clock {
  /** Milliseconds, with fractions; messages carry the whole ones. */
  now = 0;
  #seq = 0;
  #heap: Item[] = [];

  after(delay: number, run: () => void): void {
    this.#push({ time: this.now + Math.max(0, delay), seq: this.#seq++, run });
  }

  /** Time of the next event, or Infinity. */
  peek(): number {
    return this.#heap.length === 0 ? Infinity : this.#heap[0].time;
  }

  step(): void {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop() as Item;
    if (heap.length > 0) {
      let i = 0;
      const half = heap.length >> 1;
      while (i < half) {
        let child = 2 * i + 1;
        if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
        if (!before(heap[child], last)) break;
        heap[i] = heap[child];
        i = child;
      }
      heap[i] = last;
    }
    this.now = top.time;
    top.run();
  }

  #push(item: Item): void {
    const heap = this.#heap;
    let i = heap.length;
    heap.push(item);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(item, heap[parent])) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = item;
  }
}
