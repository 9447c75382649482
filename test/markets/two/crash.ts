/** A flash crash: bids withdraw, someone sells through what is left, fear spreads; then most of the way back. */
import type { Part } from './plan.ts';
import type { Rng } from './rng.ts';
import { drawSize } from './sizes.ts';
import type { World } from './world.ts';

export function runCrash(w: World, r: Rng, part: Part): void {
  const p = w.p;
  const room = part.endBy - w.now;
  const thinning = Math.min(r.logRange(2000, 60000), room * 0.25);
  const falling = Math.min(r.logRange(5000, 180000), room * 0.35);
  const recovering = Math.min(falling * r.logRange(0.7, 4), 240000, room * 0.38);
  // One-minute volatility as it is at the moment, as a share.
  const usual = p.sigma * w.heat / 10000 * Math.sqrt(Math.max(1, falling / 60000));
  let drop = r.logRange(0.0055, 0.095);
  if (part.faint) drop = Math.max(0.005, Math.min(drop, 2.5 * usual));
  else drop = Math.min(0.095, Math.max(drop, 6 * usual));
  const forewarned = r.range(0.15, 1);
  const fear = r.range(0.7, 0.95);
  const back = r.range(0.6, 1);
  const shape = r.pick(['even', 'faster and faster', 'in legs'] as const);
  const legs = r.int(2, 4);
  const from = w.now;
  let top = w.mid, low = w.mid, wide = 0, sold = 0;
  let phase: 'thin' | 'fall' | 'rise' | 'over' = 'thin';
  let since = w.now;

  const path = (x: number): number => {
    if (shape === 'even') return x;
    if (shape === 'faster and faster') return x * x * (0.4 + 0.6 * x);
    const leg = Math.min(legs - 1, Math.floor(x * legs));
    return (leg + Math.min(1, (x * legs - leg) * 2.5)) / legs;
  };

  const sweep = (): void => {
    if (phase !== 'fall') return;
    const x = Math.min(1, (w.now - since) / falling);
    const target = Math.max(5, Math.round(top * (1 - drop * path(x))));
    if (w.book.best(0) >= target) {
      const there = w.volumeTo(0, target);
      // The liquidation takes what stands above its path, in several bites.
      sold += w.take(1, Math.max(drawSize(w.rng, p, 0.5), there * r.range(0.3, 1.1)), target, 0);
    }
    w.after(r.exp(Math.max(40, Math.min(700, falling / 60))), sweep);
  };
  // Stops: others sell after the fall, a little.
  const stops = (): void => {
    if (phase !== 'fall') return;
    const floor = Math.round(top * (1 - drop));
    if (w.momentum < -0.2 && w.book.best(0) > floor) w.take(1, drawSize(r, p, 1), Math.max(w.far(1, 4), floor), 0);
    w.after(r.exp(900), stops);
  };
  // On the way back those who see a bargain buy what is offered below the value.
  const bargain = (): void => {
    if (phase !== 'rise') return;
    const aim = Math.round(w.fair);
    if (w.book.best(1) < aim) w.take(0, Math.min(w.volumeTo(1, aim), drawSize(r, p, 3) + w.volumeTo(1, aim) * r.range(0, 0.4)), aim, 0);
    w.after(r.exp(Math.max(60, recovering / 80)), bargain);
  };

  const beat = (): void => {
    const t = w.now - since;
    wide = Math.max(wide, w.spread);
    if (phase === 'thin') {
      w.stress[0] = forewarned * fear * Math.min(1, t / thinning);
      w.stress[1] = 0.3 * w.stress[0];
      top = w.mid;
      if (t >= thinning) { phase = 'fall'; since = w.now; for (const f of w.standAside) f(w.now + falling * r.range(0.5, 1), 0, fear * forewarned); sweep(); stops(); }
    } else if (phase === 'fall') {
      w.stress[0] = fear; w.stress[1] = 0.35 * fear;
      // People doubt the value and follow the price, somewhat late.
      w.panic += (Math.max(w.mid, top * (1 - 0.85 * drop * path(Math.min(1, t / falling)))) - w.value - w.panic) * 0.25;
      low = Math.min(low, w.mid);
      if (t >= falling) { phase = 'rise'; since = w.now; w.panic = Math.min(0, w.mid - w.value); deepest = w.panic; bargain(); }
    } else if (phase === 'rise') {
      low = Math.min(low, w.mid);
      const x = Math.min(1, t / recovering);
      w.panic = deepest * (1 - back * Math.min(1, 1.35 * (1 - Math.exp(-3 * x)) / 1.283));
      w.stress[0] = fear * Math.max(0, 1 - 1.5 * x); w.stress[1] = 0.35 * w.stress[0];
      if (x >= 1) { finish(); return; }
    }
    w.after(100, beat);
  };
  let deepest = 0;

  const finish = (): void => {
    phase = 'over';
    w.stress[0] = 0; w.stress[1] = 0;
    // What was not regained is the new value.
    w.value += w.panic; w.panic = 0;
    const fell = (top - low) / top;
    const regained = fell > 0 ? (w.mid - low) / (top - low) : 0;
    const fair = fell > Math.max(0.004, 4 * usual) && regained > 0.4;
    const why = fell <= Math.max(0.004, 4 * usual) ? 'the fall is within what this market does at the time' : `regained only ${(regained * 100).toFixed(0)} % within the episode`;
    part.done({
      kind: 'flash_crash', side: 'bid', from: Math.floor(from), to: Math.ceil(w.now),
      prices: [w.tape.priceText(Math.round(top)), w.tape.priceText(Math.round(low))], fair,
      note: `${fair ? '' : `not fair: ${why}; `}fell ${(fell * 100).toFixed(2)} % (meant ${(drop * 100).toFixed(2)} %) ${shape} in ${Math.round(falling)} ms, `
        + `after ${Math.round(thinning)} ms of thinning of strength ${(forewarned * fear).toFixed(2)}; regained ${(regained * 100).toFixed(0)} % in ${Math.round(recovering)} ms; `
        + `widest spread ${wide} ticks; sold ${w.tape.sizeText(sold)}; usual volatility over such a time ${(usual * 10000).toFixed(1)} bps`,
    });
  };
  beat();
}
