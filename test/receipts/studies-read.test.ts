import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { hasReceipt } from '../../src/operations/index.ts';
import { OPERATIONS } from '../../src/operations/catalogue.ts';
import { marketVersions } from '../../src/services/market/answers/versions.ts';
import type { StudyId } from '../../src/services/market/answers/study-cards.ts';
import { createLogEvidence, createMarketService, type MarketSource } from '../../src/services/market/index.ts';
import { venues } from '../../src/venues/index.ts';
import { askMarket } from '../testing/ask-market.ts';
import { unpackFixture } from './testing/fixture.ts';

const MARKET = { symbol: 'BTCUSDT', venue: 'binance-spot' };
const END = Number.MAX_SAFE_INTEGER;

/** The same market; `read` hears of each study whose state is read. */
function watched(engine: MarketSource, read: (id: string) => void): MarketSource {
  const markets = Array.from(engine.state.markets, ([id, market]) => {
    const studies = new Proxy(market.studies, {
      get(all, name) {
        read(String(name));
        return all[String(name)];
      },
    });
    return [id, { ...market, studies }] as const;
  });
  return { ...engine, state: { ...engine.state, markets: new Map(markets) } };
}

test('each operation names the studies that its answers read, so that their versions are in its mark', async () => {
  const { directory } = await unpackFixture('tf2');
  try {
    const evidence = createLogEvidence({ directory, venues, source: 'simulated', settings: readConfig({}) });
    const found: { engine: MarketSource | null } = { engine: null };
    await evidence.steps({ session: 1, fromSeq: 1, toSeq: END }, (engine) => void (found.engine = engine));
    const { engine } = found;
    if (engine === null) throw new Error('the log is empty');
    const asked = OPERATIONS.filter((operation) => hasReceipt(operation) && operation.versions?.['market'] !== undefined);
    expect(asked.length).toBeGreaterThan(8);
    for (const operation of asked) {
      const read = new Set<string>();
      const source = watched(engine, (id) => read.add(id));
      const clock = { now: () => engine.state.now, after: () => () => {} };
      const market = createMarketService({ engine: source, clock, rawLog: null, syncWaitMs: 0 });
      const input = 'symbol' in operation.input.shape ? { ...operation.examples[0]?.input, ...MARKET } : {};
      await askMarket(operation.name, input, { market });
      expect
        .soft(operation.versions, `${operation.name} reads ${[...read].join(', ')}`)
        .toEqual(marketVersions(...([...read] as StudyId[])));
    }
  } finally {
    await rm(directory, { recursive: true });
  }
});
