/** Reads a market once: checks its order and its book, measures it. For check.ts. */

import type { Label, Level, Market, Message } from '../contract.ts';

export interface Trade {
  readonly at: number;
  readonly price: number;
  readonly size: number;
  readonly buy: boolean;
}

export interface Reading {
  readonly messages: number;
  readonly hash: number;
  readonly seconds: number;
  readonly errors: readonly string[];
  readonly trades: readonly Trade[];
  readonly labels: readonly Label[];
  readonly spreadTicks: number;
  readonly spreadBps: number;
  readonly levels: number;
  readonly tickBps: number;
  readonly takersPerSecond: number;
  /** Median best queue, in mean taker sizes. */
  readonly queue: number;
  /** Root mean square of one-minute changes, bps. */
  readonly minuteVol: number;
  /** Kurtosis of the ten-second changes. */
  readonly kurtosis: number;
  /** Hill index of the largest 1 % of taker orders and 0.5 % of increases at a level. */
  readonly hillTakers: number;
  readonly hillOrders: number;
  /** Autocorrelation of the numbers of takers in neighbouring 5 s. */
  readonly clustering: number;
  readonly rowsPerDepth: number;
  /** Mid price each 100 ms with depth, [at, mid]. */
  readonly mids: readonly (readonly [number, number])[];
  /** Best ask minus best bid over the mid, bps, like `mids`. */
  readonly spreads: readonly number[];
  /** Changes of levels at the labels' prices while they last: [label, at, price, change]. */
  readonly watched: readonly (readonly [number, number, string, number])[];
}

function hill(list: readonly number[], share: number): number {
  const s = [...list].sort((a, b) => b - a);
  const k = Math.max(10, Math.floor(s.length * share));
  const x = s[k];
  if (x === undefined) return NaN;
  let sum = 0;
  for (let i = 0; i < k; i++) sum += Math.log((s[i] as number) / x);
  return k / sum;
}

function quantile(list: readonly number[], q: number): number {
  const s = [...list].sort((a, b) => a - b);
  return s[Math.floor(q * (s.length - 1))] ?? NaN;
}

export function read(market: Market, labels: readonly Label[], watch: boolean): Reading {
  const errors: string[] = [];
  const fail = (m: string): void => {
    if (errors.length < 20) errors.push(m);
  };
  const tick = Number(market.instrument.tick);
  const book: [Map<string, number>, Map<string, number>] = [new Map(), new Map()];
  const trades: Trade[] = [];
  const mids: [number, number][] = [];
  const spreads: number[] = [];
  const queues: number[] = [];
  const spreadTicks: number[] = [];
  const added: number[] = [];
  const levelCounts: number[] = [];
  const watched: [number, number, string, number][] = [];
  let n = 0;
  let hash = 0;
  let last = 0;
  let rows = 0;
  let depths = 0;
  let lastDepth = -1;
  let bid = 0;
  let ask = 0;
  let quoted: Message | null = null;
  let unseen = 0;
  const known = new Set<string>();
  const start = process.cpuUsage().user;
  for (const m of market.messages()) {
    n++;
    const text = JSON.stringify(m);
    for (let i = 0; i < text.length; i += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
    if (!Number.isInteger(m.at)) fail(`${m.at}: not whole`);
    if (m.at < last) fail(`${m.at}: falls`);
    last = m.at;
    if ((n === 1) !== (m.kind === 'snapshot')) fail('snapshot not first or not alone');
    if (m.kind === 'trade') {
      const price = Number(m.price);
      trades.push({ at: m.at, price, size: Number(m.size), buy: m.taker === 'buy' });
      if (!(Number(m.size) > 0)) fail(`${m.at}: empty trade`);
      if (m.taker === 'buy' ? price < ask - tick / 2 : price > bid + tick / 2) fail(`${m.at}: trade inside the quote`);
    } else if (m.kind === 'quote') {
      bid = Number(m.bid[0]);
      ask = Number(m.ask[0]);
      if (bid >= ask) fail(`${m.at}: quote crossed ${bid} ${ask}`);
      if (!(Number(m.bid[1]) > 0 && Number(m.ask[1]) > 0)) fail(`${m.at}: empty quote`);
      quoted = m;
    } else {
      if (m.kind === 'depth') {
        depths++;
        if (m.at % 100 !== 0 || m.at <= lastDepth) fail(`${m.at}: depth off the beat`);
        lastDepth = m.at;
        rows += m.bids.length + m.asks.length;
      }
      const apply = (side: 0 | 1, list: readonly Level[]): void => {
        for (const [p, s] of list) {
          const old = book[side].get(p) ?? 0;
          known.add((side === 0 ? 'b' : 'a') + p);
          const size = Number(s);
          if (m.kind === 'depth' && size > old && n % 5 === 0) added.push(size - old);
          if (watch) {
            labels.forEach((l, i) => {
              if (m.at >= l.from && m.at <= l.to + 200 && (l.side === 'bid') === (side === 0) && l.prices.includes(p)) watched.push([i, m.at, p, size - old]);
            });
          }
          if (size === 0) book[side].delete(p);
          else book[side].set(p, size);
        }
      };
      apply(0, m.bids);
      apply(1, m.asks);
      if (m.kind === 'depth' && quoted !== null && quoted.kind === 'quote') {
        // The quote's prices are the book's best (unless never shown to us, beyond the snapshot).
        const b = book[0].get(quoted.bid[0]);
        const a = book[1].get(quoted.ask[0]);
        if (b !== undefined && Math.abs(b - Number(quoted.bid[1])) > 1e-9) fail(`${m.at}: bid size ${b} is not the quote's ${quoted.bid[1]}`);
        if (a !== undefined && Math.abs(a - Number(quoted.ask[1])) > 1e-9) fail(`${m.at}: ask size ${a} is not the quote's ${quoted.ask[1]}`);
        // A level beyond the snapshot's thousand, untouched since, isn't known to the reader.
        if (b === undefined && known.has(`b${quoted.bid[0]}`)) fail(`${m.at}: the quoted bid isn't in the book`);
        if (a === undefined && known.has(`a${quoted.ask[0]}`)) fail(`${m.at}: the quoted ask isn't in the book`);
        if ((b === undefined || a === undefined) && ++unseen > 20) fail(`${m.at}: too many quoted levels were never shown`);
        if (depths % 100 === 0 && b !== undefined && a !== undefined) {
          let top = 0;
          let low = Infinity;
          for (const p of book[0].keys()) top = Math.max(top, Number(p));
          for (const p of book[1].keys()) low = Math.min(low, Number(p));
          if (top >= low) fail(`${m.at}: book crossed ${top} ${low}`);
          if (Math.abs(top - bid) > tick / 2 || Math.abs(low - ask) > tick / 2) fail(`${m.at}: best of the book isn't the quote`);
          levelCounts.push(book[0].size, book[1].size);
        }
        mids.push([m.at, (bid + ask) / 2]);
        spreads.push(((ask - bid) / (ask + bid)) * 2e4);
        spreadTicks.push((ask - bid) / tick);
        if (depths % 5 === 0) queues.push(Number(quoted.bid[1]), Number(quoted.ask[1]));
      }
    }
  }
  const seconds = (process.cpuUsage().user - start) / 1e6;
  const takers: number[] = [];
  const counts: number[] = new Array(Math.ceil(last / 5000) + 1).fill(0);
  let prev: Trade | null = null;
  for (const t of trades) {
    if (prev !== null && prev.at === t.at && prev.buy === t.buy) takers[takers.length - 1] = (takers[takers.length - 1] as number) + t.size;
    else {
      takers.push(t.size);
      counts[Math.floor(t.at / 5000)]++;
    }
    prev = t;
  }
  const grid = (ms: number): number[] => {
    const list: number[] = [];
    let i = 0;
    for (let t = 0; t <= last; t += ms) {
      while (i + 1 < mids.length && (mids[i + 1] as readonly [number, number])[0] <= t) i++;
      list.push((mids[i] as readonly [number, number])[1]);
    }
    return list.slice(1).map((x, k) => Math.log(x / (list[k] as number)) * 1e4);
  };
  const minute = grid(60000);
  const ten = grid(10000);
  const m2 = ten.reduce((s, x) => s + x * x, 0) / ten.length;
  const m4 = ten.reduce((s, x) => s + x ** 4, 0) / ten.length;
  const mean = counts.reduce((s, x) => s + x, 0) / counts.length;
  let cov = 0;
  let v = 0;
  counts.forEach((x, i) => {
    v += (x - mean) ** 2;
    if (i > 0) cov += (x - mean) * ((counts[i - 1] as number) - mean);
  });
  const meanTaker = takers.reduce((s, x) => s + x, 0) / takers.length;
  return {
    messages: n, hash, seconds, errors, trades, labels: market.labels(), spreadTicks: quantile(spreadTicks, 0.5), spreadBps: quantile(spreads, 0.5),
    levels: quantile(levelCounts, 0.5), tickBps: (tick / (mids[0]?.[1] ?? 1)) * 1e4, takersPerSecond: takers.length / (last / 1000),
    queue: quantile(queues, 0.5) / meanTaker, minuteVol: Math.sqrt(minute.reduce((s, x) => s + x * x, 0) / minute.length), kurtosis: m4 / (m2 * m2),
    hillTakers: hill(takers, 0.01), hillOrders: hill(added, 0.005), clustering: cov / v, rowsPerDepth: rows / depths, mids, spreads, watched,
  };
}

export function line(r: Reading): string {
  const f = (x: number, d = 2): string => x.toFixed(d);
  return `${r.messages} messages, cpu ${f(r.seconds, 1)} s; tick ${f(r.tickBps, 4)} bps, spread ${f(r.spreadTicks, 1)} ticks ${f(r.spreadBps)} bps, ` +
    `levels ${r.levels}, queue ${f(r.queue, 1)} takers, takers ${f(r.takersPerSecond)}/s, trades ${f(r.trades.length / (r.seconds, r.mids.at(-1)![0] / 1000))}/s, ` +
    `minute vol ${f(r.minuteVol, 1)} bps, kurtosis ${f(r.kurtosis, 1)}, Hill ${f(r.hillTakers)}/${f(r.hillOrders)}, clustering ${f(r.clustering)}, rows/depth ${f(r.rowsPerDepth, 1)}`;
}
