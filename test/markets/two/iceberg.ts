/** An iceberg: a large order of which only a slice is shown, refilled by the engine at once or by its owner after a moment. */
import { better, other } from './book.ts';
import type { Order, Side } from './book.ts';
import type { Part } from './plan.ts';
import type { Rng } from './rng.ts';
import { round } from './sizes.ts';
import type { World } from './world.ts';

export function runIceberg(w: World, r: Rng, part: Part): void {
  const p = w.p;
  const side = r.int(0, 1) as Side;
  const s = better(side), foe = other(side);
  const native = r.chance(0.5);
  const delay = native ? 0 : r.logRange(5, 250);
  const jitter = r.chance(0.45) ? 0 : r.range(0.02, 0.2);
  const lasts = Math.min(r.logRange(10000, 300000), part.endBy - w.now - 3000);
  let raw = p.size * r.logRange(0.5, p.regime === 'coarse' ? 8 : 3.5);
  let times = part.faint ? 2 : r.logRange(4, 40);
  // One who means to be there for minutes brings enough for what trades in that time.
  const lack = 0.8 * w.pace[foe] * lasts / 1000 / (raw * times);
  if (lack > 1) {
    const more = part.faint ? 1 : Math.min(lack, 40 / times);
    times *= more;
    raw *= Math.min(lack / more, 4);
  }
  const slice = Math.max(2, r.chance(0.5) ? round(raw) : Math.round(raw));
  const total = Math.round(slice * times);
  const where = w.spread > 1 && r.chance(0.35) ? 'inside the spread' : r.chance(0.6) ? 'at the touch' : 'behind the touch';
  let behind = where === 'behind the touch' ? Math.max(1, Math.round(p.unit * r.range(0.2, 1.5))) : 0;
  const repegs = r.chance(0.5) ? r.int(1, 4) : 0;
  const from = w.now, until = w.now + lasts;
  // With too few refills to show, the owner tries somewhat longer, as one with stock left would.
  const latest = Math.min(part.endBy - 2000, w.now + 300000);
  const prices = new Set<number>();
  let left = total, done = 0, refills = 0, here = 0, mostHere = 0, moves = 0, over = false;
  let order: Order | null = null;
  let price = 0, awaySince = Infinity, lastFill = w.now;
  const shares: number[] = [];
  const cut = (): number => Math.max(1, Math.min(left, Math.round(slice * (1 + (jitter === 0 ? 0 : r.range(-jitter, jitter))))));

  const show = (): void => {
    if (over || left <= 0) return;
    // The price has gone through: a post-only order there would be refused.
    if ((price - w.book.best(foe)) * s >= 0) {
      w.after(r.range(200, 1500), w.now - lastFill > 12000 ? start : show);
      return;
    }
    const n = cut();
    left -= n;
    const o = w.limit(side, price, n);
    order = o;
    if (native) { o.hidden = left; o.nextSlice = cut; }
    shares.push(n / w.book.total(side, price));
    o.onFill = (_o, m) => {
      done += m;
      lastFill = w.now;
      if (native) {
        if (o.level !== null && o.hidden < left) {
          // The engine took a new slice from what is hidden.
          left = o.hidden; refills++; here++;
          shares.push(o.size / w.book.total(side, price));
        }
        if (o.level === null) finishSoon();
      } else if (o.level === null) {
        if (left > 0) { w.after(delay * r.range(0.7, 1.3), () => { refills++; here++; show(); }); } else finishSoon();
      }
    };
  };
  const start = (): void => {
    const best = w.book.best(side);
    price = where === 'inside the spread' && w.spread > 1 ? best + s : best - s * behind;
    prices.add(price);
    mostHere = Math.max(mostHere, here);
    here = 0;
    awaySince = Infinity;
    show();
  };

  const move = (o: Order): void => {
    moves++;
    if (o.level !== null) { left += o.size; w.cancel(o); }
    start();
  };

  const watch = (): void => {
    if (over) return;
    const enough = Math.max(here, mostHere) >= 3;
    if (w.now >= latest || (w.now >= until && (enough || part.faint))) { finish(); return; }
    // Nothing came: show it where the trading is.
    const idle = !enough && !part.faint && w.now - lastFill > Math.max(10000, lasts / 5);
    const far = (w.book.best(side) - price) * s > 1.5 * p.unit + 2 * p.half + behind;
    if (idle && w.book.best(side) !== price && order !== null && order.level !== null) {
      behind = 0;
      lastFill = w.now;
      move(order);
    } else if (!far) awaySince = Infinity;
    else if (awaySince === Infinity) awaySince = w.now;
    else if (w.now - awaySince > 5000 && order !== null && order.level !== null) {
      if (moves < repegs || !enough) {
        move(order);
      } else if (w.now - awaySince > 20000) { finish(); return; }
    }
    w.after(r.range(300, 1200), watch);
  };

  // The flow against it: an impatient large order of someone else, in market orders that reach the iceberg's price if need be.
  const child = slice * r.logRange(0.25, 1.8);
  const pause = Math.max(60, lasts * 0.85 * child / total);
  const attack = (): void => {
    if (over) return;
    w.after(r.exp(pause), attack);
    // Others trade against it as well: the large order need not hurry then.
    if (done > total * (w.now - from) / lasts + slice) return;
    const n = child * Math.exp(0.6 * r.normal());
    const before = w.volumeTo(side, price + s);
    // A seller does not dig through a deep queue for it, but nibbles at the touch till it is near.
    if (before <= n * 2.5 || (before <= n * 12 && r.chance(0.2))) w.take(foe, n + (r.chance(0.6) ? before : 0), price, 0.1);
    else if (r.chance(0.5)) w.take(foe, n, w.far(foe, 1), 0.4);
  };
  w.after(r.exp(pause), attack);

  const finishSoon = (): void => { if (left <= 0 && !over) w.after(1, finish); };
  const finish = (): void => {
    if (over) return;
    over = true;
    if (order !== null && order.level !== null) w.cancel(order);
    mostHere = Math.max(mostHere, here);
    shares.sort((a, b) => a - b);
    const share = shares[shares.length >> 1] ?? 0;
    const fair = mostHere >= 3 && share >= 0.04;
    const why = mostHere < 3 ? `refilled only ${mostHere} times at a price` : `its slice drowns in the queue (${(share * 100).toFixed(1)} %)`;
    part.done({
      kind: 'iceberg', side: side === 0 ? 'bid' : 'ask', from: Math.floor(from), to: Math.ceil(w.now),
      prices: [...prices].map((x) => w.tape.priceText(x)), fair,
      note: `${fair ? '' : `not fair: ${why}; `}${w.tape.sizeText(total)} in slices of ${w.tape.sizeText(slice)}${jitter === 0 ? ' exactly' : ` +-${(jitter * 100).toFixed(0)} %`}, `
        + `${native ? 'refilled by the engine at once' : `refilled by its owner after ${delay.toFixed(0)} ms`}, placed ${where}, ${(share * 100).toFixed(0)} % of its queue; `
        + `${refills} refills, ${w.tape.sizeText(done)} done, moved ${moves} times`,
    });
  };
  start();
  w.after(500, watch);
}
