import type { Label } from '../contract.ts';
import { other } from './book.ts';
import type { Order, Side } from './book.ts';
import type { Slot } from './slots.ts';
import { describe, spoofPlan } from './spoofplan.ts';
import { writer } from './text.ts';
import type { World } from './world.ts';

/** One spoofer at work: large orders on one side, a small genuine one on the other, the large ones withdrawn. */
export function spoof(w: World, slot: Slot, index: number, done: (label: Label) => void): void {
  const plan = spoofPlan(w, slot, index);
  const { gap, unit, rest } = w.params;
  const rng = w.rng;
  const typical = w.typical();
  // With fat tails the middle level says little: what looks large is larger.
  const ordinary = Math.max(typical.middle, typical.large * (w.params.tail > 0 ? 0.45 : 0.35));
  const prices = new Set<number>();
  let placed = 0;
  let lost = 0;
  let gained = 0;
  let last = w.now;
  let cycles = 0;

  const big = (side: Side, layer: number, size: number): Order => {
    const sign = side === 'bid' ? 1 : -1;
    const order = w.post(side, w.book.best(side).price - sign * Math.round(gap * (plan.away + layer * plan.spacing)), size, { filled: (lots) => (lost += lots) });
    placed += order.size;
    prices.add(order.price);
    last = w.now;
    return order;
  };
  const pull = (order: Order): void => {
    if (order.size > 0) last = w.now;
    w.book.cancel(order);
  };

  const cycle = (side: Side, left: number): void => {
    cycles++;
    const opposite = other(side);
    const sign = side === 'bid' ? 1 : -1;
    const bigs: Order[] = [];
    let over = false;
    const until = Math.min(slot.until - 1500, w.now + plan.hold);
    let small: Order | null = null;
    let sold = 0;

    const end = (): void => {
      if (over) return;
      over = true;
      const pullAll = (): void => {
        // Layers go one after another, some milliseconds apart.
        bigs.forEach((order, i) => w.after(i * rng.range(0, 25), () => pull(order)));
      };
      const hit = (): void => {
        gained += w.take(side === 'bid' ? 'sell' : 'buy', unit * rest * rng.log(0.7, 3), 1);
        last = w.now;
      };
      const cross = (): void => {
        // Never into one's own large order: where that is the best, it goes first, as a message of its own.
        if (bigs.some((order) => order.size > 0 && order.price === w.book.best(side).price)) bigs.forEach(pull);
        w.after(rng.range(2, 30), hit);
      };
      if (plan.genuine === 'aggressive') {
        pullAll();
        w.after(rng.range(30, 200), cross);
      } else if (sold === 0 && small !== null && plan.style !== 'weak' && rng.chance(0.8)) {
        // Not filled passively: most take what the pressure has won them.
        w.book.cancel(small);
        cross();
        w.after(rng.range(40, 280), pullAll);
      } else {
        if (small !== null) w.book.cancel(small);
        pullAll();
      }
      w.after(400 + plan.pause * rng.range(0.6, 1.5), () => {
        const room = slot.until - w.now > 2500 + Math.min(plan.hold, 4000);
        if (left > 1 && room) cycle(plan.flips ? opposite : side, left - 1);
        else finish();
      });
    };

    if (plan.genuine !== 'none' && plan.genuine !== 'aggressive') {
      const place = (): void => {
        small = w.post(opposite, w.book.best(opposite).price + (w.book.spread() > gap && rng.chance(0.5) ? -sign : 0), unit * rng.log(0.6, 2.5), {
          filled: (lots) => {
            sold += lots;
            gained += lots;
            last = w.now;
            if (small!.size > 0 || plan.tracks) return;
            // Not before the last large order is in.
            w.after(rng.log(30, 400) + (bigs.length < plan.layers ? 130 * plan.layers : 0), end);
          },
        });
      };
      place();
      // Those who stay long sell again and again under the same pressure.
      if (plan.hold > 8000) {
        const again = (): void => {
          if (over) return;
          if (small!.size > 0) w.book.cancel(small!);
          place();
          w.after(rng.range(3000, 9000), again);
        };
        w.after(rng.range(3000, 9000), again);
      }
    }
    const share = plan.equal ? 1 : 0.7;
    for (let layer = 0; layer < plan.layers; layer++) {
      w.after(rng.range(20, 120) * (layer + 1), () => {
        if (!over) bigs.push(big(side, layer, ordinary * plan.times * (plan.equal ? rng.range(0.98, 1.02) : share + 0.3 * layer)));
      });
    }
    if (plan.effect) lure(side, until, () => over);

    const watch = (): void => {
      if (over) return;
      if (w.now >= until) return end();
      bigs.forEach((order, layer) => {
        if (order.size === 0) return;
        const behind = ((w.book.best(side).price - order.price) * sign) / gap;
        const want = plan.away + layer * plan.spacing;
        // About to be hit: the orders ahead are few.
        const danger = behind < 0.5 && plan.away > 0.5;
        if (plan.tracks ? danger || Math.abs(behind - want) > 1.2 : danger) {
          pull(order);
          if (plan.tracks) bigs[layer] = big(side, layer, ordinary * plan.times);
        }
      });
      if (bigs.length === plan.layers && bigs.every((order) => order.size === 0)) return end();
      w.after(Math.min(rng.range(60, 240), until - w.now), watch);
    };
    w.after(250, watch);
  };

  /** Others believe the pressure: they trade in its direction while it lasts. */
  const lure = (side: Side, until: number, over: () => boolean): void => {
    const sign = side === 'bid' ? 1 : -1;
    let belief = 0;
    // Most of what they came to believe is forgotten once the pressure is gone.
    const forget = (left: number): void => {
      w.value.level -= (sign * belief * 0.7) / 5;
      if (left > 1) w.after(rng.range(500, 2500), () => forget(left - 1));
    };
    const again = (): void => {
      if (over() || w.now > until) return forget(5);
      const more = belief < 2 * gap ? gap * rng.range(0.05, 0.3) : 0;
      belief += more;
      w.value.level += sign * more;
      w.take(side === 'bid' ? 'buy' : 'sell', w.size(0.9), 1);
      w.after(rng.exp(Math.max(150, Math.min(plan.hold / 3, 60000 / w.params.takers))), again);
    };
    w.after(rng.range(150, 400) + rng.exp(Math.min(plan.hold / 4, 2500)), again);
  };

  const from = w.now;
  const finish = (): void => {
    const price = writer(w.params.tick);
    let why = '';
    if (slot.weak) why = 'no larger than ordinary orders and withdrawn as those are';
    else if (placed < 1.5 * typical.large) why = 'not larger than the large levels of the moment';
    else if (lost > 0.35 * placed) why = 'largely filled before it could be withdrawn, as honest orders are';
    else if (gained === 0 && cycles < 3) why = 'no genuine trade opposite: the same as an honest large order withdrawn';
    else if (cycles === 1 && prices.size < 3) why = 'one large order once, withdrawn: a trade opposite in that time is no rarity';
    const note = `${describe(plan)}; ran ${cycles} cycle(s), ${((100 * lost) / placed).toFixed(0)} % of the large orders filled, genuine lots ${gained}`;
    done({
      kind: 'spoofing', side: plan.side, from: Math.floor(from), to: Math.ceil(last), fair: why === '',
      prices: [...prices].sort((a, b) => a - b).map(price), note: why === '' ? note : `${note}; unfair: ${why}`,
    });
  };
  cycle(plan.side, plan.cycles);
}
