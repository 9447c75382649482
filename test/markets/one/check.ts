import { createHash } from 'node:crypto';
import type { EpisodeKind, Market, MarketOptions, Regime } from '../contract.ts';
import { generate } from './index.ts';
import { Replay } from './replay.ts';
import { Stats } from './stats.ts';

/** check.ts [minutes] [seeds] [regime,…] [kind,…]: verifies the contract, prints the statistics, labels and speed. */
const [minutesArg, seedsArg, regimesArg, kindsArg] = process.argv.slice(2);
const minutes = Number(minutesArg ?? 30);
const seeds = (seedsArg ?? '1').split(',').map(Number);
const regimes = (regimesArg ?? 'coarse,tiny,fat,volatile,thin').split(',') as Regime[];
const kinds = (kindsArg ?? 'null').split(',').map((k) => (k === 'null' ? null : (k as EpisodeKind)));

function hashOf(market: Market): string {
  const h = createHash('sha256');
  for (const m of market.messages()) h.update(JSON.stringify(m));
  h.update(JSON.stringify(market.labels()));
  return h.digest('hex');
}

function verify(options: MarketOptions): Record<string, string> {
  const market = generate(options);
  const stats = new Stats(market.instrument.tick);
  const replay = new Replay();
  for (const m of market.messages()) {
    if (m.at !== replay.at) replay.settle();
    replay.apply(m);
    stats.add(m, replay);
  }
  replay.settle();
  const length = options.minutes * 60e3;
  if (replay.at > length) throw new Error('longer than asked');
  const labels = market.labels();
  if (options.kind !== null && labels.length !== options.episodes) throw new Error(`${labels.length} labels of ${options.episodes}`);
  let before = 15 * 60e3 - 180e3;
  for (const l of labels) {
    if (!(l.from <= l.to && l.to <= length && l.from >= before + 180e3)) throw new Error(`label outside: ${l.from}-${l.to} after ${before}`);
    before = l.to;
    if (l.prices.length === 0) throw new Error('label without prices');
  }
  if (replay.compared === 0) throw new Error('nothing compared');
  // Speed alone, and the second of two runs for the hash.
  const start = process.cpuUsage();
  let n = 0;
  for (const m of generate(options).messages()) n += m.at > 0 ? 1 : 0;
  const used = process.cpuUsage(start);
  const speed = length / ((used.user + used.system) / 1000);
  const hash = options.minutes <= 40 ? hashOf(generate(options)) : '';
  if (hash !== '' && hash !== hashOf(generate(options))) throw new Error('two runs differ');
  const fair = labels.filter((l) => l.fair).length;
  return { market: `${options.regime} ${options.seed} ${options.kind ?? '-'}`, ...stats.row(options.minutes), speed: `${speed.toFixed(0)}x`, fair: `${fair}/${labels.length}`, hash: hash.slice(0, 8) };
}

const rows: Record<string, string>[] = [];
for (const regime of regimes) {
  for (const seed of seeds) {
    for (const kind of kinds) {
      const episodes = kind === null ? 0 : Math.max(0, Math.floor((minutes - 15.2) / 4.5));
      rows.push(verify({ regime, seed, minutes, kind, episodes }));
    }
  }
}
console.log(Object.keys(rows[0] ?? {}).join('\t'));
for (const row of rows) console.log(Object.values(row).join('\t'));
