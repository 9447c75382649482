import { createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { codedError, toRfc3339 } from '../core/index.ts';
import type { Actions } from '../faces/cli/index.ts';
import { systemClock } from '../runtime/transport/index.ts';
import { wholeNumber } from './whole-number.ts';
import { serveExchange, type ScenarioName, type SimulatedVenue } from '../simulator/index.ts';

const truthUnwritable = codedError<{ path: string; reason: string }>('TF_SIMULATOR_TRUTH_UNWRITABLE', {
  status: 400,
  message: ({ path, reason }) => `The truth can't be written to ${path}: ${reason}.`,
  advice: () => 'Name a file in a folder that exists and is writable.',
});

/** Opens a file to write lines to. Throws TF_SIMULATOR_TRUTH_UNWRITABLE. */
async function openTruth(path: string, say: (line: string) => void): Promise<WriteStream> {
  const file = createWriteStream(path);
  try {
    await once(file, 'open');
  } catch (error) {
    throw truthUnwritable({ path, reason: error instanceof Error ? error.message : String(error) }, error);
  }
  // The exchange continues without its truth file; a comparison sees where the file ends.
  file.once('error', (error) => say(`The truth file can no longer be written: ${error.message}.`));
  return file;
}

/** Serves one simulated exchange on loopback until it is closed. */
export const simulate: Actions['simulate'] = async ({ venue, port, seed, scenario, symbols, faults, truth }, say) => {
  const file = truth === undefined ? null : await openTruth(truth, say);
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
  if (file !== null) {
    served.exchange.onTruth(({ ts, ...update }) => file.write(`${JSON.stringify({ ...update, ts_event: toRfc3339(ts) })}\n`));
    served.exchange.onEpisode(({ kind, prepared, onset, end, ...label }) =>
      file.write(
        `${JSON.stringify({ episode: kind, ...label, prepared: toRfc3339(prepared), onset: toRfc3339(onset), end: toRfc3339(end) })}\n`,
      ),
    );
  }
  const prefix = venue.toUpperCase().replaceAll('-', '_');
  say(`A simulated ${venue} answers at ${served.wsUrl} and ${served.restUrl}: follow it with`);
  say(
    `  TALLYFOIL_SOURCE=simulated ${prefix}_WS_URL=${served.wsUrl} ${prefix}_REST_URL=${served.restUrl} VENUES=${venue} SYMBOLS=${served.exchange.symbols.join(',')} node bin/tallyfoil.js serve`,
  );
  return {
    url: served.wsUrl,
    source: 'simulated',
    close: async () => {
      await served.close();
      if (file !== null && !file.destroyed) await new Promise<void>((resolve) => file.end(() => resolve()));
    },
  };
};
