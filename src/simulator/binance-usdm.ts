import { binanceRefusal } from './binance-routes.ts';
import type { Floor, Protocol } from './protocol.ts';
import { createUsdmRest } from './usdm-rest.ts';
import { createUsdmStreams, USDM_NUMBERS } from './usdm-stream.ts';

/** Binance USD-M: perpetuals, with REST, and separate hosts for streams of orders and of derived data. */
export function createBinanceUsdm(floor: Floor): Protocol {
  const streams = createUsdmStreams(floor);
  return {
    keys: 'id',
    accept: streams.accept,
    request: createUsdmRest(floor, streams),
    refusalBody: binanceRefusal,
    restNumbers: USDM_NUMBERS,
    open: streams.open,
    announceShutdown: streams.announceShutdown,
    stop: streams.stop,
  };
}
