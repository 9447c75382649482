/** Spoofing and layering, in the styles that the enforcement cases describe. The trader has an own trade on the other side.
 *
 * coscia (CFTC 2013, US v. Coscia): a small real order, then two or three large ones within a few ticks of the touch on the
 *   other side, cancelled within a fraction of a second or at the first fill; several cycles.
 * sarao (CFTC 2015): four to six layers three to six steps away, moved with the market, 20 to 50 % of the visible side, for as
 *   long as it goes on; small trades the other way meanwhile.
 * oystacher (CFTC v. 3Red 2015): large orders at or just behind the best for about half a second, pulled, and an aggressive
 *   'flip' into those who joined, at once.
 * tower (CFTC/DOJ 2019): a real order at the best, several large ones in rapid succession on the other side, seconds long.
 * metals (JPMorgan, CFTC 2020): layers of like size clicked in one after the other, two to fifteen seconds, pulled singly or at once.
 */

import type { Plan } from './episodes.ts';
import type { Order, Owner, Side } from './book.ts';
import { round125 } from './config.ts';

interface Style {
  readonly name: string;
  readonly layers: readonly [number, number];
  /** First layer's distance from the best and the layers' distance from each other, in units. */
  readonly first: readonly [number, number];
  readonly life: readonly [number, number];
  /** All layers together, as a share of the near book of that side. */
  readonly share: readonly [number, number];
  readonly entry: readonly [number, number];
  readonly cycles: readonly [number, number];
  readonly chases: boolean;
  readonly passive: boolean;
}

const styles: readonly Style[] = [
  { name: 'coscia', layers: [2, 3], first: [1, 2], life: [0.2, 0.9], share: [0.3, 1], entry: [0.004, 0.03], cycles: [2, 8], chases: false, passive: true },
  { name: 'sarao', layers: [4, 6], first: [3, 6], life: [15, 600], share: [0.2, 0.5], entry: [0.01, 0.05], cycles: [1, 1], chases: true, passive: true },
  { name: 'oystacher', layers: [1, 4], first: [0, 1], life: [0.3, 1.5], share: [0.4, 1.5], entry: [0.001, 0.01], cycles: [1, 4], chases: false, passive: false },
  { name: 'tower', layers: [3, 8], first: [1, 3], life: [1, 8], share: [0.3, 1.2], entry: [0.01, 0.15], cycles: [1, 3], chases: false, passive: true },
  { name: 'metals', layers: [4, 12], first: [1, 3], life: [2, 15], share: [0.25, 1], entry: [0.08, 0.4], cycles: [1, 2], chases: false, passive: true },
];

export function spoof(plan: Plan): void {
  const { w, r } = plan;
  const { c, book } = w;
  const style = r.pick(styles);
  const side = r.side();
  const opp: Side = side === 0 ? 1 : 0;
  const out = side === 0 ? -1 : 1;
  const slow = c.regime === 'thin' ? 2.5 : 1;
  const usual = Math.max(w.usualDepth(side), c.size * 2);
  const noise = w.depthNoise(side);
  const layers = r.int(style.layers[0], style.layers[1]);
  const first = r.int(style.first[0], style.first[1]);
  const why = plan.drowned ? r.pick(['small', 'brief']) : '';
  let share = r.logRange(style.share[0], style.share[1]);
  let life = r.logRange(style.life[0], Math.min(style.life[1], plan.budget * 0.6)) * (style.name === 'sarao' ? 1 : slow);
  // The weak ends: a beginner's size, or less than the feed's beat.
  if (why === 'small') share = r.logRange(0.04, 0.12);
  if (why === 'brief') life = r.logRange(0.015, 0.08);
  life = Math.min(life, plan.budget * 0.6);
  // The steps of a wild market are longer.
  const unit = c.regime === 'coarse' ? 1 : c.unit * Math.max(1, Math.pow(w.vol, 0.6)) * (c.regime === 'volatile' ? 1.8 : 1);
  const gap = Math.max(1, Math.round(unit * r.range(0.7, 1.4)));
  const each = Math.max(1, (usual * share) / layers);
  const equal = r.chance(0.6);
  const ownSize = Math.max(1, Math.round((usual * share) / r.logRange(5, 25)));
  const cycles = why === 'brief' ? 1 : r.int(style.cycles[0], style.cycles[1]);
  const entry = why === 'brief' ? 0.001 : r.logRange(style.entry[0], style.entry[1]) * (style.name === 'metals' ? 1 : slow);
  const staggered = style.name === 'metals' && r.chance(0.4);
  const reaction = r.logRange(0.002, style.name === 'metals' ? 0.25 : 0.02);

  const from = w.ms();
  const hard = w.now + plan.budget;
  const prices = new Set<string>();
  const live = new Set<Order>();
  let sent = 0;
  let filled = 0;
  let ownDone = 0;
  let cycle = 0;
  let open = false;
  let own: Order | null = null;
  let ownLeft = 0;
  let moves = 0;
  let standing = 0;

  const mine: Owner = {
    filled: (o, q) => {
      filled += q;
      if (o.size === 0) live.delete(o);
      w.after(reaction, () => {
        if (style.chases) {
          if (o.level !== null) pull(o);
        } else close();
      });
    },
  };
  const honest: Owner = {
    filled: (_o, q) => {
      ownDone += q;
      ownLeft -= q;
      // Filled: the large orders have served, at the earliest once they all stood for a moment.
      if (ownLeft <= 0 && !style.chases) w.after(Math.max(reaction + r.exp(0.05), standing - w.now), close);
    },
  };
  const pull = (o: Order): void => {
    if (o.level !== null) book.cancel(o);
    live.delete(o);
  };
  const put = (i: number): void => {
    if (!open) return;
    const size = equal ? round125(each, r) : Math.round(each * r.range(0.6, 1.4));
    const p = book.best(side) + out * (Math.round(first * unit) + i * gap);
    const o = book.add(side, Math.max(1, p), size, mine, false);
    sent += o.size;
    live.add(o);
    prices.add(w.price(o.price));
  };
  const trade = (qty: number): void => {
    const best = book.best(side);
    const before = qty;
    const done = book.take(opp, before, opp === 0 ? best + c.sweep : best - c.sweep);
    if (done > 0) w.impact(opp, done);
    ownDone += done;
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    const list = [...live];
    list.forEach((o, i) => {
      if (staggered) w.after(i * r.range(0.05, 0.3), () => pull(o));
      else pull(o);
    });
    const wait = (staggered ? list.length * 0.3 : 0) + (style.passive ? r.range(0.005, 0.4) : r.range(0.001, 0.006));
    w.after(wait, () => {
      if (own !== null && own.level !== null) book.cancel(own);
      if (ownLeft > 0) trade(Math.max(1, Math.round(ownLeft)));
      ownLeft = 0;
      own = null;
      if (cycle < cycles && w.now + life + 6 * slow < hard) w.after(r.logRange(0.3, 5) * slow, begin);
      else finish();
    });
  };
  const follow = (): void => {
    if (!open) return;
    const list = [...live];
    const near = list.reduce((d, o) => Math.min(d, Math.abs(o.price - book.best(side))), Infinity);
    const want = first * unit;
    if (list.length > 0 && (near < want - unit * 1.01 || near > want + unit * 2.01)) {
      moves++;
      list.forEach((o, i) => {
        const p = book.best(side) + out * (Math.round(want) + i * gap);
        if (p === o.price || o.level === null) return;
        live.delete(o);
        const again = book.replace(o, Math.max(1, p), o.size);
        live.add(again);
        prices.add(w.price(again.price));
      });
    }
    // Small trades the other way while the pressure lasts.
    if (r.chance(0.006)) trade(Math.max(1, Math.round(ownSize * r.range(0.2, 0.6))));
    w.after(r.range(0.03, 0.12), follow);
  };
  const begin = (): void => {
    cycle++;
    open = true;
    ownLeft = ownSize;
    const lead = style.passive && why !== 'brief' ? r.range(0.01, 0.5) * slow : 0;
    if (style.passive) {
      const best = book.best(opp);
      const better = book.spread() > 2 && r.chance(0.5) ? Math.max(1, Math.round(book.spread() * r.range(0.05, 0.3))) : 0;
      own = book.add(opp, opp === 0 ? best + better : best - better, ownSize, honest, false);
    }
    standing = w.now + lead + layers * entry + life * r.range(0.15, 0.5);
    w.after(lead, () => {
      for (let i = 0; i < layers; i++) w.after(i * entry, () => put(i));
      if (style.chases) w.after(0.3, follow);
      w.after(layers * entry + life, close);
    });
  };
  const finish = (): void => {
    for (const o of [...live]) pull(o);
    const reasons: string[] = [];
    if (life < 0.12) reasons.push('the orders live less than the 100 ms between two depth messages');
    if (filled > 0.5 * sent) reasons.push('more than half of it was filled');
    const loud = style.chases ? 0.4 : 1.2 / Math.sqrt(Math.min(3, cycle));
    if (share * usual < loud * noise) reasons.push(`all layers (${Math.round((share * usual * 100) / Math.max(1, noise))} % of the book's own two-second noise) are lost in it`);
    if (share < 0.15) reasons.push(`the layers are only ${(share * 100).toFixed(0)} % of the usual near book`);
    plan.report({
      kind: 'spoofing', side: side === 0 ? 'bid' : 'ask', from, to: w.ms(), prices: [...prices], fair: reasons.length === 0,
      note: `${style.name}: ${layers} layers from ${first} steps behind the best, ${w.size(Math.round(each))} each, ${(share * 100).toFixed(0)} % of the near book, ` +
        `life ${life.toFixed(3)} s, ${cycle} cycles, ${moves} moves, sent ${w.size(sent)}, filled ${w.size(filled)}, own trade ${w.size(ownDone)} on the other side` +
        (reasons.length > 0 ? `; unfair: ${reasons.join('; ')}` : ''),
    });
  };
  begin();
}
