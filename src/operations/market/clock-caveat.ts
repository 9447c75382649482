import type { DataHealthAnswer } from '../../services/market/answers.ts';

/** How far our clock is from a venue's. Transport only adds to the offset, by an unknown time, so it is a bound. */
function offsetText({ venue, clock_offset_ms: offset }: DataHealthAnswer['venues'][number]): string {
  if (offset === null) return `the offset of ${venue} is not known yet`;
  return offset < 0 ? `behind ${venue} by at least ${-offset} ms` : `ahead of ${venue} by at most ${offset} ms`;
}

/** States on which clock ages are, and how far that clock is from the venues'. Empty without a stream. */
export function clockCaveats({ streams, venues }: Pick<DataHealthAnswer, 'streams' | 'venues'>): string[] {
  if (streams.length === 0) return [];
  const offsets = venues.map(offsetText).join('; ');
  return [`Ages: by our clock, since receipt. It is ${offsets} (transport included).`];
}
