/** Iceberg (reserve) orders: part shown, refilled at the back of the queue when it is used up.
 *
 * Display 1/5 to 1/40 of the whole (exchanges: Xetra and Euronext peaks of a few per cent to a fifth, CME's fixed display,
 * crypto exchanges' 10 parts and more). Native refills come within the same match, with a fixed or a randomised peak; synthetic
 * ones come from the trader's own machine 20 to 400 ms later.
 */

import type { Plan } from './episodes.ts';
import type { Order, Owner, Side } from './book.ts';
import { drawSize, round125 } from './config.ts';

export function iceberg(plan: Plan): void {
  const { w, r } = plan;
  const { c, book } = w;
  const side = r.side();
  const opp: Side = side === 0 ? 1 : 0;
  const out = side === 0 ? -1 : 1;
  const usual = Math.max(c.size, w.usualLevel(side));
  const kind = r.u() < 0.6 ? 'native, fixed peak' : r.u() < 0.55 ? 'native, random peak' : 'synthetic';
  const parts = plan.drowned ? r.range(2.2, 3.4) : r.logRange(5, 40);
  // The whole is a few per cent to half of what the other side trades in the time.
  const volume = w.flow[opp] * plan.budget * r.logRange(0.05, 0.5);
  // The peak is an order like others': from a median order to a usual level.
  const display = round125(Math.max(c.size * r.logRange(0.6, 4), usual * r.logRange(0.08, 0.7), Math.min(volume / parts, Math.max(usual * 2.5, 0.25 * w.usualDepth(side)))), r);
  const whole = Math.round(display * parts);
  const jitter = kind === 'native, random peak' ? r.range(0.1, 0.3) : kind === 'synthetic' && r.chance(0.4) ? r.range(0.05, 0.2) : 0;
  const latency = r.logRange(0.02, 0.4);
  const where = r.u();
  const from = w.ms();
  const end = w.now + plan.budget;
  const prices = new Set<string>();

  let hidden = whole;
  let order: Order | null = null;
  let traded = 0;
  let refills = 0;
  let longest = 0;
  let here = 0;
  let moves = 0;
  let over = false;
  let awaySince = -1;

  const peak = (): number => Math.max(1, Math.min(hidden, Math.round(display * (1 + jitter * r.range(-1, 1)))));
  const show = (price: number): void => {
    const q = peak();
    hidden -= q;
    order = book.add(side, price, q, owner, false);
    prices.add(w.price(order.price));
  };
  const owner: Owner = {
    filled: (o, q) => {
      traded += q;
      if (o.size > 0) return;
      order = null;
      if (hidden <= 0) {
        if (!over) w.after(0, finish);
        return;
      }
      refills++;
      here++;
      longest = Math.max(longest, here);
      if (kind === 'synthetic') {
        w.after(latency * r.range(0.7, 1.3), () => {
          if (!over && order === null) show(o.price);
        });
      } else show(o.price);
    },
  };

  const reach = (limit: number): number => {
    let q = 0;
    for (let i = 0; i < 200; i++) {
      const l = book.at(side, i);
      if (l === undefined || (side === 0 ? l.price < limit : l.price > limit)) break;
      q += l.total;
    }
    return q;
  };

  // Somebody large works the other way meanwhile: that is what icebergs are filled by.
  const expected = whole * r.range(1.2, 2.2) + reach(book.best(side)) * Math.min(8, parts) * 0.35;
  const mean = c.size * 2.2;
  const ice = Math.max(mean, expected / 120);
  const pace = Math.max(0.25, (plan.budget * r.range(0.5, 0.9) * ice) / (expected * (c.regime === 'coarse' || c.regime === 'thin' ? 2 : 1)));
  const flow = (): void => {
    if (over) return;
    const o = order;
    const limit = o === null ? book.best(side) : o.price;
    // Sees that the price holds and sends on; stops where it gives way.
    if (Math.abs(limit - book.best(side)) <= 1.5 * c.unit + 0.5 * c.half * w.vol) {
      let q = drawSize(c, r, (ice / mean) * 1.1);
      q = Math.min(q, (c.regime === 'fat' ? 12 : 4) * ice);
      const done = book.take(opp, q, limit);
      if (done > 0) w.impact(opp, done * 0.1);
    }
    w.after(r.chance(0.25) ? r.exp(0.06) : r.exp(pace * 1.3), flow);
  };

  const watch = (): void => {
    if (over) return;
    if (w.now > end - 0.6) {
      if (traded < display * 1.6 && order !== null) {
        // The other one gives up waiting and takes what is there.
        const o: Order = order;
        book.take(opp, reach(o.price) + Math.round(display * r.range(0.9, 1.6)), o.price);
      }
      w.after(0.4, finish);
      return;
    }
    const o = order;
    if (o !== null) {
      // A large buyer or seller who stays lends the price some hold.
      if (Math.abs(w.value - o.price) < 8 * c.unit + 4 * c.half * w.vol) w.value += pin * (o.price - 0.7 * out * book.spread() - w.value);
      const gap = Math.abs(book.best(side) - o.price);
      if (gap > 3 * c.unit + 2 * c.half * w.vol) {
        if (awaySince < 0) awaySince = w.now;
        // Left behind for some seconds: the whole is cancelled and entered anew at the best.
        if (w.now - awaySince > patience && moves < 6) {
          moves++;
          here = 0;
          awaySince = -1;
          hidden += o.size;
          book.cancel(o);
          order = null;
          show(book.best(side));
        }
      } else awaySince = -1;
    }
    w.after(0.25, watch);
  };
  const patience = r.range(2, 8);
  const pin = r.range(0, 0.3);

  const finish = (): void => {
    if (over) return;
    over = true;
    if (order !== null) book.cancel(order);
    const reasons: string[] = [];
    if (longest < 3) reasons.push(`only ${longest} refills at one price, as makers' reloads show too`);
    if (kind === 'synthetic' && jitter > 0.1 && longest < 5) reasons.push('refills of changing size after a delay look like separate orders');
    if (display < 0.03 * usual) reasons.push('the peak is lost in the level');
    plan.report({
      kind: 'iceberg', side: side === 0 ? 'bid' : 'ask', from, to: w.ms(), prices: [...prices], fair: reasons.length === 0,
      note: `${kind}: display ${w.size(display)}${jitter > 0 ? ` +-${(jitter * 100).toFixed(0)} %` : ''}, whole ${w.size(whole)}, traded ${w.size(traded)}, ` +
        `${refills} refills, most at one price ${longest}, ${moves} moves` + (kind === 'synthetic' ? `, latency ${latency.toFixed(3)} s` : '') +
        (reasons.length > 0 ? `; unfair: ${reasons.join('; ')}` : ''),
    });
  };

  const best = book.best(side);
  const sp = book.spread();
  show(where < 0.2 && sp > 1 ? best - out * Math.max(1, Math.round(sp * 0.2)) : where < 0.75 ? best : best + out * Math.round(c.unit * r.int(1, 2)));
  w.after(r.exp(pace), flow);
  w.after(0.25, watch);
}
