import { createKrakenRest, krakenRefusal } from './kraken-rest.ts';
import { createKrakenStreams } from './kraken-stream.ts';
import { REST_NUMBERS } from './kraken-words.ts';
import type { Floor, Protocol } from './protocol.ts';

/** Kraken Spot: WebSocket API v2, and REST. */
export function createKrakenSpot(floor: Floor): Protocol {
  const streams = createKrakenStreams(floor);
  return {
    keys: 'time',
    accept: streams.accept,
    request: createKrakenRest(floor),
    refusalBody: krakenRefusal,
    restNumbers: REST_NUMBERS,
    open: streams.open,
    announceShutdown: streams.announceShutdown,
    stop: streams.stop,
  };
}
