import { seededRandom } from '../../src/core/index.ts';

const DECIMALS = 8;

const decimal = (units: number): string => {
  const text = String(units).padStart(DECIMALS + 1, '0');
  return `${text.slice(0, -DECIMALS)}.${text.slice(-DECIMALS)}`;
};

/** An invented run of a Binance market: the body of a REST snapshot, and frames. The first frames precede or overlap it. */
export interface BinanceRun {
  readonly body: string;
  readonly frames: readonly string[];
}

/** Additional fields of one market's events, by event. */
export interface BinanceForm {
  /** Maximum number of ids skipped between two updates of one book. */
  readonly mostBetween: number;
  readonly depth: (update: { readonly at: number; readonly before: number }) => object;
  readonly trade: object;
  readonly bookTicker: (at: number) => object;
}

const spotForm: BinanceForm = { mostBetween: 0, depth: () => ({}), trade: { M: true }, bookTicker: () => ({}) };

/** USD-M counts update ids over all its markets, and each update names the previous one. */
export const usdmForm: BinanceForm = {
  mostBetween: 40,
  depth: ({ at, before }) => ({ T: at - 2, pu: before }),
  trade: { X: 'MARKET' },
  bookTicker: (at) => ({ e: 'bookTicker', E: at, T: at - 1 }),
};

/** Random changes to a ladder of prices, with the venue's numbering. They are not realistic, because decoders don't need that. */
export function binanceRun(symbol: string, seed: number, count: number, form = spotForm): BinanceRun {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const mid = 2_500_000_000_000;
  const price = (side: 'b' | 'a'): string => decimal(mid + (side === 'a' ? 1 : -1) * (1 + below(2_000)) * 1_000_000);
  const size = (): string => decimal(below(3) === 0 ? 0 : 1 + below(2 ** 40));
  const levels = (side: 'b' | 'a', limit: number): string[][] =>
    Array.from({ length: below(limit) }, () => [price(side), size()]);
  const wrap = (stream: string, data: object): string => JSON.stringify({ stream: `${symbol.toLowerCase()}@${stream}`, data });
  const frames: string[] = [];
  let lastUpdateId: number | null = null;
  let [update, trade, at] = [1_000, 50, Date.UTC(2024, 0, 1)];
  for (let n = 0; n < count; n++) {
    at += below(120);
    const kind = below(10);
    if (kind < 2) {
      const data = {
        e: 'trade',
        E: at,
        s: symbol,
        t: ++trade,
        p: price('b'),
        q: decimal(1 + below(1e9)),
        T: at - 1,
        m: random() < 0.5,
        ...form.trade,
      };
      frames.push(wrap('trade', data));
    } else if (kind < 4) {
      frames.push(
        wrap('bookTicker', {
          ...form.bookTicker(at),
          u: update,
          s: symbol,
          b: price('b'),
          B: decimal(1 + below(1e9)),
          a: price('a'),
          A: decimal(1 + below(1e9)),
        }),
      );
    } else {
      const before = update;
      const first = update + 1 + below(form.mostBetween + 1);
      update = first + below(20);
      // Inside an update, so that its changes are known to be newer than the snapshot.
      if (lastUpdateId === null && update > first && update > 1_037) lastUpdateId = form.mostBetween === 0 ? 1_037 : first;
      frames.push(
        wrap('depth@100ms', {
          e: 'depthUpdate',
          E: at,
          s: symbol,
          U: first,
          u: update,
          ...form.depth({ at, before }),
          b: levels('b', 20),
          a: levels('a', 20),
        }),
      );
    }
  }
  const ladder = (sign: 1 | -1): string[][] =>
    Array.from({ length: 500 }, (_, n) => [decimal(mid + sign * (n + 1) * 4_000_000), decimal(1 + below(1e10))]);
  return { body: JSON.stringify({ lastUpdateId, bids: ladder(-1), asks: ladder(1) }), frames };
}
