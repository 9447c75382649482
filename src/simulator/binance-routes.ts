import { US_PER_MINUTE, US_PER_SECOND, type Micros } from '../core/index.ts';
import * as words from './binance-words.ts';
import { groupCandles } from './group-candles.ts';
import type { Floor, TradedInstrument, RestReply } from './protocol.ts';

/** Number of refused calls in one minute after which the venue bans the caller. */
const PATIENCE = 10;
const BAN_SECONDS = 120;
const INTERVALS: Readonly<Record<string, number>> = {
  '1m': 1,
  '3m': 3,
  '5m': 5,
  '15m': 15,
  '30m': 30,
  '1h': 60,
  '2h': 120,
  '4h': 240,
  '6h': 360,
  '8h': 480,
  '12h': 720,
  '1d': 1_440,
  '3d': 4_320,
  '1w': 10_080,
};

interface Problem {
  readonly status: number;
  readonly code: number;
  readonly msg: string;
}

export const UNKNOWN_SYMBOL: Problem = { status: 400, code: -1121, msg: 'Invalid symbol.' };
export const malformed = (name: string): Problem => ({
  status: 400,
  code: -1102,
  msg: `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`,
});
export const illegal = (name: string): Problem => ({
  status: 400,
  code: -1100,
  msg: `Illegal characters found in parameter '${name}'; legal range is '^[0-9]{1,20}$'.`,
});

export type Query = URLSearchParams;
export type Body = { readonly body: string; readonly lateMs?: number } | Problem;

export interface Route {
  readonly weight: (query: Query) => number;
  readonly answer: (query: Query, instrument: TradedInstrument | null) => Body;
  readonly symbol: 'needed' | 'free';
}

/** A whole-number parameter; `fallback` if absent, null if it is not a whole number. */
export function whole(query: Query, name: string, fallback: number): number | null {
  const text = query.get(name);
  if (text === null) return fallback;
  return /^\d{1,19}$/.test(text) ? Number(text) : null;
}

/** Candles of a market, in the form of a `klines` answer. */
export function klines(query: Query, instrument: TradedInstrument, now: Micros): Body {
  const minutes = INTERVALS[query.get('interval') ?? ''];
  if (minutes === undefined) return { status: 400, code: -1120, msg: 'Invalid interval.' };
  const limit = whole(query, 'limit', 500);
  const start = whole(query, 'startTime', 0);
  const end = whole(query, 'endTime', Number.MAX_SAFE_INTEGER);
  if (limit === null || start === null || end === null) return illegal('limit');
  const span = minutes * US_PER_MINUTE;
  const within = groupCandles(instrument.tape.candles(now), span).filter(
    (candle) => words.millis(candle.start) >= start && words.millis(candle.start) <= end,
  );
  const most = Math.min(1_000, limit);
  const chosen = query.has('startTime') ? within.slice(0, most) : within.slice(-most);
  return { body: `[${chosen.map((candle) => words.klineRow(instrument.listing, candle, span)).join(',')}]` };
}

/** Answers calls by their routes, within a weight limit per minute, as every Binance market does. */
export function answerRoutes(
  floor: Floor,
  routes: Readonly<Record<string, Route>>,
  weightAMinute: number,
): (path: string) => RestReply {
  let minute: Micros = 0;
  let used = 0;
  let refused = 0;
  let bannedUntil: Micros = 0;

  const headers = () => ({
    'content-type': 'application/json;charset=UTF-8',
    'x-mbx-used-weight': String(used),
    'x-mbx-used-weight-1m': String(used),
  });

  const refuse = (at: Micros, symbol: string | null): RestReply => {
    refused++;
    if (refused > PATIENCE && bannedUntil <= at) bannedUntil = at + BAN_SECONDS * US_PER_SECOND;
    const status = bannedUntil > at ? 418 : 429;
    const until = status === 418 ? bannedUntil : (minute + 1) * US_PER_MINUTE;
    const seconds = String(Math.max(1, Math.ceil((until - at) / US_PER_SECOND)));
    return { status, headers: { ...headers(), 'retry-after': seconds }, body: binanceRefusal(status), symbol, lateMs: 0 };
  };

  return (path) => {
    const url = new URL(path, 'http://exchange');
    const at = floor.clock.now();
    if (Math.floor(at / US_PER_MINUTE) !== minute) {
      minute = Math.floor(at / US_PER_MINUTE);
      used = 0;
      refused = 0;
    }
    const route = routes[url.pathname];
    const symbol = url.searchParams.get('symbol');
    const instrument = floor.instruments.get(symbol ?? '') ?? null;
    if (route !== undefined) {
      if (bannedUntil > at || used >= weightAMinute) return refuse(at, symbol);
      used += route.weight(url.searchParams);
    }
    const found = answerOf(route, url.searchParams, instrument);
    if ('code' in found) {
      const body = JSON.stringify({ code: found.code, msg: found.msg });
      return { status: found.status, headers: headers(), body, symbol, lateMs: 0 };
    }
    return { status: 200, headers: headers(), body: found.body, symbol, lateMs: found.lateMs ?? 0 };
  };
}

export const needing = (weight: Route['weight'], answer: (query: Query, instrument: TradedInstrument) => Body): Route => ({
  weight,
  symbol: 'needed',
  answer: (query, instrument) => (instrument === null ? UNKNOWN_SYMBOL : answer(query, instrument)),
});

function answerOf(route: Route | undefined, query: Query, instrument: TradedInstrument | null): Body {
  if (route === undefined) return { status: 404, code: -1000, msg: 'Path not found.' };
  if (route.symbol === 'needed' && !query.get('symbol')) return malformed('symbol');
  return route.answer(query, instrument);
}

/** The body of a refused call. */
export function binanceRefusal(status: number): string {
  if (status === 451) {
    return '{"code":0,"msg":"Service unavailable from a restricted location according to \'b. Eligibility\' of the terms."}';
  }
  const msg = status === 418 ? 'Way too much request weight used; IP banned.' : 'Too much request weight used; please wait.';
  return JSON.stringify({ code: -1003, msg });
}
