import { US_PER_SECOND, type Micros } from '../core/index.ts';
import { answerRoutes, illegal, klines, needing, whole, type Body, type Query, type Route } from './binance-routes.ts';
import * as words from './binance-words.ts';
import type { Listing } from './listing.ts';
import type { Floor, RestReply, TradedInstrument } from './protocol.ts';
import { snapshotSides } from './snapshot-sides.ts';
import type { TapeTrade } from './tape.ts';
import { rateAt, settlementsBefore, wireTradeId } from './usdm-derived.ts';
import type { UsdmStreams } from './usdm-stream.ts';

const WEIGHT_A_MINUTE = 2_400;
const MOST_LEVELS = 1_000;
const MOST_TRADES = 1_000;
const MOST_SETTLEMENTS = 1_000;
/** Requests for funding that one address has in five minutes, whatever they weigh. */
const FUNDING_REQUESTS = 500;
const FUNDING_STRETCH_US = 300 * US_PER_SECOND;
/** When the first contract was listed; nothing was settled before. */
const ONBOARD_MS = 1_569_398_400_000;
/** The venue's delivery date of a contract that never expires. */
const NEVER_MS = 4_133_404_800_000;

const depthWeight = (limit: number) => (limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20);
const klinesWeight = (limit: number) => (limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1_000 ? 5 : 10);

type Facts = Pick<UsdmStreams, 'lastUpdate' | 'openLots'>;

/** REST of Binance USD-M: `/fapi/v1/…`, public market data. */
export function createUsdmRest(floor: Floor, { lastUpdate, openLots }: Facts): (path: string) => RestReply {
  const now = () => floor.wireTime(floor.clock.now());

  const depth = (query: Query, instrument: TradedInstrument): Body => {
    const limit = whole(query, 'limit', 500);
    if (limit === null || limit < 1) return illegal('limit');
    const { listing } = instrument;
    const { wrong, lateMs } = floor.faults.snapshot(listing.symbol);
    const at = floor.clock.now();
    const { bids, asks } = snapshotSides(instrument, { levels: Math.min(MOST_LEVELS, limit), wrong, at, within: 'all' });
    const { id, at: changed } = lastUpdate(listing.symbol);
    const head = `"lastUpdateId":${id},"E":${words.millis(now())},"T":${words.millis(changed)}`;
    return { body: `{${head},"bids":${words.levels(listing, bids)},"asks":${words.levels(listing, asks)}}`, lateMs };
  };

  const trades = (query: Query, instrument: TradedInstrument): Body => {
    const limit = whole(query, 'limit', 500);
    if (limit === null) return illegal('limit');
    const rows = instrument.tape.trades().slice(-Math.min(MOST_TRADES, limit));
    return { body: `[${rows.map((trade) => tradeRow(instrument.listing, trade)).join(',')}]` };
  };

  const openInterest = ({ listing }: TradedInstrument): Body => {
    const open = words.size(listing, openLots(listing.symbol));
    return { body: `{"openInterest":${open},"symbol":"${listing.symbol}","time":${words.millis(now())}}` };
  };

  let fundingAsked: Micros[] = [];

  /** Without a start, the newest settlements; else the first from it on. Oldest first. Past mark prices are not known here. */
  const fundingRate = (query: Query, { listing }: TradedInstrument): Body => {
    const at = floor.clock.now();
    fundingAsked = [...fundingAsked.filter((asked) => asked > at - FUNDING_STRETCH_US), at];
    if (fundingAsked.length > FUNDING_REQUESTS) return { status: 429, code: -1003, msg: 'Too many requests.' };
    const limit = whole(query, 'limit', 100);
    const start = whole(query, 'startTime', ONBOARD_MS);
    if (limit === null || limit < 1 || start === null) return illegal(limit === null ? 'limit' : 'startTime');
    const most = Math.min(MOST_SETTLEMENTS, limit);
    const settled: Micros[] = [];
    for (const settlement of settlementsBefore(now())) {
      if (words.millis(settlement) < Math.max(start, ONBOARD_MS)) break;
      settled.push(settlement);
      if (!query.has('startTime') && settled.length === most) break;
    }
    const rows = settled
      .toReversed()
      .slice(0, most)
      .map(
        (time) =>
          `{"symbol":"${listing.symbol}","fundingTime":${words.millis(time)},"fundingRate":"${rateAt(time)}","markPrice":""}`,
      );
    return { body: `[${rows.join(',')}]` };
  };

  const exchangeInfo = (): Body => {
    const rows = [...floor.instruments.values()].map(({ listing }) => symbolRow(listing));
    const limits = `[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":${WEIGHT_A_MINUTE}}]`;
    const head = `"timezone":"UTC","serverTime":${words.millis(now())},"futuresType":"U_MARGINED","rateLimits":${limits}`;
    return { body: `{${head},"exchangeFilters":[],"assets":[],"symbols":[${rows.join(',')}]}` };
  };

  const routes: Readonly<Record<string, Route>> = {
    '/fapi/v1/ping': { weight: () => 1, symbol: 'free', answer: () => ({ body: '{}' }) },
    '/fapi/v1/time': { weight: () => 1, symbol: 'free', answer: () => ({ body: `{"serverTime":${words.millis(now())}}` }) },
    '/fapi/v1/exchangeInfo': { weight: () => 1, symbol: 'free', answer: exchangeInfo },
    '/fapi/v1/depth': needing((query) => depthWeight(whole(query, 'limit', 500) ?? MOST_LEVELS), depth),
    '/fapi/v1/trades': needing(() => 5, trades),
    // The venue requires an API key for it.
    '/fapi/v1/historicalTrades': {
      weight: () => 20,
      symbol: 'free',
      answer: () => ({ status: 401, code: -2014, msg: 'API-key format invalid.' }),
    },
    '/fapi/v1/klines': needing(
      (query) => klinesWeight(whole(query, 'limit', 500) ?? MOST_LEVELS),
      (query, instrument) => klines(query, instrument, now()),
    ),
    '/fapi/v1/fundingRate': needing(() => 0, fundingRate),
    '/fapi/v1/openInterest': needing(
      () => 1,
      (_, instrument) => openInterest(instrument),
    ),
  };
  return answerRoutes(floor, routes, WEIGHT_A_MINUTE);
}

const tradeRow = (listing: Listing, trade: TapeTrade): string =>
  `{"id":${wireTradeId(trade.id)},"price":${words.price(listing, trade.tick)},"qty":${words.size(listing, trade.lots)},` +
  `"quoteQty":${words.turnover(listing, trade.tick * trade.lots)},"time":${words.millis(trade.at)},` +
  `"isBuyerMaker":${trade.side === 'sell'}}`;

function symbolRow(listing: Listing): string {
  const { symbol, base, quote, priceScale, sizeScale, finer } = listing;
  const tick = `"${(10 ** -(priceScale + finer)).toFixed(priceScale + finer)}"`;
  const lot = words.size({ ...listing, bulk: 1n }, 1);
  const filters =
    `[{"filterType":"PRICE_FILTER","minPrice":${tick},"maxPrice":"1000000","tickSize":${tick}},` +
    `{"filterType":"LOT_SIZE","minQty":${lot},"maxQty":"1000000","stepSize":${lot}},` +
    `{"filterType":"MARKET_LOT_SIZE","minQty":${lot},"maxQty":"1000","stepSize":${lot}},` +
    '{"filterType":"MIN_NOTIONAL","notional":"5"}]';
  const assets = `"baseAsset":"${base}","quoteAsset":"${quote}","marginAsset":"${quote}"`;
  const digits = `"pricePrecision":${priceScale + finer},"quantityPrecision":${sizeScale},"baseAssetPrecision":8,"quotePrecision":8`;
  const contract = `"contractType":"PERPETUAL","deliveryDate":${NEVER_MS},"onboardDate":${ONBOARD_MS},"status":"TRADING"`;
  return `{"symbol":"${symbol}","pair":"${symbol}",${contract},${assets},${digits},"underlyingType":"COIN","filters":${filters}}`;
}
