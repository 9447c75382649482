import type { Micros } from '../../core/index.ts';
import { around, between, eitherSide, micros, outward, tickAway, usualLots, wholeBetween } from './draw.ts';
import type { Play } from './episode.ts';

/** Number of repetitions: mostly one to three. */
const timesOf = (draw: number): number => (draw < 0.3 ? 1 : draw < 0.55 ? 2 : draw < 0.8 ? 3 : draw < 0.92 ? 4 : 6);

/**
 * Large orders that are not meant to trade. They are placed away from the mid, left for seconds while the price moves away from
 * them, and pulled, once or repeatedly. `layers` above 1 spreads each order over neighbouring prices.
 */
const spoof = (kind: 'spoofing' | 'layered_walls'): Play =>
  function* play(hands) {
    const { random } = hands;
    const side = eitherSide(random);
    const away = outward(side);
    const layered = kind === 'layered_walls';
    const times = timesOf(random());
    const gaps = between(random, 20, 160);
    const multiple = layered ? around(random, 3.2, 0.35, 2, 7) : around(random, 7, 0.4, 4, 16);
    const layers = layered ? wholeBetween(random, 3, 6) : 1;
    const life = around(random, layered ? 5 : 4, 0.8, 0.6, 22);
    // The price moves in the spoofer's favour; this distinguishes it from a change of mind.
    const leans = between(random, times === 1 ? 5 : 2, 14);
    const onset = hands.now();
    let largest: number | null = null;
    let end: Micros = onset;
    for (let time = 0; time < times; time++) {
      const base = multiple * usualLots(hands, side, gaps) * around(random, 1, 0.06, 0.85, 1.15);
      const placed: [number, number][] = [];
      let tick = tickAway(hands, side, gaps * around(random, 1, 0.1, 0.7, 1.4));
      for (let layer = 0; layer < layers; layer++) {
        const lots = Math.max(1, Math.round(base * around(random, 1, 0.1, 0.7, 1.4)));
        hands.add(side, tick, lots);
        placed.push([tick, lots]);
        tick += away * Math.max(1, Math.round(hands.gap * around(random, 1.5, 0.5, 0.3, 5)));
        if (layered) yield micros(between(random, 0.01, 0.25));
      }
      largest ??= placed[0]?.[0] ?? null;
      hands.lean = -away * leans;
      yield micros(life * around(random, 1, 0.25, 0.4, 2));
      hands.lean = 0;
      for (const [at, lots] of placed) {
        hands.pull(side, at, lots);
        if (layered) yield micros(between(random, 0.002, 0.12));
      }
      end = hands.now();
      if (time + 1 < times) yield micros(between(random, 1.2, 40));
    }
    return { kind, side, prepared: onset, onset, end, tick: largest, drawn: { times, gaps, multiple, layers, life, leans } };
  };

export const spoofing = spoof('spoofing');
export const layeredWalls = spoof('layered_walls');
