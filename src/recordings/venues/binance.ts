import type { RestCall } from '../../core/index.ts';
import { parsed } from '../json-items.ts';
import type { CapturedVenue, RecordedVenue } from './types.ts';

const SYMBOL = /"s":"([^"]{1,40})"/;
const LAST_ID = /"u":(\d+)/;
const BOOK_BEGINS = '{"lastUpdateId"';
/** Limits that the depth call accepts. */
const LIMITS = [5, 10, 20, 50, 100, 500, 1_000, 5_000];
const MOST_LEVELS = 5_000;

const COMMON = {
  identify(message: string) {
    const symbol = SYMBOL.exec(message)?.[1];
    if (symbol === undefined) return null;
    const id = LAST_ID.exec(message)?.[1];
    return { symbol, id: id === undefined ? null : Number(id) };
  },
  bookOf(message: string) {
    if (!message.startsWith(BOOK_BEGINS)) return null;
    const { lastUpdateId: id, bids, asks } = (parsed(message) ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof id !== 'number' || !Array.isArray(bids) || !Array.isArray(asks)) return null;
    return { id, levels: Math.max(bids.length, asks.length) };
  },
};

interface Differences extends Pick<RecordedVenue, 'venue' | 'claims'>, Pick<CapturedVenue, 'prefix' | 'hosts'> {
  readonly depthPath: string;
}

/** The common form of recordings of Binance's markets. Markets differ in addresses and in how their messages are recognised. */
export function binanceForm({ venue, claims, prefix, hosts, depthPath }: Differences): RecordedVenue {
  const captures: CapturedVenue = {
    prefix,
    hosts,
    symbolsOf(url) {
      const streams = [...url.matchAll(/[=/]([a-z0-9_]+)@/g)].map(([, symbol]) => symbol!);
      const asked = /\/depth\?.*\bsymbol=([^&]+)/.exec(url)?.[1];
      return [...streams, ...(asked === undefined ? [] : [asked])].map((symbol) => symbol.toUpperCase());
    },
    callOf({ pathname, search, searchParams }) {
      const path = `${pathname}${search}`;
      if (pathname.endsWith('/exchangeInfo'))
        return { question: 'instruments', input: { symbols: [] }, symbol: null, path, bucket: 'public', weight: 0 };
      const symbol = searchParams.get('symbol');
      return pathname.endsWith('/depth') && symbol !== null ? snapshot(symbol, path) : null;
    },
  };
  return {
    venue,
    claims,
    ...COMMON,
    snapshotCall(symbol, levels) {
      const limit = LIMITS.find((most) => levels <= most) ?? MOST_LEVELS;
      return snapshot(symbol, `${depthPath}?symbol=${encodeURIComponent(symbol)}&limit=${limit}`);
    },
    captures,
  };
}

const snapshot = (symbol: string, path: string): RestCall => ({
  question: 'snapshot',
  input: { symbol },
  symbol,
  path,
  bucket: 'public',
  weight: 0,
});
