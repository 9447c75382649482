import {
  CodedError,
  fromMillis,
  instrumentId,
  US_PER_SECOND,
  type Clock,
  type MarketEvent,
  type Source,
} from '../../../src/core/index.ts';
import { toEnvelope } from '../../../src/core/envelope.ts';
import type { FeedSettings } from '../../../src/runtime/feed/index.ts';
import { openRawLog, type RawLogOptions } from '../../../src/runtime/raw-log/index.ts';
import { createAskVenue, type AskVenue } from '../../../src/runtime/venue-answers/index.ts';
import { createCandleService } from '../../../src/services/candles/index.ts';
import { createFundingService } from '../../../src/services/funding/index.ts';
import type { FundingService } from '../../../src/services/funding/answers.ts';
import { createEngine, createMarketService, type Engine, type MarketService } from '../../../src/services/market/index.ts';
import { createExchange, createVirtualClock, type ExchangeOptions, type SimulatedVenue } from '../../../src/simulator/index.ts';
import { venues } from '../../../src/venues/index.ts';
import { readConfig } from '../../../src/app/config.ts';
import { sealedReport } from '../../../src/app/sealed-report.ts';
import { askMarket } from '../../testing/ask-market.ts';
import { driveSimulated } from '../../testing/simulated-feed.ts';

export const RUN_START = fromMillis(Date.UTC(2026, 0, 15, 12));

export const LOG_ID = '482910';

export interface LoggedRunOptions {
  readonly directory: string;
  readonly venues: readonly SimulatedVenue[];
  readonly seconds: number;
  readonly seed: number;
  readonly faults?: string;
  readonly log?: Partial<RawLogOptions>;
  /** Differences of the simulated exchanges, and of the feeds' settings, from the usual ones. */
  readonly exchange?: Pick<ExchangeOptions, 'symbols' | 'markedOnly'>;
  readonly settings?: Partial<FeedSettings>;
  /** Interval at which queries are made, in rotation. */
  readonly askEveryMs?: number;
  /** Queries to make instead of the default ones. */
  readonly questions?: readonly Question[];
  /** Keeps refusals as answers, `{ refused }`; without it, a refusal fails the run. */
  readonly keepsRefusals?: true;
  /** Called once before the first step, with the running services. */
  readonly begun?: (running: Running) => void;
  /** Source of the data; default recorded. */
  readonly source?: Source;
}

export type Question = readonly [operation: string, input: Readonly<Record<string, unknown>>];

export interface Running {
  readonly engine: Engine;
  readonly market: MarketService;
  /** Asks the simulated venues, which answer while time passes. */
  readonly funding: FundingService;
  readonly clock: Clock;
  readonly change: (venue: SimulatedVenue, kind: 'follow' | 'unfollow', symbol: string) => Promise<unknown>;
}

export interface Asked {
  readonly operation: string;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** Output of the live run, in the form of `--emit`. */
export interface LoggedRun {
  /** The reports of each second, selected like those of a replay. */
  readonly reports: readonly string[];
  readonly events: readonly string[];
  /** Answers given meanwhile, with receipts, as from a face. */
  readonly asked: readonly Asked[];
}

const QUESTIONS_EACH = 4;
const VENUE_BUDGET_MS = 20_000;
const QUESTIONS: readonly Question[] = [
  ['get_report', { symbol: 'BTCUSDT' }],
  ['get_report', { symbol: 'btc/usd', venue: 'kraken-spot', detail: 'concise' }],
  ['get_book', { symbol: 'ETHUSDT', depth: 7 }],
  ['get_trades', { symbol: 'BTCUSDT', limit: 3 }],
  ['get_flow', { symbol: 'BTCUSDT', windows: [5, 30] }],
  ['get_report', { symbol: 'BTCUSDT', venue: 'binance-spot' }],
  ['get_liquidity', { symbol: 'BTCUSDT', sizes: [0.5, 20] }],
  ['get_candles', { symbol: 'BTCUSDT', interval: '1m', limit: 2 }],
  ['list_markets', {}],
  ['get_data_health', { venue: 'kraken-spot' }],
  ['get_report', { symbol: 'ETHUSDT' }],
];

const venueOf = (id: SimulatedVenue) => {
  const venue = venues.get(id);
  if (venue === undefined) throw new Error(`no venue ${id}`);
  return venue;
};

/** Runs simulated venues on virtual time into a raw log, like a server, and keeps the engine's output. */
export async function logRun({
  directory,
  seconds,
  seed,
  faults,
  exchange: exchanged = {},
  settings = {},
  log = {},
  askEveryMs,
  source = 'recorded',
  questions = QUESTIONS,
  keepsRefusals,
  begun,
  ...chosen
}: LoggedRunOptions): Promise<LoggedRun> {
  const clock = createVirtualClock(RUN_START);
  const engine = createEngine({ venues, source, settings: readConfig({}) });
  const rawLog = await openRawLog({
    directory,
    clock,
    venues: chosen.venues,
    source,
    configHash: 'test',
    newLog: LOG_ID,
    checkpoint: () => engine.capture(),
    ...log,
  });
  const reports: string[] = [];
  const events: string[] = [];
  let second = 0;
  const addEvent = (event: MarketEvent) => void events.push(JSON.stringify(toEnvelope(event, source)));
  const parts = chosen.venues.map((id, index) => {
    const exchange = createExchange({
      venue: id,
      seed: seed + index,
      clock,
      historyMinutes: 2,
      levels: 300,
      ...exchanged,
      ...(faults === undefined ? {} : { faults }),
    });
    const venue = venueOf(id);
    const driver = driveSimulated({
      venue,
      exchange,
      clock,
      settings: { seed, ...settings },
      place: () => engine.state.position,
      apply(input) {
        const position = rawLog.append(input);
        const effects = engine.apply(input, position);
        for (const effect of effects) if (effect.kind === 'event') addEvent(effect.event);
        if (input.kind === 'tick' && Math.floor(input.at / US_PER_SECOND) > second) {
          second = Math.floor(input.at / US_PER_SECOND);
          for (const [venueId, feed] of engine.state.feeds)
            for (const symbol of feed.symbols.keys())
              reports.push(JSON.stringify(sealedReport(engine, instrumentId(venueId, symbol), input.at)));
        }
        return effects;
      },
      sent: (conn, text, at) => rawLog.appendSent({ venue: id, conn, text, at }),
    });
    return { id, exchange, driver };
  });
  const market = createMarketService({ engine, clock, rawLog, syncWaitMs: 0 });
  const askVenue = createAskVenue({
    driverOf: (venue) => parts.find(({ id }) => id === venue)?.driver,
    clock,
    budgetMs: VENUE_BUDGET_MS,
  });
  let waitsForVenue = Promise.withResolvers<void>();
  const ask: AskVenue = (...question) => {
    waitsForVenue.resolve();
    return askVenue(...question);
  };
  const funding = createFundingService({ venues, followed: () => null, ask, source, clock });
  const candles = createCandleService({ venues, followed: () => null, ask, source, clock });
  const change: Running['change'] = async (venue, kind, symbol) =>
    parts.find(({ id }) => id === venue)?.driver.change(kind, symbol);
  begun?.({ engine, market, funding, clock, change });
  const asked: Asked[] = [];
  const asking: Promise<void>[] = [];
  const open = new Set<number>();
  const askNext = async (): Promise<void> => {
    const index = asking.length;
    const [operation, input] = questions[index % questions.length] as Question;
    waitsForVenue = Promise.withResolvers<void>();
    open.add(index);
    const answered = askMarket(operation, input, { market, funding, candles })
      .catch((error: unknown) => {
        if (keepsRefusals && error instanceof CodedError) return { refused: `${error.message} ${error.advice}` };
        throw error;
      })
      .then((answer) => void (asked[index] = { operation, answer }))
      .finally(() => open.delete(index));
    asking.push(answered);
    // A venue answers only while time passes; all other answers are of this moment.
    await Promise.race([answered, waitsForVenue.promise]);
  };
  // In steps, so that the log can write in between.
  const stepMs = askEveryMs ?? 500;
  for (let ms = 0; ms < seconds * 1_000 || open.size > 0; ms += stepMs) {
    clock.advanceBy(stepMs);
    if (askEveryMs !== undefined && ms < seconds * 1_000) for (let i = 0; i < QUESTIONS_EACH; i++) await askNext();
    await rawLog.flush();
  }
  await Promise.all(asking);
  for (const { exchange, driver } of parts) {
    driver.stop();
    exchange.stop();
  }
  await rawLog.close();
  return { reports, events, asked };
}
