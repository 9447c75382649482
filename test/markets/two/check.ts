/** Runs a market, verifies what must always hold by an independent replay, and measures it.
 * node check.ts REGIME SEED MINUTES KIND|none EPISODES */
import { createHash } from 'node:crypto';
import type { EpisodeKind, MarketOptions, Regime } from '../contract.ts';
import { generate } from './index.ts';
import { Replay } from './replay.ts';
import { Stats } from './stats.ts';

const [regime, seed, minutes, kind, episodes] = process.argv.slice(2);
const options: MarketOptions = {
  regime: regime as Regime, seed: Number(seed), minutes: Number(minutes),
  kind: kind === undefined || kind === 'none' ? null : kind as EpisodeKind, episodes: Number(episodes ?? 0),
};

function hashOf(o: MarketOptions): { hash: string; ms: number } {
  const began = process.cpuUsage();
  const h = createHash('sha256');
  const m = generate(o);
  let text: string[] = [];
  for (const x of m.messages()) { text.push(JSON.stringify(x)); if (text.length > 5000) { h.update(text.join('\n')); text = []; } }
  h.update(text.join('\n') + JSON.stringify(m.labels()) + JSON.stringify(m.instrument));
  const used = process.cpuUsage(began);
  return { hash: h.digest('hex'), ms: (used.user + used.system) / 1000 };
}

const bare = process.cpuUsage();
let n = 0;
// The speed is measured without the checks.
if (process.env.SPEED === '1') for (const _ of generate(options).messages()) n++;
const used = process.cpuUsage(bare);
const ms = (used.user + used.system) / 1000;

const market = generate(options);
const replay = new Replay(market.instrument);
const stats = new Stats(replay, options.minutes);
for (const m of market.messages()) { replay.take(m); stats.take(m); }
const labels = market.labels();
for (let i = 0; i < labels.length; i++) {
  const l = labels[i]!;
  if (!(l.from >= 15 * 60000 && l.to > l.from && l.to <= options.minutes * 60000)) replay.complain(`label outside: ${JSON.stringify(l)}`);
  if (i > 0 && l.from - labels[i - 1]!.to < 3 * 60000) replay.complain(`labels too close: ${l.from - labels[i - 1]!.to}`);
}
if (options.kind !== null && labels.length !== options.episodes) replay.complain(`${labels.length} labels of ${options.episodes}`);
const row = stats.row();
const fair = labels.filter((l) => l.fair).length;
if (options.kind !== null) for (const l of labels) if (process.env.ALL === '1' || !l.fair) console.log(`  ${l.fair ? 'fair  ' : 'UNFAIR'} ${((l.to - l.from) / 1000).toFixed(1)}s ${l.side} ${l.prices.slice(0, 4).join(' ')} | ${l.note}`);
console.log(`${options.regime} seed ${options.seed} ${options.kind ?? 'none'} tick ${market.instrument.tick} lot ${market.instrument.lot}: ${row}`
  + ` | fair ${fair}/${labels.length} ${n > 0 ? `| speed ${(options.minutes * 60000 / ms).toFixed(0)}x (${n} messages) ` : ''} | faults ${replay.faults}`);
if (process.env.HASH === '1') {
  const a = hashOf(options), b = hashOf(options);
  console.log(`  hash ${a.hash === b.hash ? 'same' : 'DIFFERENT'} ${a.hash}`);
}
if (replay.faults > 0) process.exitCode = 1;
