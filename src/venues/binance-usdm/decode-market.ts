import { epochToMicros } from '../../core/index.ts';
import type { Decoded } from '../../core/index.ts';
import { FieldReader, isObject, shown } from '../wire/fields.ts';
import type { JsonObject } from '../wire/fields.ts';
import { decimalText } from '../wire/numbers.ts';
import { messageOrRefusal, refused } from '../wire/refused.ts';

/**
 * The mark price, and for perpetuals the predicted funding rate of the next settlement. The venue gives the length of the
 * funding interval elsewhere. A delivery contract has no funding; its rate is empty and its time 0.
 */
export function markPrice(data: JsonObject): readonly Decoded[] {
  const read = new FieldReader(data, decimalText);
  const symbol = read.symbol('s');
  const tsEvent = read.time('E', epochToMicros);
  const mark = read.positive('p');
  // The venue writes 0 if there is no index price.
  const index = read.has('i') ? read.amount('i') : 0;
  const isFunded = data['r'] !== '' && data['T'] !== 0;
  const rate = isFunded ? read.signed('r') : null;
  const fundingTime = isFunded ? read.time('T', epochToMicros) : null;
  const message = messageOrRefusal('markPriceUpdate', read, {
    kind: 'mark',
    symbol,
    tsEvent,
    markPrice: mark,
    indexPrice: index > 0 ? index : null,
    nextFundingRate: rate,
    nextFundingTime: fundingTime,
  });
  if (message.kind === 'refused') return [{ ...message, streams: ['mark', 'funding'] }];
  if (rate === null) return [message];
  const funding: Decoded = {
    kind: 'funding',
    symbol,
    tsEvent,
    status: 'predicted',
    rate,
    intervalHours: null,
    fundingTime,
    nextFundingTime: fundingTime,
  };
  return [message, funding];
}

/** The current state of a candle; volume in base currency. */
export function kline(data: JsonObject): Decoded {
  const candle = data['k'];
  if (!isObject(candle)) return refused('bad_field', `kline.k: ${shown(candle)}`);
  const outer = new FieldReader(data, decimalText);
  const read = new FieldReader(candle, decimalText);
  const tsEvent = outer.time('E', epochToMicros);
  const message = messageOrRefusal('kline.k', read, {
    kind: 'candle',
    symbol: outer.symbol('s'),
    tsEvent,
    interval: read.text('i'),
    start: read.time('t', epochToMicros),
    open: read.positive('o'),
    high: read.positive('h'),
    low: read.positive('l'),
    close: read.positive('c'),
    volume: read.amount('v'),
    unit: 'base',
    trades: read.whole('n'),
    closed: read.flag('x'),
  });
  return read.problem === null ? messageOrRefusal('kline', outer, message) : message;
}

/** Only a filled order is final; its message includes the earlier partial fills. */
const FINAL = 'FILLED';

/**
 * A liquidation; a sell order closes a long. `p`: the order's price, near the bankruptcy price. `ap`: average fill price. `z`:
 * filled quantity. The venue sends at most one a second per symbol, so some liquidations are missing.
 */
export function forceOrder(data: JsonObject): Decoded {
  const order = data['o'];
  if (!isObject(order)) return refused('bad_field', `forceOrder.o: ${shown(order)}`);
  const read = new FieldReader(order, decimalText);
  const status = read.text('X');
  if (read.problem === null && status !== FINAL) return { kind: 'ignored', what: 'liquidation not filled yet' };
  const price = read.amount('p');
  const averagePrice = read.amount('ap');
  return messageOrRefusal('forceOrder.o', read, {
    kind: 'liquidation',
    symbol: read.symbol('s'),
    tsEvent: read.time('T', epochToMicros),
    side: read.oneOf('S', ['SELL', 'BUY']) === 'SELL' ? 'long' : 'short',
    price: price > 0 ? price : null,
    averagePrice: averagePrice > 0 ? averagePrice : null,
    size: read.positive('z'),
    unit: 'base',
  });
}
