const BPS = 10_000;

/** Change of the mid `(now − then) / then × 10⁴`, basis points. Null unless `then` is above 0. */
export const midChangeBps = (then: number, now: number): number | null => (then > 0 ? ((now - then) / then) * BPS : null);
