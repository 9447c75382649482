import type { Order, Side } from './book.ts';
import type { World } from './world.ts';

const sides: readonly Side[] = ['bid', 'ask'];

/** Honest large orders. They stay, are filled, move nearer, or are withdrawn for reasons that have nothing to do with trades opposite. */
function large(w: World): void {
  const rng = w.rng;
  const { gap, makers } = w.params;
  w.every(() => rng.exp(makers < 3 ? 110000 : 50000), () => {
    const side = rng.pick(sides);
    if (side === 'bid' && rng.chance(w.stress)) return;
    const sign = side === 'bid' ? 1 : -1;
    const size = w.typical().middle * rng.log(2.5, 14);
    const price = w.book.best(side).price - sign * Math.round(gap * rng.pick([0, 1, 2, 4, rng.log(3, 40)]));
    let order: Order = w.post(side, price, size);
    const fate = rng.next();
    if (fate < 0.45) {
      w.after(rng.exp(900000), () => w.book.cancel(order));
    } else if (fate < 0.7) {
      // Moves nearer a few times, then gives up or is filled.
      const move = (left: number): void => {
        if (order.size === 0) return;
        const rest = order.size;
        w.book.cancel(order);
        if (left > 0) {
          const near = w.book.best(side).price - sign * Math.round(gap * left);
          order = w.post(side, near, rest);
          w.after(rng.exp(40000), () => move(left - 1));
        }
      };
      w.after(rng.exp(50000), () => move(rng.int(1, 3)));
    } else if (fate < 0.85) {
      // A change of mind, or a mistyped order taken back.
      w.after(rng.log(900, 15000), () => w.book.cancel(order));
    } else {
      // Afraid of being run over: leaves when the touch comes near.
      const watch = (): void => {
        if (order.size === 0) return;
        const near = Math.abs(w.book.best(side).price - order.price) <= gap && w.now - since > 3000;
        if (near && rng.chance(0.3)) w.book.cancel(order);
        else w.after(rng.exp(700), watch);
      };
      const since = w.now;
      watch();
    }
  });
}

/** An algorithm that works a parent passively: one visible piece at the touch, the next some seconds after it filled, where the touch is then. */
function slicer(w: World): void {
  const rng = w.rng;
  w.every(() => rng.exp(150000), () => {
    const side = rng.pick(sides);
    const size = w.size(w.params.rest);
    let left = rng.int(3, 20);
    const until = w.now + rng.range(60000, 400000);
    const piece = (): void => {
      if (left-- <= 0 || w.now > until) return;
      const order = w.post(side, w.book.best(side).price, size * rng.range(0.7, 1.3), {
        filled: () => {
          if (order.size === 0) w.after(rng.log(1500, 20000), piece);
        },
      });
      w.after(rng.range(8000, 30000), () => {
        if (order.size === 0) return;
        w.book.cancel(order);
        piece();
      });
    };
    piece();
  });
}

/** A large order pegged some gaps behind the touch, as funds use: it follows the price for minutes and trades nothing opposite. */
function pegged(w: World): void {
  const rng = w.rng;
  const { gap } = w.params;
  w.every(() => rng.exp(240000), () => {
    const side = rng.pick(sides);
    const sign = side === 'bid' ? 1 : -1;
    const size = w.typical().middle * rng.log(1.5, 5);
    const away = Math.round(gap * rng.log(1, 8));
    const until = w.now + rng.range(30000, 300000);
    let order: Order | null = null;
    const follow = (): void => {
      const want = w.book.best(side).price - sign * away;
      if (order !== null && (order.size === 0 || w.now > until)) {
        w.book.cancel(order);
        return;
      }
      if (order === null || Math.abs(order.price - want) > 2 * gap) {
        const rest = order?.size ?? size;
        if (order !== null) w.book.cancel(order);
        order = w.post(side, want, rest);
      }
      w.after(rng.range(800, 5000), follow);
    };
    follow();
  });
}

export function patient(w: World): void {
  large(w);
  slicer(w);
  pegged(w);
}
