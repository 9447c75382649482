/** What is to happen when: a binary heap. Equal times keep the order in which they were entered, for the sake of repeatability. */
interface Entry { readonly at: number; readonly seq: number; readonly run: () => void }

export class Agenda {
  #heap: Entry[] = [];
  #seq = 0;

  get next(): number { return this.#heap.length > 0 ? (this.#heap[0] as Entry).at : Infinity; }

  add(at: number, run: () => void): void {
    const h = this.#heap;
    const e = { at, seq: this.#seq++, run };
    let i = h.length;
    h.push(e);
    while (i > 0) {
      const up = (i - 1) >> 1;
      const p = h[up] as Entry;
      if (before(p, e)) break;
      h[i] = p;
      i = up;
    }
    h[i] = e;
  }

  pop(): () => void {
    const h = this.#heap;
    const top = h[0] as Entry;
    const last = h.pop() as Entry;
    const n = h.length;
    if (n > 0) {
      let i = 0;
      for (;;) {
        let c = 2 * i + 1;
        if (c >= n) break;
        if (c + 1 < n && before(h[c + 1] as Entry, h[c] as Entry)) c++;
        if (before(last, h[c] as Entry)) break;
        h[i] = h[c] as Entry;
        i = c;
      }
      h[i] = last;
    }
    return top.run;
  }
}

function before(a: Entry, b: Entry): boolean { return a.at < b.at || (a.at === b.at && a.seq < b.seq); }
