import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { toRfc3339 } from '../core/index.ts';
import type { Actions } from '../faces/cli/index.ts';
import { systemClock } from '../runtime/transport/index.ts';
import { wholeNumber } from './whole-number.ts';
import { serveExchange, type ScenarioName, type SimulatedVenue } from '../simulator/index.ts';

/** Serves one simulated exchange on loopback until it is closed. */
export const simulate: Actions['simulate'] = async ({ venue, port, seed, scenario, symbols, faults, truth }, say) => {
  const served = await serveExchange({
    port: wholeNumber('--port', port),
    exchangeOptions: {
      venue: venue as SimulatedVenue,
      seed: wholeNumber('--seed', seed),
      clock: systemClock,
      scenario: scenario as ScenarioName,
      ...(symbols === undefined ? {} : { symbols: symbols.split(',').map((symbol) => symbol.trim()) }),
      ...(faults === undefined ? {} : { faults }),
    },
  });
  const file = truth === undefined ? null : createWriteStream(truth);
  if (file !== null) {
    await once(file, 'open');
    served.exchange.onTruth(({ ts, ...update }) => file.write(`${JSON.stringify({ ...update, ts_event: toRfc3339(ts) })}\n`));
  }
  const prefix = venue.toUpperCase().replaceAll('-', '_');
  say(`A simulated ${venue} answers at ${served.wsUrl} and ${served.restUrl}: follow it with`);
  say(
    `  TALLYFOIL_SOURCE=simulated ${prefix}_WS_URL=${served.wsUrl} ${prefix}_REST_URL=${served.restUrl} VENUES=${venue} npx tallyfoil serve`,
  );
  return {
    url: served.wsUrl,
    source: 'simulated',
    close: async () => {
      await served.close();
      if (file !== null) await new Promise((resolve) => file.end(resolve));
    },
  };
};
