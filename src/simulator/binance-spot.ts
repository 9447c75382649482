import { createBinanceRest } from './binance-rest.ts';
import { binanceRefusal } from './binance-routes.ts';
import { createBinanceStreams } from './binance-stream.ts';
import { SPOT_NUMBERS } from './binance-words.ts';
import type { Floor, Protocol } from './protocol.ts';

/** Binance Spot: combined and raw streams, and REST. */
export function createBinanceSpot(floor: Floor): Protocol {
  const streams = createBinanceStreams(floor);
  return {
    keys: 'id',
    accept: streams.accept,
    request: createBinanceRest(floor, streams.updateId),
    refusalBody: binanceRefusal,
    restNumbers: SPOT_NUMBERS,
    open: streams.open,
    announceShutdown: streams.announceShutdown,
    stop: streams.stop,
  };
}
