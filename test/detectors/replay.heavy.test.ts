import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { fromMillis, toRfc3339, US_PER_SECOND } from '../../src/core/index.ts';
import { type Input } from '../../src/runtime/feed/index.ts';
import { openRawLog, type LogPosition } from '../../src/runtime/raw-log/index.ts';
import {
  createEngine,
  createLogEvidence,
  createMarketService,
  explainFound,
  findAnomaly,
  type Engine,
  findingsOf,
} from '../../src/services/market/index.ts';
import { partsOf, stateText } from '../../src/services/market/testing/engine-state.ts';
import { createExchange, createVirtualClock, type ScenarioName } from '../../src/simulator/index.ts';
import { binanceSpot } from '../../src/venues/binance-spot/index.ts';
import { driveSimulated } from '../testing/simulated-feed.ts';

const START = fromMillis(Date.UTC(2026, 0, 15, 12));
const SYMBOL = 'ETHUSDT';
const VENUES = new Map([[binanceSpot.card.id, binanceSpot]]);
const newEngine = (): Engine => createEngine({ venues: VENUES, source: 'simulated', settings: readConfig({}) });
const found = ({ state }: Engine) => {
  const market = state.markets.get(`binance-spot:${SYMBOL}`);
  return market === undefined ? [] : findingsOf(market);
};

interface Logged {
  readonly directory: string;
  readonly inputs: readonly { readonly input: Input; readonly position: LogPosition }[];
  readonly engine: Engine;
}

/** A market with actors, followed into a raw log of short segments. */
async function follow(scenario: ScenarioName, seed: number, seconds: number): Promise<Logged> {
  const directory = mkdtempSync(join(tmpdir(), 'tallyfoil-detect-'));
  const clock = createVirtualClock(START);
  const engine = newEngine();
  const log = await openRawLog({
    directory,
    clock,
    venues: ['binance-spot'],
    source: 'simulated',
    configHash: 'test',
    checkpoint: () => engine.capture(),
    segmentMinutes: 3,
  });
  const exchange = createExchange({
    venue: 'binance-spot',
    symbols: [SYMBOL],
    seed,
    clock,
    scenario,
    historyMinutes: 0,
    episodePace: { first: 400, least: 20, mean: 50 },
  });
  const inputs: { input: Input; position: LogPosition }[] = [];
  const driver = driveSimulated({
    venue: binanceSpot,
    exchange,
    clock,
    settings: { symbols: [SYMBOL], streams: ['book', 'trade', 'ticker', 'quote'], backfillMinutes: 0, auditSeconds: 3_600 },
    apply: (input) => {
      const position = log.append(input);
      inputs.push({ input, position });
      return engine.apply(input, position);
    },
  });
  clock.advanceTo(START + seconds * US_PER_SECOND);
  driver.stop();
  exchange.stop();
  await log.close();
  return { directory, inputs, engine };
}

describe('findings are the same whenever they are computed', () => {
  let logged: Logged;
  beforeAll(async () => {
    logged = await follow('iceberg', 7, 620);
  }, 120_000);
  afterAll(() => rmSync(logged.directory, { recursive: true, force: true }));

  const explaining = (engine: Engine) => ({
    explain: async ({ id, steps }: { readonly id: string; readonly steps: number }) => {
      const evidence = createLogEvidence({
        directory: logged.directory,
        venues: VENUES,
        source: 'simulated',
        settings: readConfig({}),
      });
      return explainFound(findAnomaly(engine, id), steps, { evidence, clock: createVirtualClock(START) });
    },
  });

  test('twice from the start, and from a checkpoint in the middle, to the byte', () => {
    const wanted = JSON.stringify(found(logged.engine));
    expect(found(logged.engine).length).toBeGreaterThan(0);
    const again = newEngine();
    const resumed = newEngine();
    const middle = logged.inputs.findIndex(({ input }) => input.at > START + 430 * US_PER_SECOND);
    logged.inputs.forEach(({ input, position }, i) => {
      again.apply(input, position);
      if (i === middle) resumed.load(partsOf(again));
      else if (i > middle) resumed.apply(input, position);
    });
    expect(JSON.stringify(found(again))).toBe(wanted);
    expect(JSON.stringify(found(resumed))).toBe(wanted);
    expect(stateText(resumed)).toBe(stateText(again));
  });

  test('each finding cites inputs of the log, and the log reproduces it step by step', async () => {
    for (const { id, score } of found(logged.engine)) {
      const explained = await explaining(logged.engine).explain({ id, steps: 500 });
      expect(explained).toMatchObject({ id, reproduced: true });
      expect(explained.anomaly.evidence?.from_seq).toBeLessThan(explained.anomaly.evidence?.to_seq ?? 0);
      expect(new Set(explained.steps.map(({ what }) => what))).toEqual(
        new Set(['trade', 'level', 'found', ...changes(explained.steps)]),
      );
      const sum = explained.arithmetic.reduce((total, { product }) => total + (product ?? 0), 0);
      expect(Math.min(1, sum)).toBeCloseTo(score, 9);
    }
  });

  test('a finding that contradicts the log is not reproduced', async () => {
    const [finding] = found(logged.engine);
    const forged = newEngine();
    forged.load(partsOf(logged.engine));
    const held = found(forged).find(({ id }) => id === finding?.id);
    if (held === undefined) throw new Error('the checkpoint holds no such finding');
    held.score += 0.001;
    const explained = await explaining(forged).explain({ id: held.id, steps: 10 });
    expect(explained).toMatchObject({ reproduced: false, reason: 'the raw log gives another finding in its place' });
    expect(explained.steps.length).toBeLessThanOrEqual(10);
  });

  test('unknown ids, and findings without a log, are refused by name', async () => {
    await expect(explaining(logged.engine).explain({ id: 'nothing', steps: 10 })).rejects.toMatchObject({
      code: 'TF_ANOMALY_UNKNOWN',
    });
    const loose = newEngine();
    for (const { input } of logged.inputs) loose.apply(input, null);
    const [finding] = found(loose);
    await expect(explaining(loose).explain({ id: finding?.id ?? '', steps: 10 })).rejects.toMatchObject({
      code: 'TF_ANOMALY_UNPROVEN',
    });
  });

  test('findings are listed newest first, by severity and time', async () => {
    const clock = createVirtualClock(logged.engine.state.now);
    const market = createMarketService({ engine: logged.engine, clock, rawLog: null, syncWaitMs: 0 });
    const all = await market.getAnomalies({ minSeverity: 'low', limit: 100 });
    expect(all.anomalies.length).toBe(found(logged.engine).length);
    const few = await market.getAnomalies({ symbol: SYMBOL, minSeverity: 'low', limit: 1 });
    expect(few).toMatchObject({ left_out: all.anomalies.length - 1, anomalies: [all.anomalies[0]] });
    const later = await market.getAnomalies({ minSeverity: 'low', limit: 100, since: toRfc3339(clock.now()) });
    expect(later.anomalies).toEqual([]);
    expect(all.anomalies[0]?.evidence).toMatchObject({ session: 1 });
  });
});

const changes = (steps: readonly { readonly what: string }[]): string[] =>
  steps.some(({ what }) => what === 'changed') ? ['changed'] : [];
