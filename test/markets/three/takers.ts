/** Those who cross the spread: clusters of orders that bring further ones, by momentum, against it, on information or none;
 * algorithms that trade equal clips; and followers of the book's imbalance. */
import type { Side } from './book.ts';
import type { World } from './world.ts';

/** Change of the reference over the last `steps` tenths of a second, in bps. */
function drift(w: World, steps: number): number {
  const { history } = w;
  const past = history[Math.max(0, history.length - 1 - steps)] ?? w.ref;
  return (w.ref / past - 1) * 1e4;
}

function takerSize(w: World, side: Side): number {
  const { rng } = w;
  const size = w.drawSize() * (rng.chance(0.04) ? rng.between(4, 15) : rng.between(0.3, 1.2));
  // Many size their order to what is shown at the touch.
  if (rng.chance(0.25)) return Math.min(w.book.bestSize(side === 0 ? 1 : 0), size * 5);
  return rng.chance(0.35) ? w.roundSize(size) : Math.max(1, Math.round(size));
}

function follow(w: World, side: Side, size: number): void {
  const { rng, p } = w;
  w.take(side, size);
  w.feed.settle(w.book);
  const children = rng.poisson(p.branching);
  for (let i = 0; i < children; i++) {
    const delay = rng.chance(0.5) ? rng.exp(150) : rng.exp(2500);
    const next: Side = rng.chance(0.8) ? side : side === 0 ? 1 : 0;
    w.clock.after(delay, () => follow(w, next, rng.chance(0.25) ? size : takerSize(w, next)));
  }
}

export function startTakers(w: World): void {
  const { rng, p } = w;
  const next = (): void => {
    const kind = rng.next();
    let side: Side = rng.chance(0.5) ? 0 : 1;
    const gap = w.mid() - w.ref;
    if (kind < 0.25) {
      // Momentum, over a horizon of its own; nothing to follow, no trade.
      const move = drift(w, rng.int(20, 300));
      if (Math.abs(move) > p.sigma * 2) side = move > 0 ? 0 : 1;
    } else if (kind < 0.45) {
      const move = drift(w, rng.int(50, 600));
      if (Math.abs(move) > p.sigma * 3) side = move > 0 ? 1 : 0;
    } else if (kind < 0.7 && Math.abs(gap) > 0.5) side = gap > 0 ? 1 : 0;
    follow(w, side, takerSize(w, side));
    w.clock.after(rng.exp(1000 / (p.takerRate * Math.min(3, w.activity()))), next);
  };
  w.clock.after(rng.exp(1000 / p.takerRate), next);
}

/** An execution algorithm: the same clip again and again, by the clock. */
export function startClips(w: World): void {
  const { rng, p } = w;
  const slow = p.regime === 'thin' ? 4 : 1;
  const parent = (): void => {
    const side: Side = rng.chance(0.5) ? 0 : 1;
    const clip = Math.max(1, rng.chance(0.5) ? w.roundSize(w.drawSize()) : w.drawSize());
    const every = rng.logBetween(800, 12000) * slow;
    const jitter = rng.chance(0.5) ? 0.02 : 0.5;
    let left = rng.int(8, 80);
    const cut = (): void => {
      w.take(side, clip);
      w.feed.settle(w.book);
      if (--left > 0) w.clock.after(every * rng.between(1 - jitter, 1 + jitter), cut);
    };
    cut();
    w.clock.after(rng.exp(240000 * slow), parent);
  };
  w.clock.after(rng.exp(120000 * slow), parent);
}

/** Reads the imbalance of the book and acts on it: mostly crosses, else joins the touch of the side it believes in. */
export function startFollower(w: World): void {
  const { rng, p } = w;
  const threshold = p.followFrom * rng.between(0.8, 1.25);
  const patience = rng.logBetween(250, 2000) * (p.regime === 'thin' ? 3 : 1);
  const scale = rng.logBetween(0.3, 2.5);
  let position = 0;
  const look = (): void => {
    const { imbalance } = w;
    const side: Side = imbalance > 0 ? 0 : 1;
    const sign = side === 0 ? 1 : -1;
    if (Math.abs(imbalance) > threshold && position * sign < 4 && rng.chance(0.5)) {
      const size = Math.max(1, w.drawSize() * scale);
      if (rng.chance(0.7)) {
        w.take(side, size, w.book.best(side === 0 ? 1 : 0));
        position += sign;
      } else {
        const inside = w.spread() > 2 && rng.chance(0.5) ? -1 : 0;
        const order = w.place(side, w.behind(side, inside), size);
        w.clock.after(rng.exp(2500), () => {
          if (order.level !== null) w.cancel(order);
          w.feed.settle(w.book);
        });
      }
    } else if (position !== 0 && imbalance * position < 0.1 && rng.chance(0.3)) {
      // The reason is gone: out again.
      const out: Side = position > 0 ? 1 : 0;
      w.take(out, Math.max(1, p.unit * scale * rng.between(0.5, 1.5)), w.book.best(out === 0 ? 1 : 0));
      position -= Math.sign(position);
    }
    w.feed.settle(w.book);
    w.clock.after(patience * rng.between(0.5, 1.5), look);
  };
  w.clock.after(patience, look);
}
