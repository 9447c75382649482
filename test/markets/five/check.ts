/** For each regime and kind, 75 minutes with twelve episodes: is the market sound, is it what the contract says, are the episodes there?
 *
 *   node check.ts [seed] [regimes] [v: print the labels]
 */

import type { EpisodeKind, Label, MarketOptions, Regime } from '../contract.ts';
import { generate } from './index.ts';
import { line, read } from './stats.ts';
import type { Reading } from './stats.ts';

const seed = Number(process.argv[2] ?? 1);
const regimes = (process.argv[3] ?? 'coarse,tiny,fat,volatile,thin').split(',') as Regime[];
const talk = process.argv[4] === 'v';
const kinds: readonly (EpisodeKind | null)[] = [null, 'spoofing', 'iceberg', 'flash_crash'];
let bad = 0;
let fairCount = 0;
let labelCount = 0;

function expect(ok: boolean, what: string): void {
  if (ok) return;
  bad++;
  console.log(`  FAILED: ${what}`);
}

function within(x: number, lo: number, hi: number, what: string): void {
  expect(x >= lo && x <= hi, `${what} ${x.toFixed(4)} outside ${lo} to ${hi}`);
}

/** What the contract says of each regime; of crashes' markets only what the crashes leave alone. */
function regimeHolds(regime: Regime, kind: EpisodeKind | null, r: Reading): void {
  const calm = kind !== 'flash_crash';
  if (regime === 'coarse') {
    within(r.tickBps, 2, 10, 'tick bps');
    within(r.spreadTicks, 0.99, 2.01, 'spread ticks');
    within(r.queue, 15, 400, 'queue in takers');
    within(r.takersPerSecond, 0.8, 8, 'takers per second');
  } else if (regime === 'tiny') {
    within(r.tickBps, 0, 0.01, 'tick bps');
    within(r.levels * 2, 1500, 20000, 'levels of both sides');
    within(r.spreadTicks, 5, 2000, 'spread ticks');
    within(r.takersPerSecond, 2, 20, 'takers per second');
  } else if (regime === 'fat') {
    within(r.hillTakers, 1.0, 2.1, 'Hill index of takers');
    within(r.hillOrders, 0.85, 1.9, 'Hill index of orders');
    within(r.takersPerSecond, 1, 12, 'takers per second');
  } else if (regime === 'thin') {
    within(r.spreadTicks, 3, 15, 'spread ticks');
    within(1 / r.takersPerSecond, calm ? 1.9 : 1.2, 12, 'seconds between takers');
    within(r.levels, 20, 300, 'levels of a side');
  } else {
    within(r.takersPerSecond, 3, 25, 'takers per second');
    within(r.kurtosis, 4, 200, 'kurtosis of 10 s changes (bursts)');
  }
  if (calm) within(r.minuteVol, regime === 'volatile' ? 35 : 2, regime === 'volatile' ? 150 : 15, 'minute volatility');
  within(r.clustering, 0.02, 0.95, 'clustering of takers');
}

function noted(l: Label, pattern: RegExp): number {
  return Number(pattern.exec(l.note)?.[1] ?? NaN);
}

function labelsHold(o: MarketOptions, r: Reading): void {
  const labels = r.labels;
  expect(labels.length === (o.kind === null ? 0 : o.episodes), `${labels.length} labels`);
  let end = -Infinity;
  for (const l of labels) {
    expect(l.kind === o.kind && l.from >= 900000 && l.to >= l.from && l.to <= o.minutes * 60000, `label ${l.from} kind or time`);
    expect(l.from - end >= 180000 || end < 0, `label ${l.from}: ${l.from - end} ms after the last`);
    expect(l.prices.length > 0 && l.note.length > 0, `label ${l.from}: no prices or no note`);
    expect(l.fair || l.note.includes('unfair:'), `label ${l.from}: no reason`);
    end = l.to;
    labelCount++;
    if (l.fair) fairCount++;
  }
}

function episodesHold(r: Reading, again: Reading): void {
  let sent = 0;
  let filled = 0;
  r.labels.forEach((l, i) => {
    if (l.kind === 'spoofing') {
      const s = noted(l, /sent ([\d.]+)/);
      const f = noted(l, /filled ([\d.]+)/);
      sent += s;
      filled += f;
      const own = noted(l, /own trade ([\d.]+)/);
      expect(own > 0, `spoof ${l.from}: no own trade`);
      if (!l.fair) return;
      expect(f <= 0.5 * s, `spoof ${l.from}: filled ${f} of ${s}`);
      // In the public data: the size comes, and goes, at the planted prices.
      let came = 0;
      let went = 0;
      for (const [k, , , change] of again.watched) if (k === i) change > 0 ? (came += change) : (went -= change);
      let traded = 0;
      for (const t of r.trades) if (t.at >= l.from && t.at <= l.to + 200 && t.buy === (l.side === 'ask') && l.prices.some((p) => Math.abs(Number(p) - t.price) < 1e-9)) traded += t.size;
      expect(came >= 0.25 * s, `spoof ${l.from}: only ${came} of ${s} seen to come`);
      expect(went - traded >= 0.25 * s, `spoof ${l.from}: only ${went - traded} of ${s} seen to go untraded`);
      expect(r.trades.some((t) => t.at >= l.from && t.at <= l.to), `spoof ${l.from}: no trade at all`);
    } else if (l.kind === 'iceberg') {
      const display = noted(l, /display ([\d.]+)/);
      const total = noted(l, /traded ([\d.]+)/);
      let seen = 0;
      for (const t of r.trades) if (t.at >= l.from && t.at <= l.to && t.buy === (l.side === 'ask') && l.prices.some((p) => Math.abs(Number(p) - t.price) < 1e-9)) seen += t.size;
      expect(seen >= total - 1e-6, `iceberg ${l.from}: ${seen} trades seen of ${total}`);
      expect(total > display * (l.fair ? 2 : 1), `iceberg ${l.from}: traded ${total}, display ${display}`);
    } else {
      const high = Number(l.prices[0]);
      const low = Number(l.prices[1]);
      expect(low < high, `crash ${l.from}: no fall`);
      const inside = r.mids.map(([at, m], k) => [at, m, r.spreads[k] as number] as const).filter(([at]) => at >= l.from && at <= l.to);
      const mid = Math.min(...inside.map((x) => x[1]));
      expect(r.trades.some((t) => t.at >= l.from && t.at <= l.to && Math.abs(t.price - low) < 1e-9), `crash ${l.from}: the low isn't traded`);
      if (!l.fair) return;
      const last = (inside.at(-1) as readonly [number, number, number])[1];
      expect(last > mid + 0.1 * (high - mid), `crash ${l.from}: no recovery`);
      expect(last < high, `crash ${l.from}: recovers wholly`);
      const wide = Math.max(...inside.map((x) => x[2]));
      expect(wide > 2 * r.spreadBps, `crash ${l.from}: spread ${wide} bps`);
      const out = r.trades.filter((t) => t.at >= l.from && t.at <= l.from + noted(l, /%\) in ([\d.]+) s/) * 1000);
      const sold = out.reduce((s, t) => s + (t.buy ? 0 : t.size), 0);
      const all = out.reduce((s, t) => s + t.size, 0);
      expect(sold > 0.5 * all, `crash ${l.from}: sold only ${((sold / all) * 100).toFixed(0)} %`);
    }
  });
  if (sent > 0) {
    expect(filled < 0.25 * sent, `spoofs: filled ${filled} of ${sent}`);
    console.log(`  spoofed size filled: ${((filled / sent) * 100).toFixed(1)} %`);
  }
}

for (const regime of regimes) {
  for (const kind of kinds) {
    const o: MarketOptions = { regime, seed, minutes: 75, kind, episodes: 12 };
    const r = read(generate(o), [], false);
    console.log(`${regime} ${kind ?? 'honest'}: ${r.labels.filter((l) => !l.fair).length} of ${r.labels.length} unfair; ${line(r)}`);
    for (const e of r.errors) expect(false, e);
    const again = read(generate(o), r.labels, kind === 'spoofing');
    expect(again.hash === r.hash && again.messages === r.messages && JSON.stringify(again.labels) === JSON.stringify(r.labels), 'not the same bytes again');
    expect(r.seconds < 60, `${r.seconds} s of processor time`);
    regimeHolds(regime, kind, r);
    labelsHold(o, r);
    episodesHold(r, again);
    if (talk) for (const l of r.labels) console.log(`   ${(l.from / 1000).toFixed(1)} +${((l.to - l.from) / 1000).toFixed(1)} ${l.side} ${l.prices.length} ${l.fair ? 'fair' : 'UNFAIR'} ${l.note}`);
  }
}

for (const wrong of [{ minutes: 9 }, { minutes: 601 }, { regime: 'x' as Regime }, { episodes: -1 }, { episodes: 40 }, { seed: 0.5 }]) {
  let thrown = false;
  try {
    generate({ regime: 'thin', seed, minutes: 75, kind: 'iceberg', episodes: 12, ...wrong });
  } catch (e) {
    thrown = e instanceof RangeError;
  }
  expect(thrown, `no RangeError for ${JSON.stringify(wrong)}`);
}
const unfair = 1 - fairCount / labelCount;
console.log(`${labelCount} labels, ${(unfair * 100).toFixed(0)} % unfair; ${bad} failures`);
if (regimes.length === 5) expect(unfair >= 0.08 && unfair <= 0.27, 'share of unfair labels');
process.exitCode = bad > 0 ? 1 : 0;
