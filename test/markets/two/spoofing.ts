/** A spoofer: large orders on one side that are not meant to trade, a genuine one on the other that is. */
import { better, other } from './book.ts';
import type { Order, Side } from './book.ts';
import type { Part } from './plan.ts';
import type { Rng } from './rng.ts';
import { away, round } from './sizes.ts';
import type { World } from './world.ts';

type Exit = 'at once' | 'in steps' | 'partly hit';

export function runSpoofing(w: World, r: Rng, part: Part): void {
  const p = w.p;
  const side = r.int(0, 1) as Side;
  const layers = r.chance(0.4) ? 1 : r.int(2, 6);
  const multiple = part.faint ? r.range(0.5, 1) : r.logRange(3, layers > 2 ? 8 : 15);
  const exit: Exit = part.faint ? 'at once' : r.pick(['at once', 'at once', 'in steps', 'partly hit'] as const);
  const nearest = exit === 'partly hit' ? r.int(-1, 1) : Math.round(p.unit * r.logRange(0.3, p.regime === 'coarse' ? 6 : 25));
  const gap = Math.max(1, Math.round(p.unit * r.logRange(0.3, 4)));
  const life = r.logRange(1000, 30000);
  const rounds = r.chance(0.4) ? 1 : r.int(2, 6);
  const pause = r.logRange(600, 20000);
  const crosses = r.chance(0.2);
  const moves = r.chance(0.35);
  const rounded = r.chance(0.5);
  const prominent = r.chance(0.6);
  const genuineSize = Math.max(1, Math.round(p.size * r.logRange(0.3, 3)));
  const prices = new Set<number>();
  const from = w.now;
  let to = w.now, filled = 0, wanted = 0, hit = 0, round_ = 0, filledRounds = 0, most = 0, startMid = 0, pushed = 0;

  const oneRound = (): void => {
    round_++;
    startMid = w.mid;
    const planted: { o: Order; d: number; n: number }[] = [];
    let gone = false, filledNow = 0;
    let genuine: Order | null = null;
    const begun = w.now;

    const place = (d: number, n: number): void => {
      const o = w.limit(side, away(side, w.book.best(side), d), n);
      prices.add(o.price);
      o.onFill = (_o, m) => { hit += m; if (exit === 'partly hit' || r.chance(0.7)) w.after(r.logRange(5, 300), leave); };
      planted.push({ o, d, n });
    };
    for (let i = 0; i < layers; i++) {
      w.after(i * r.range(0, 250), () => {
        if (gone) return;
        const d = nearest + i * gap;
        const there = w.large(d);
        // Most actors want to stand out among the neighbours; some take no notice; a faint one hides.

        let n = there.usual * multiple * r.range(0.85, 1.15);
        if (!part.faint && prominent) n = Math.max(n, Math.min(there.largest * r.range(1, 1.5), there.usual * 15));
        else if (part.faint) n = Math.min(n, there.largest * 0.8);
        most = Math.max(most, n / there.largest);
        place(d, rounded ? round(n) : Math.max(1, Math.round(n)));
      });
    }
    const offer = (): void => {
      if (gone) return;
      const g = other(side);
      const inside = w.spread > 1 && r.chance(0.6);
      const price = w.book.best(g) + (inside ? better(g) : 0);
      wanted += genuineSize;
      const o = w.limit(g, price, genuineSize);
      genuine = o;
      o.onFill = (_o, m) => {
        filled += m; filledNow += m;
        // Filled: the show is over, but a wall gone within a second of its coming fools nobody.
        if (o.level === null) w.after(Math.max(r.logRange(20, 1200), begun + r.range(1000, 1500) - w.now), leave);
      };
      const keep = (): void => {
        if (gone || o.level === null) return;
        // Undercut: follow, once in a while.
        if ((w.book.best(g) - o.price) * better(g) > 0 && r.chance(0.6)) { w.cancel(o); wanted -= o.size; offerAgain(); } else w.after(r.range(400, 1500), keep);
      };
      w.after(r.range(400, 1500), keep);
    };
    const offerAgain = (): void => { w.after(r.range(10, 200), offer); };
    if (!crosses) w.after(r.range(0, 0.35) * life, offer);

    const follow = (): void => {
      if (gone) return;
      for (const q of planted) {
        if (q.o.level === null) continue;
        const price = away(side, w.book.best(side), q.d);
        // Its own order may be the best one: then there is nothing to follow.
        if (Math.abs(price - q.o.price) <= Math.max(1, p.unit) || q.o.price === w.book.best(side)) continue;
        planted.splice(planted.indexOf(q), 1);
        w.cancel(q.o);
        place(q.d, q.n);
      }
      w.after(r.range(500, 2500), follow);
    };
    if (moves) w.after(r.range(500, 2500), follow);

    const leave = (): void => {
      if (gone) return;
      gone = true;
      pushed = Math.max(pushed, (w.mid - startMid) * better(side) / w.mid * 10000);
      if (crosses) {
        const took = w.take(other(side), genuineSize, w.far(other(side), 3), 0.3);
        wanted += genuineSize; filled += took; filledNow += took;
      }
      let delay = 0;
      for (const q of planted) {
        const step = (): void => { w.cancel(q.o); to = Math.max(to, w.now); };
        if (exit === 'in steps') {
          if (layers === 1) {
            w.after(1, () => { w.reduce(q.o, Math.floor(q.o.size * r.range(0.3, 0.7))); });
          }
          delay += r.logRange(80, 900);
          w.after(delay, step);
        } else step();
      }
      w.after(delay + r.range(1, 1500), () => {
        if (genuine !== null && genuine.level !== null) w.cancel(genuine);
        to = Math.max(to, w.now);
        if (filledNow > 0) filledRounds++;
        const more = round_ < rounds || (filled === 0 && round_ < 6 && !part.faint);
        const next = pause * r.range(0.5, 1.5);
        if (more && w.now + next + life * 1.6 + 6000 < part.endBy) w.after(next, oneRound);
        else finish();
      });
    };
    w.after(Math.min(life * r.range(0.7, 1.4), Math.max(1000, part.endBy - w.now - 8000)), leave);
  };

  const finish = (): void => {
    const loud = most >= 1 || (most >= 0.6 && round_ >= 3);
    const fair = loud && !part.faint && (filled > 0 || round_ > 1);
    const why = loud && !part.faint ? 'a single show without any genuine fill looks like an honest order taken back' : 'no larger than its neighbours';
    part.done({
      kind: 'spoofing', side: side === 0 ? 'bid' : 'ask', from: Math.floor(from), to: Math.ceil(to),
      prices: [...prices].sort((a, b) => a - b).map((x) => w.tape.priceText(x)), fair,
      note: `${fair ? '' : `not fair: ${why}; `}${layers} layers of ${multiple.toFixed(1)} x the usual large size (at most ${most.toFixed(2)} x the largest neighbour), `
        + `nearest ${nearest} ticks from the touch, life ${Math.round(life)} ms, ${round_} rounds, withdrawn ${exit}${moves ? ', kept at its distance' : ''}; `
        + `genuine ${crosses ? 'market' : 'limit'} order of ${w.tape.sizeText(genuineSize)} filled in ${filledRounds} rounds; planted size hit ${w.tape.sizeText(hit)}; `
        + `mid moved at most ${pushed.toFixed(2)} bps its way`,
    });
  };
  oneRound();
}
