/** Notes about a recording: fixed sentences, and problems counted while it is read. */
export class Notes {
  readonly #fixed: string[] = [];
  readonly #counts = new Map<string, { count: number; first: string }>();

  say(sentence: string): void {
    if (!this.#fixed.includes(sentence)) this.#fixed.push(sentence);
  }

  /** `example`: identifies the first occurrence: a line, a time, a text. */
  count(what: string, example: string): void {
    const known = this.#counts.get(what);
    if (known === undefined) this.#counts.set(what, { count: 1, first: example });
    else known.count++;
  }

  /** Resets the counts, for another reading. */
  restart(): void {
    this.#counts.clear();
  }

  list(): readonly string[] {
    return [...this.#fixed, ...[...this.#counts].map(([what, { count, first }]) => `${what}: ${count} (first: ${first})`)];
  }
}

/** A text short enough to show. */
export const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
