import { describe, expect, test } from 'vitest';
import { readBusMessage } from '../../src/core/bus-message.ts';
import { createOutgoing } from '../../src/runtime/bus/index.ts';
import { createMirror } from '../../src/services/market/bus/mirror.ts';
import { createEngine, marketReport } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';
import { loadRecording, RECORDINGS } from '../feed/recordings.ts';
import { noRecordings } from '../venues/recordings.ts';
import { entriesOf } from './testing/entries.ts';
import { SETTINGS } from './testing/simulated-run.ts';

if (noRecordings !== null) process.stdout.write(`recordings over the bus left out: ${noRecordings}\n`);

/** Long enough for resyncs, audits and every window except the longest. */
const INPUTS_MOST = 10_000;

describe.skipIf(noRecordings !== null)('recordings over the bus', () => {
  test.each(RECORDINGS)('%s: the mirror reports the same as the engine each second, to the byte', async (path) => {
    const { venue, start, inputs } = await loadRecording(process.env['TALLYFOIL_TEST_DATA'] ?? '', path);
    const engine = createEngine({ venues, source: 'recorded', settings: SETTINGS });
    const outgoing = createOutgoing({ venue: venue.card.id, source: 'recorded', settings: { ...engine.settings } });
    const mirror = createMirror({ venues, settings: SETTINGS });
    let [seq, messages, compared, second] = [0, 0, 0, 0];
    for (const input of [start, ...inputs.slice(0, INPUTS_MOST)]) {
      const position = { session: 1, seq: ++seq };
      const effects = engine.apply(input, position);
      const feed = engine.state.feeds.get(input.venue);
      if (feed === undefined) continue;
      for (const { data } of entriesOf([outgoing.after(feed, input, effects, position)])) {
        const read = readBusMessage(data ?? '');
        if (!read.ok) throw new Error(`${read.error.detail} in ${data?.slice(0, 300)}`);
        messages++;
        for (const { id, at } of mirror.take(read.value)) {
          if (Math.floor(at / 1_000_000) === second) continue;
          if (id.endsWith([...feed.symbols.keys()].at(-1) ?? '')) second = Math.floor(at / 1_000_000);
          expect(JSON.stringify(marketReport(mirror, id, at))).toBe(JSON.stringify(marketReport(engine, id, at)));
          compared++;
        }
      }
    }
    process.stdout.write(`${path}: ${messages} messages, ${compared} reports the same\n`);
    expect(compared).toBeGreaterThan(5);
  });
});
