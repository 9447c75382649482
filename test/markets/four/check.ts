/** Checks the generator: consistent markets, labels as the contract says, the same bytes each time. Run: node check.ts [seed]. */
import { createHash } from 'node:crypto';
import type { EpisodeKind, Label, MarketOptions, Regime } from '../contract.ts';
import { generate } from './index.ts';
import { Replay } from './replay.ts';

const regimes: readonly Regime[] = ['coarse', 'tiny', 'fat', 'volatile', 'thin'];
const kinds: readonly EpisodeKind[] = ['spoofing', 'iceberg', 'flash_crash'];
const minutes = 75;
const episodes = 12;
const seed = Number(process.argv[2] ?? 1);
const all: string[] = [];

function digest(options: MarketOptions): string {
  const market = generate(options);
  const hash = createHash('sha256');
  for (const message of market.messages()) hash.update(JSON.stringify(message));
  return hash.update(JSON.stringify([market.instrument, market.labels()])).digest('hex');
}

function labelFaults(labels: readonly Label[], options: MarketOptions, replay: Replay, tick: number): string[] {
  const faults: string[] = [];
  if (labels.length !== options.episodes) faults.push(`${labels.length} labels of ${options.episodes}`);
  let last = 0;
  for (const { kind, from, to, prices, side, note, fair } of labels) {
    if (kind !== options.kind) faults.push(`label of ${kind}`);
    if (from < 15 * 60000) faults.push(`starts at ${from}`);
    if (last > 0 && from - last < 3 * 60000) faults.push(`${from - last} ms after the one before`);
    if (!(from < to && to <= options.minutes * 60000)) faults.push(`from ${from} to ${to}`);
    if (kind === 'flash_crash' && (side !== 'bid' || prices.length !== 2 || Number(prices[1]) >= Number(prices[0]))) faults.push(`crash ${side} ${prices}`);
    if (!fair && !note.includes('unfair: ')) faults.push('unfair without a reason');
    const shown = prices.some((price) => replay.changed.get(Math.round(Number(price) / tick))?.some((at) => at >= from && at <= to + 100));
    if (!shown) faults.push(`nothing to see at ${prices} from ${from} to ${to}`);
    last = to;
  }
  return faults;
}

function one(options: MarketOptions): void {
  const began = process.cpuUsage();
  const market = generate(options);
  const tick = Number(market.instrument.tick);
  const replay = new Replay(market.instrument.tick);
  const hash = createHash('sha256');
  for (const message of market.messages()) {
    replay.read(message);
    hash.update(JSON.stringify(message));
  }
  const used = process.cpuUsage(began);
  const labels = market.labels();
  const first = hash.update(JSON.stringify([market.instrument, labels])).digest('hex');
  const faults = [...replay.faults, ...labelFaults(labels, options, replay, tick)];
  if (first !== digest(options)) faults.push('another market the second time');
  const perSecond = replay.count / options.minutes / 60;
  const cpu = (used.user + used.system) / 1e6;
  if (perSecond > (options.regime === 'tiny' ? 200 : 100)) faults.push(`${perSecond} messages a second`);
  if (cpu > 60) faults.push(`${cpu} s of processor time`);
  const moves = replay.mids.slice(1).map((mid, i) => Math.log(mid / replay.mids[i]!) * 1e4).sort((a, b) => Math.abs(a) - Math.abs(b));
  const volatility = Math.sqrt(moves.reduce((sum, move) => sum + move * move, 0) / moves.length);
  const tickBps = 1e4 / replay.mids[0]!;
  const cells = [
    options.regime.padEnd(9), String(options.kind).padEnd(12), perSecond.toFixed(1).padStart(7), (replay.spreads / replay.depths).toFixed(2).padStart(9),
    tickBps.toFixed(4).padStart(9), (replay.trades / options.minutes).toFixed(0).padStart(8), volatility.toFixed(1).padStart(8),
    Math.abs(moves[moves.length >> 1] ?? 0).toFixed(1).padStart(8), String(replay.levels).padStart(7),
    `${labels.filter((label) => label.fair).length}/${labels.length}`.padStart(6), cpu.toFixed(1).padStart(6), faults.length === 0 ? 'ok' : `${faults.length} FAULTS`,
  ];
  console.log(cells.join(' '));
  all.push(...faults.map((fault) => `${options.regime} ${options.kind}: ${fault}`));
}

function throwsRange(change: Partial<MarketOptions>): void {
  try {
    generate({ regime: 'thin', seed: 1, minutes: 20, kind: null, episodes: 0, ...change });
    all.push(`no RangeError for ${JSON.stringify(change)}`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

console.log('regime    kind          msg/s    spread  tick bps trades/m  bps/min median|.|  levels  fair   cpu s');
for (const regime of regimes) for (const kind of kinds) one({ regime, seed, minutes, kind, episodes });
for (const regime of regimes) one({ regime, seed, minutes: 30, kind: null, episodes: 0 });
throwsRange({ minutes: 9 });
throwsRange({ minutes: 601 });
throwsRange({ episodes: -1 });
throwsRange({ seed: 0.5 });
throwsRange({ regime: 'calm' as Regime });
throwsRange({ kind: 'layering' as EpisodeKind });
for (const fault of all) console.log(fault);
console.log(all.length === 0 ? 'all checks passed' : `${all.length} faults`);
process.exitCode = all.length === 0 ? 0 : 1;
