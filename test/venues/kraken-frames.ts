import { crc32 } from 'node:zlib';
import { seededRandom } from '../../src/core/index.ts';
import type { Random } from '../../src/core/index.ts';

/** Price decimals, size decimals and depth of the invented market. */
export const PRICE_DECIMALS = 1;
export const SIZE_DECIMALS = 8;
const DEPTH = 100;

/** Tick to lots. */
type Side = Map<number, number>;
type Level = readonly [number, number];

const decimal = (units: number, decimals: number): string => {
  const text = String(units).padStart(decimals + 1, '0');
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
};

const top = (side: Side, rises: boolean): readonly Level[] =>
  [...side].toSorted(([a], [b]) => (rises ? a - b : b - a)).slice(0, DEPTH);

/** The checksum by the venue's recipe to the letter: texts, without the point, without leading zeros. */
const checksumOf = (bids: readonly Level[], asks: readonly Level[]): number => {
  const part = (units: number, decimals: number): string => decimal(units, decimals).replace('.', '').replace(/^0+/, '');
  const text = [...asks.slice(0, 10), ...bids.slice(0, 10)].map(
    ([tick, lots]) => part(tick, PRICE_DECIMALS) + part(lots, SIZE_DECIMALS),
  );
  return crc32(text.join(''));
};

const levelsText = (levels: readonly Level[]): string =>
  `[${levels.map(([tick, lots]) => `{"price":${decimal(tick, PRICE_DECIMALS)},"qty":${decimal(lots, SIZE_DECIMALS)}}`).join(',')}]`;

/** Changes that a client with `DEPTH` levels must receive; levels pushed past the depth are not sent. */
function changes(before: readonly Level[], after: readonly Level[], side: Side): readonly Level[] {
  const [old, now] = [new Map(before), new Map(after)];
  const gone = before.filter(([tick]) => !side.has(tick)).map(([tick]): Level => [tick, 0]);
  return [...gone, ...[...now].filter(([tick, lots]) => old.get(tick) !== lots)];
}

const bookFrame = (type: string, symbol: string, bids: string, asks: string, checksum: number, at: number): string =>
  `{"channel":"book","type":"${type}","data":[{"symbol":"${symbol}","bids":${bids},"asks":${asks},"checksum":${checksum},"timestamp":"${new Date(at).toISOString().replace('Z', '123Z')}"}]}`;

function tradeFrame(symbol: string, random: Random, mid: number, id: number, at: number): string {
  const fills = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, n) => {
    const side = random() < 0.5 ? 'buy' : 'sell';
    const price = decimal(mid + Math.floor(random() * 20) - 10, PRICE_DECIMALS);
    const qty = decimal(1 + Math.floor(random() * 1e9), SIZE_DECIMALS);
    return `{"symbol":"${symbol}","side":"${side}","price":${price},"qty":${qty},"ord_type":"market","trade_id":${id + n},"timestamp":"${new Date(at + n).toISOString().replace('Z', '456Z')}"}`;
  });
  return `{"channel":"trade","type":"update","data":[${fills.join(',')}]}`;
}

/** An invented market in frames of version 2: a snapshot, then updates and trades. */
export function* krakenFrames(symbol: string, seed: number, count: number): Generator<string> {
  const random = seededRandom(seed);
  const [bids, asks]: [Side, Side] = [new Map(), new Map()];
  let mid = 600_000;
  let id = 1_000;
  const lots = (): number => 1 + Math.floor(random() ** 4 * 5e8);
  const refill = (): void => {
    for (let n = 0; n < 160; n++) {
      if (bids.size < 160) bids.set(mid - 1 - Math.floor(random() * 400), lots());
      if (asks.size < 160) asks.set(mid + 1 + Math.floor(random() * 400), lots());
    }
  };
  refill();
  let at = Date.UTC(2024, 0, 1);
  let [topBids, topAsks] = [top(bids, false), top(asks, true)];
  yield bookFrame('snapshot', symbol, levelsText(topBids), levelsText(topAsks), checksumOf(topBids, topAsks), at);
  for (let n = 0; n < count; n++) {
    at += Math.floor(random() * 200);
    if (random() < 0.2) {
      yield tradeFrame(symbol, random, mid, id, at);
      id += 3;
      continue;
    }
    mid += Math.floor(random() * 7) - 3;
    for (const tick of bids.keys()) if (tick >= mid) bids.delete(tick);
    for (const tick of asks.keys()) if (tick <= mid) asks.delete(tick);
    const [side, away] = random() < 0.5 ? ([bids, -1] as const) : ([asks, 1] as const);
    for (let m = 0; m < 3; m++) {
      const tick = mid + away * (1 + Math.floor(random() ** 2 * 300));
      if (random() < 0.4) side.delete(tick);
      else side.set(tick, lots());
    }
    refill();
    const [nowBids, nowAsks] = [top(bids, false), top(asks, true)];
    const [bidChanges, askChanges] = [changes(topBids, nowBids, bids), changes(topAsks, nowAsks, asks)];
    if (bidChanges.length + askChanges.length > 0) {
      yield bookFrame('update', symbol, levelsText(bidChanges), levelsText(askChanges), checksumOf(nowBids, nowAsks), at);
    }
    [topBids, topAsks] = [nowBids, nowAsks];
  }
}
