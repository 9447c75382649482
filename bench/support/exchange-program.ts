// A process that serves one simulated exchange on loopback until it is ended. Its one argument is JSON; its first line of output is the
// URL.
import { systemClock } from '../../src/runtime/transport/index.ts';
import { serveExchange } from '../../src/simulator/index.ts';
import type { ExchangeWords } from './programs.ts';

const words = JSON.parse(process.argv[2] ?? '{}') as ExchangeWords;
const served = await serveExchange({ exchangeOptions: { ...words, clock: systemClock } });
console.log(JSON.stringify({ wsUrl: served.wsUrl, restUrl: served.restUrl }));
process.once('SIGTERM', () => void served.close().then(() => process.exit(0)));
