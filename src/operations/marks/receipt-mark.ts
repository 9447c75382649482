/** The mark in a receipt: the operation's own, and the versions of the decoders that read the data. */
export interface ReceiptMark {
  readonly operation: string;
  /** In the order of the venues' ids; one number if all are equal, none if all are 1. */
  readonly decoders: readonly number[];
}

const FIRST = 1;

/** `941276`; `941276.2` where all decoders have version 2, `941276.1.2` where two venues differ. */
export function formatReceiptMark(operation: string, decoders: Readonly<Record<string, number>>): string {
  const versions = Object.keys(decoders)
    .toSorted()
    .map((venue) => decoders[venue] ?? FIRST);
  const [first] = versions;
  const isEven = versions.every((version) => version === first);
  const shown = isEven ? versions.slice(0, 1).filter((version) => version !== FIRST) : versions;
  return [operation, ...shown].join('.');
}

export function parseReceiptMark(text: string): ReceiptMark {
  const [operation = '', ...decoders] = text.split('.');
  return { operation, decoders: decoders.map(Number) };
}

/** The version of each venue's decoder that a mark names; null if it names other venues than these. */
export function decodersOf({ decoders }: ReceiptMark, venues: readonly string[]): Readonly<Record<string, number>> | null {
  const sorted = venues.toSorted();
  if (decoders.length > 1 && decoders.length !== sorted.length) return null;
  return Object.fromEntries(sorted.map((venue, i) => [venue, decoders[i] ?? decoders[0] ?? FIRST]));
}
