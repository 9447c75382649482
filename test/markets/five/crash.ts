/** Flash crashes: bids go, the spread opens, sellers press, and part of the fall is made good.
 *
 * Depths from Nanex's mini crashes (0.8 % within seconds) over 6 May 2010 (5 % in the E-mini), the pound in October 2016
 * (6 to 9 %) to the crypto cascades of 2017 to 2021 (10 to 20 % and more). Falls last from 1.5 s to minutes, the recovery some times
 * longer, making good 30 to 95 %.
 */

import type { Order } from './book.ts';
import { drawSize } from './config.ts';
import type { Plan } from './episodes.ts';

export function flashCrash(plan: Plan): void {
  if (!plan.drowned) {
    fallDown(plan, 0);
    return;
  }
  // In the midst of news: the market swings as far by itself.
  plan.w.shake(plan.r.range(3.5, 8), plan.r.range(80, 250));
  const wait = plan.budget * plan.r.range(0.2, 0.35);
  plan.w.after(wait, () => fallDown(plan, wait));
}

function fallDown(plan: Plan, spent: number): void {
  const { w, r } = plan;
  const { c, book, stress } = w;
  const from = w.ms();
  const begin = w.now;
  const budget = plan.budget - spent;
  const slow = c.regime === 'thin' ? 2 : 1;
  const fall = Math.min(budget * 0.45, r.logRange(1.5 * slow, 240));
  const back = Math.min(budget - fall - 2, fall * r.logRange(0.6, 5) + 3);
  const trough = Math.min(back * 0.2, r.exp(fall * 0.1));
  // What the market does by itself in this time, as a share of the price.
  const own = ((c.sigma * w.vol) / c.price) * Math.sqrt(fall + back * 0.5);
  let depth = r.logRange(0.008, 0.12);
  if (r.chance(0.06)) depth = r.logRange(0.12, 0.3);
  // In a wild market what is called a flash crash is deeper; the drowned ones are a bad minute like others.
  if (plan.drowned) depth = Math.max(0.003, own * r.range(0.9, 2.2));
  else if (c.regime === 'volatile') depth = Math.max(depth, 0.02 * r.logRange(1, 3));
  const recovery = r.range(0.3, 0.95);
  const gone = plan.drowned ? r.range(0.1, 0.35) : r.range(0.5, 0.97);
  const wide = plan.drowned ? r.range(1.1, 1.6) : r.logRange(3, 15);
  const power = r.range(1.1, 2.4);
  const high = Math.max(book.best(0), 1);
  const startValue = w.value;
  const near = w.usualDepth(0);
  const spread0 = book.spread();
  let widest = 0;
  let least = Infinity;
  let sold = 0;
  let done = 0;
  let over = false;
  w.low = Infinity;

  const path = (t: number): number => {
    if (t < fall) return -depth * Math.pow(t / fall, power);
    if (t < fall + trough) return -depth;
    const x = Math.min(1, (t - fall - trough) / Math.max(0.1, back - trough));
    return -depth * (1 - recovery * (1 - Math.pow(1 - x, 2.2)));
  };

  const vanish = (hazard: number): void => {
    const pulled: Order[] = [];
    const floor = book.best(0) - Math.max(c.band * 3, 0.4 * depth * startValue);
    for (let i = 0; i < 500; i++) {
      const l = book.at(0, i);
      if (l === undefined || l.price < floor) break;
      for (let o: Order | null = l.head; o !== null; o = o.next) {
        if (o.patient && r.chance(hazard)) pulled.push(o);
      }
    }
    for (const o of pulled) w.after(r.range(0, 0.095), () => book.cancel(o));
  };

  const beat = (): void => {
    if (over) return;
    const t = w.now - begin;
    const p = path(t);
    w.value = Math.max(c.price * 0.05, w.value + (p - done) * startValue);
    done = p;
    const rise = t < fall ? Math.min(1, t / (0.25 * fall)) : Math.max(0, 1 - (t - fall - trough) / (0.7 * back));
    stress.bidGone = gone * rise;
    stress.bidWide = 1 + (wide - 1) * rise;
    stress.askWide = 1 + (wide - 1) * rise * 0.4;
    stress.makerSize = 1 - 0.7 * rise * gone;
    if (t < fall) vanish(Math.min(0.5, (gone * 0.6) / Math.max(1, fall * 4)) * (t < 0.3 * fall ? 3 : 1));
    if (t < fall + trough) {
      widest = Math.max(widest, book.spread());
      least = Math.min(least, book.depth(0, c.band));
    }
    if (t >= fall + back) {
      over = true;
      finish();
      return;
    }
    w.after(0.1, beat);
  };

  // Stops and liquidations: each sells what it must down to where the fall has come.
  const sell = (): void => {
    const t = w.now - begin;
    if (over || t > fall + trough) return;
    const target = Math.round(w.value + (path(t) - done) * startValue);
    let there = 0;
    for (let i = 0; i < 400; i++) {
      const l = book.at(0, i);
      if (l === undefined || l.price < target) break;
      there += l.total;
    }
    const q = Math.max(drawSize(c, r, 2), there * r.range(0.5, 1));
    if (book.best(0) >= target) sold += book.take(1, q, target);
    w.after(r.exp(Math.max(0.06, Math.min(0.4 * slow, fall / 60))), sell);
  };
  // A few bid far below for a bargain.
  const hunt = (): void => {
    if (over) return;
    const deep = c.half * w.vol * wide * r.range(0.8, 4) + 0.05 * depth * startValue * r.u();
    const o = book.add(0, Math.max(1, Math.floor(w.value - deep)), drawSize(c, r, 0.8), null, true);
    w.after(r.lognormal(8, 1), () => book.cancel(o));
    w.after(r.exp(1.6 / c.limitRate + 0.02), hunt);
  };
  const buy = (): void => {
    const t = w.now - begin;
    if (over) return;
    if (t > fall + trough) book.take(0, drawSize(c, r, 1.5), Math.min(Math.ceil(w.value), book.best(1) + c.sweep));
    w.after(r.exp(0.5 * slow), buy);
  };

  const finish = (): void => {
    stress.bidGone = 0;
    stress.bidWide = 1;
    stress.askWide = 1;
    stress.makerSize = 1;
    const low = Math.min(w.low, high);
    const real = 1 - low / high;
    const reasons: string[] = [];
    if (real < 3.5 * own) reasons.push(`a fall of ${(real * 100).toFixed(2)} % is only ${(real / own).toFixed(1)} of the usual movement in that time`);
    if (least > 0.6 * near) reasons.push('the bids hardly thin out');
    plan.report({
      kind: 'flash_crash', side: 'bid', from, to: w.ms(), prices: [w.price(high), w.price(low)], fair: reasons.length === 0,
      note: `fall ${(real * 100).toFixed(2)} % (meant ${(depth * 100).toFixed(2)} %) in ${fall.toFixed(1)} s, back ${(recovery * 100).toFixed(0)} % in ${back.toFixed(1)} s, ` +
        `near bids down to ${((least / Math.max(1, near)) * 100).toFixed(0)} %, spread ${spread0} to ${widest} ticks, sold ${w.size(sold)}` +
        (reasons.length > 0 ? `; unfair: ${reasons.join('; ')}` : ''),
    });
  };

  beat();
  w.after(0.05, sell);
  buy();
  hunt();
}
