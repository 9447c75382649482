import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAsking } from '../../../src/app/asking.ts';
import { readConfig } from '../../../src/app/config.ts';
import { proversOf } from '../../../src/app/proofs/provers.ts';
import { fromMillis } from '../../../src/core/index.ts';
import type { Services } from '../../../src/operations/index.ts';
import { createAskVenue, type AskVenue } from '../../../src/runtime/venue-answers/index.ts';
import { openRawLog } from '../../../src/runtime/raw-log/index.ts';
import { createClaimService } from '../../../src/services/claims/index.ts';
import { createEngine, createLogEvidence } from '../../../src/services/market/index.ts';
import { createExchange, createVirtualClock, type VirtualClock } from '../../../src/simulator/index.ts';
import { venues } from '../../../src/venues/index.ts';
import { askMarket } from '../../testing/ask-market.ts';
import { driveSimulated } from '../../testing/simulated-feed.ts';

const START = fromMillis(Date.UTC(2026, 0, 15, 12));
const VENUE = 'binance-usdm';

type Answer = Readonly<Record<string, unknown>>;
type Call = readonly [operation: string, input: Answer];

interface StageOptions {
  /** How much market lies behind the start. */
  readonly historyMinutes: number;
  /** The services that answer, from their means of asking the venue. */
  readonly services: (means: { readonly ask: AskVenue; readonly clock: VirtualClock }) => Partial<Services>;
}

/** A followed BTCUSDT on a simulated USD-M venue with a raw log, for operations whose receipts cite one exchange. */
export async function openExchangeStage({ historyMinutes, services }: StageOptions) {
  const directory = await mkdtemp(join(tmpdir(), 'tallyfoil-exchange-'));
  const clock = createVirtualClock(START);
  const venue = venues.get(VENUE);
  if (venue === undefined) throw new Error('no venue');
  const settings = readConfig({});
  const engine = createEngine({ venues, source: 'recorded', settings });
  const rawLog = await openRawLog({
    directory,
    clock,
    venues: [VENUE],
    source: 'recorded',
    configHash: 'test',
    newLog: '482910',
    checkpoint: () => engine.capture(),
  });
  const exchange = createExchange({ venue: VENUE, seed: 4, clock, historyMinutes, levels: 60, intensity: 0.2 });
  const requests: string[] = [];
  const driver = driveSimulated({
    venue,
    exchange,
    clock,
    settings: { symbols: ['BTCUSDT'] },
    place: () => engine.state.position,
    apply(input) {
      const effects = engine.apply(input, rawLog.append(input));
      for (const effect of effects) if (effect.kind === 'request') requests.push(effect.call.path);
      return effects;
    },
  });
  const ask = createAskVenue({ driverOf: (id) => (id === VENUE ? driver : undefined), clock, budgetMs: 20_000 });
  const made = services({ ask, clock });
  const given = new Map<string, Answer>();
  const failures: string[] = [];
  clock.advanceBy(3_000);

  return {
    clock,
    /** Paths that the venue was asked for. */
    requests,
    failures,
    /** Calls operations at the same time, and keeps their answers by name. */
    async call(named: Readonly<Record<string, Call>>): Promise<void> {
      const waiting = Object.entries(named).map(async ([name, [operation, input]]) => {
        given.set(name, await askMarket(operation, input, made));
      });
      const done = Promise.allSettled(waiting);
      for (let i = 0; i < 40; i++) {
        clock.advanceBy(100);
        await new Promise((resolve) => setImmediate(resolve));
      }
      for (const result of await done) if (result.status === 'rejected') failures.push((result.reason as Error).message);
    },
    answerOf(name: string): Answer {
      const answer = given.get(name);
      if (answer === undefined) throw new Error(`no answer ${name}: ${failures.join('; ')}`);
      return answer;
    },
    /** Ends the market; its log stays for checks. */
    async stop(): Promise<void> {
      driver.stop();
      exchange.stop();
      await rawLog.close();
    },
    /** Checks a text with evidence whose replay throws, because the check must not replay the market's inputs. */
    async check(text: string): Promise<string[]> {
      const log = createLogEvidence({ directory, venues, source: 'recorded', settings: readConfig({}) });
      const noReplay = () => Promise.reject(new Error('a replay'));
      const service = createClaimService({
        provers: proversOf({ ...log, visit: noReplay, steps: noReplay, trail: noReplay }),
        source: 'recorded',
        asking: createAsking(),
        now: null,
        clock: { now: () => START, after: () => () => {} },
      });
      const { receipts, figures } = await service.check({ text, claims: [], maxAgeSec: 1e9 });
      return [...receipts, ...figures].map(({ verdict, reason }) => (verdict === 'matched' ? verdict : `${verdict}: ${reason}`));
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

export type ExchangeStage = Awaited<ReturnType<typeof openExchangeStage>>;
