import type { BusEntry, Outgoing } from '../../../src/runtime/bus/index.ts';

/** Published messages, input by input, as the entries of one stream. */
export function entriesOf(published: readonly (readonly Outgoing[])[], epoch = 1): BusEntry[] {
  const stamped = published.flatMap((group) => group.map((one, i) => ({ ...one, rest: group.length - 1 - i })));
  return stamped.map(({ body, offset, skew = 0, log, rest }, i) => ({
    id: `${i + 1}-0`,
    data: JSON.stringify({
      ...body,
      bus: { epoch, n: i + 1, rest, offset_us: offset, ...(skew === 0 ? {} : { skew_us: skew }), log },
    }),
  }));
}
