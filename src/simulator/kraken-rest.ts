import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../core/index.ts';
import { groupCandles } from './group-candles.ts';
import * as words from './kraken-words.ts';
import type { Listing } from './listing.ts';
import type { Floor, TradedInstrument, RestReply } from './protocol.ts';
import type { TapeTrade } from './tape.ts';

const INTERVALS: readonly number[] = [1, 5, 15, 30, 60, 240, 1_440, 10_080];
const MOST_CANDLES = 720;
const MOST_TRADES = 1_000;
const MOST_LEVELS = 500;
/** A `since` with at most this many digits is in seconds. */
const SECONDS_DIGITS = 11;

type Query = URLSearchParams;
/** The printed `result`, or the venue's error text. */
type Answer = { readonly result: string } | { readonly error: string };

const UNKNOWN_PAIR: Answer = { error: 'EQuery:Unknown asset pair' };
const INVALID: Answer = { error: 'EGeneral:Invalid arguments' };

/** REST of Kraken Spot: `/0/public/…`. Errors have status 200, as on the venue. Calls are not rate-limited. */
export function createKrakenRest(floor: Floor): (path: string) => RestReply {
  const byName = new Map<string, TradedInstrument>();
  const wireNow = () => floor.wireTime(floor.clock.now());

  const instrumentOf = (name: string): TradedInstrument | undefined => {
    if (byName.size === 0) {
      for (const instrument of floor.instruments.values()) {
        for (const known of words.namesAccepted(instrument.listing)) byName.set(known, instrument);
      }
    }
    return byName.get(name);
  };

  const instrumentsOf = (query: Query): readonly TradedInstrument[] | null => {
    const names = query.get('pair')?.split(',') ?? null;
    if (names === null) return [...floor.instruments.values()];
    const instruments = names.map(instrumentOf);
    return instruments.includes(undefined) ? null : (instruments as TradedInstrument[]);
  };

  const perPair = (query: Query, print: (instrument: TradedInstrument) => string): Answer => {
    const instruments = instrumentsOf(query);
    if (instruments === null) return UNKNOWN_PAIR;
    return {
      result: `{${instruments.map((instrument) => `"${words.pairNames(instrument.listing).key}":${print(instrument)}`).join(',')}}`,
    };
  };

  const onePair = (query: Query, answer: (instrument: TradedInstrument, key: string) => Answer): Answer => {
    const instrument = instrumentOf(query.get('pair') ?? '');
    return instrument === undefined ? UNKNOWN_PAIR : answer(instrument, words.pairNames(instrument.listing).key);
  };

  const depth = (query: Query, { listing, market }: TradedInstrument, key: string): Answer => {
    const count = Number(query.get('count') ?? 100);
    if (!(Number.isInteger(count) && count >= 1)) return INVALID;
    const at = words.seconds(wireNow());
    const rows = (levels: readonly [number, number][]) =>
      `[${levels.map(([tick, lots]) => `[${words.restPrice(listing, tick)},${words.restSize(listing, lots, 3)},${at}]`).join(',')}]`;
    const most = Math.min(MOST_LEVELS, count);
    return { result: `{"${key}":{"asks":${rows(market.asks.top(most))},"bids":${rows(market.bids.top(most))}}}` };
  };

  const trades = (query: Query, { listing, tape }: TradedInstrument, key: string): Answer => {
    const count = Number(query.get('count') ?? MOST_TRADES);
    const since = sinceOf(query.get('since'));
    if (!(Number.isInteger(count) && count >= 1) || since === 'bad') return INVALID;
    const most = Math.min(MOST_TRADES, count);
    const all = tape.trades();
    // Sorted by time, because after a clock step back the trades are not in order of time.
    const later = since === null ? all : all.filter(({ at, sub }) => at > since.at || (at === since.at && sub > since.sub));
    const rows = since === null ? all.slice(-most) : later.toSorted((a, b) => a.at - b.at || a.sub - b.sub).slice(0, most);
    const last: Moment = rows.at(-1) ?? since ?? { at: wireNow(), sub: 0 };
    const lastNanos = `${last.at}${String(last.sub).padStart(3, '0')}`;
    return { result: `{"${key}":[${rows.map((trade) => tradeRow(listing, trade)).join(',')}],"last":"${lastNanos}"}` };
  };

  const ohlc = (query: Query, { listing, tape }: TradedInstrument, key: string): Answer => {
    const minutes = Number(query.get('interval') ?? 1);
    const since = Number(query.get('since') ?? 0);
    if (!INTERVALS.includes(minutes) || Number.isNaN(since)) return INVALID;
    const candles = groupCandles(tape.candles(wireNow()), minutes * US_PER_MINUTE)
      .filter((candle) => words.seconds(candle.start) > since)
      .slice(-MOST_CANDLES);
    const rows = candles.map((candle) => {
      const prices = [candle.open, candle.high, candle.low, candle.close].map((tick) => `"${words.price(listing, tick)}"`);
      const average = candle.lots > 0 ? words.price(listing, Math.round(candle.quote / candle.lots)) : '0.0';
      return `[${words.seconds(candle.start)},${prices.join(',')},"${average}",${words.restSize(listing, candle.lots)},${candle.trades}]`;
    });
    const last = words.seconds(candles.at(-2)?.start ?? 0);
    return { result: `{"${key}":[${rows.join(',')}],"last":${last}}` };
  };

  const routes: Readonly<Record<string, (query: Query) => Answer>> = {
    '/0/public/Time': () => {
      const at = words.seconds(wireNow());
      return { result: `{"unixtime":${at},"rfc1123":"${new Date(at * 1_000).toUTCString()}"}` };
    },
    '/0/public/SystemStatus': () => ({
      result: `{"status":"online","timestamp":"${words.stamp(wireNow()).slice(0, 19)}Z"}`,
    }),
    '/0/public/AssetPairs': (query) => perPair(query, (instrument) => pairRow(instrument.listing)),
    '/0/public/Ticker': (query) => perPair(query, (instrument) => tickerRow(instrument, wireNow())),
    '/0/public/Depth': (query) => onePair(query, (instrument, key) => depth(query, instrument, key)),
    '/0/public/Trades': (query) => onePair(query, (instrument, key) => trades(query, instrument, key)),
    '/0/public/OHLC': (query) => onePair(query, (instrument, key) => ohlc(query, instrument, key)),
  };

  return (path) => {
    const url = new URL(path, 'http://exchange');
    const route = routes[url.pathname];
    const answer = route === undefined ? { error: 'EGeneral:Unknown method' } : route(url.searchParams);
    const body = 'error' in answer ? JSON.stringify({ error: [answer.error] }) : `{"error":[],"result":${answer.result}}`;
    const symbol = instrumentOf(url.searchParams.get('pair') ?? '')?.listing.symbol ?? null;
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return { status: route === undefined ? 404 : 200, headers, body, symbol, lateMs: 0 };
  };
}

/** The body of a refused call. */
export function krakenRefusal(status: number): string {
  return status === 451 ? '{"error":["EGeneral:Restricted location"]}' : '{"error":["EGeneral:Too many requests"]}';
}

interface Moment {
  readonly at: Micros;
  readonly sub: number;
}

/** Parses nanoseconds or seconds; null if absent, `bad` if it is not a number. */
function sinceOf(text: string | null): Moment | null | 'bad' {
  if (text === null) return null;
  if (!/^\d+(\.\d+)?$/.test(text)) return 'bad';
  const whole = text.split('.')[0] as string;
  if (whole.length <= SECONDS_DIGITS) return { at: Math.round(Number(text) * US_PER_SECOND), sub: 0 };
  return { at: Number(whole.slice(0, -3)), sub: Number(whole.slice(-3)) };
}

function tradeRow(listing: Listing, trade: TapeTrade): string {
  const at = `${words.seconds(trade.at)}.${String(trade.at % US_PER_SECOND).padStart(6, '0')}`;
  const kind = trade.id % 3 === 0 ? 'l' : 'm';
  const what = `${words.restPrice(listing, trade.tick)},${words.restSize(listing, trade.lots)}`;
  return `[${what},${at},"${trade.side === 'buy' ? 'b' : 's'}","${kind}","",${trade.id}]`;
}

function tickerRow({ listing, market, tape }: TradedInstrument, now: Micros): string {
  const day = tape.day(now);
  const last = tape.latest(1)[0];
  if (day === null || last === undefined) return '{}';
  const touch = (tick: number, lots: number) =>
    `[${words.restPrice(listing, tick)},"${Math.floor(lots / 10 ** listing.sizeScale)}",${words.restSize(listing, lots, 3)}]`;
  const both = (text: string) => `[${text},${text}]`;
  const average = words.restPrice(listing, Math.round(day.quote / Math.max(1, day.lots)));
  const quote = `"a":${touch(market.asks.tickAt(0), market.asks.lotsAt(0))},"b":${touch(market.bids.tickAt(0), market.bids.lotsAt(0))}`;
  const sums = `"v":${both(words.restSize(listing, day.lots))},"p":${both(average)},"t":[${day.trades},${day.trades}]`;
  const range = `"l":${both(words.restPrice(listing, day.low))},"h":${both(words.restPrice(listing, day.high))}`;
  const close = `"c":[${words.restPrice(listing, last.tick)},${words.restSize(listing, last.lots)}]`;
  return `{${quote},${close},${sums},${range},"o":${words.restPrice(listing, day.open)}}`;
}

function pairRow(listing: Listing): string {
  const { altname, wsname, base, quote } = words.pairNames(listing);
  return JSON.stringify({
    altname,
    wsname,
    aclass_base: 'currency',
    base,
    aclass_quote: 'currency',
    quote,
    lot: 'unit',
    cost_decimals: 5,
    pair_decimals: listing.priceScale + listing.finer,
    lot_decimals: listing.sizeScale,
    lot_multiplier: 1,
    leverage_buy: [],
    leverage_sell: [],
    fees: [[0, 0.4]],
    fees_maker: [[0, 0.25]],
    fee_volume_currency: 'ZUSD',
    margin_call: 80,
    margin_stop: 40,
    ordermin: '0.00005',
    costmin: '0.5',
    tick_size: (1 / 10 ** (listing.priceScale + listing.finer)).toFixed(listing.priceScale + listing.finer),
    status: 'online',
  });
}
