import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { applyLevels, createBook, loadSnapshot, touchOf, type OrderBook } from '../../src/analytics/book/index.ts';
import { newSpoofWatch, noteBirths, takeEnded } from '../../src/analytics/flow/detectors/spoofing.ts';
import { passFlowSecond } from '../../src/analytics/flow/detectors/taker-flow.ts';
import {
  newWallTracker,
  observeBook,
  passWallTime,
  resetWalls,
  takeUpdate,
  takeWallPrint,
} from '../../src/analytics/flow/detectors/wall-tracker.ts';
import type { Print } from '../../src/analytics/flow/detectors/types.ts';
import { US_PER_MS, US_PER_SECOND, type Levels, type Micros } from '../../src/core/index.ts';
import type { Effect } from '../../src/runtime/feed/index.ts';
import type { Engine } from '../../src/services/market/index.ts';
import type { Generate, Label, Level, MarketOptions } from './contract.ts';

/** One withdrawal of a market, as the spoofing detector measures it. Times in seconds. */
export interface Sample {
  readonly side: 'bid' | 'ask';
  readonly birth: number;
  readonly judged: number;
  readonly quantities: readonly number[];
  /** Number of the episode that it belongs to, from 1; 0: none. */
  readonly label: number;
}

export interface Episode extends Pick<Label, 'kind' | 'side' | 'fair'> {
  readonly from: number;
  readonly to: number;
  readonly prices: readonly number[];
}

/** The withdrawals of one market, all a fit needs. */
export interface MarketSamples {
  readonly name: string;
  readonly regime: string;
  readonly seed: number;
  readonly hours: number;
  /** How many such markets it stands for. */
  readonly weight: number;
  /** Start of the time watched, seconds. */
  readonly from: number;
  readonly names: readonly string[];
  readonly episodes: readonly Episode[];
  readonly samples: readonly Sample[];
}

const RULE = { minimum: 0 };
const PASS_US = 100 * US_PER_MS;

type Found = Omit<Sample, 'label'> & { readonly prices: readonly number[] };

/** Measures withdrawals as the detectors do, without the other detectors and without judging. */
function createCollector() {
  const tracker = newWallTracker();
  const spoof = newSpoofWatch();
  const found: Found[] = [];
  let names: readonly string[] = [];
  let [next, second] = [0, 0];
  const markAt = (at: Micros) => ({ at, session: null, seq: null });
  return {
    found,
    names: () => names,
    reset: (book: OrderBook, at: Micros) => {
      resetWalls(tracker, book.known, at);
      spoof.leaving = [];
    },
    print: (print: Print) => takeWallPrint(tracker, print),
    update(book: OrderBook, at: Micros, changed: { readonly bids: Levels; readonly asks: Levels }) {
      const touch = touchOf(book);
      if (touch === null || touch.bid >= touch.ask) return;
      noteBirths(spoof, takeUpdate(tracker, { book, touch, mark: markAt(at), rule: RULE }, changed));
    },
    pass(book: OrderBook, at: Micros) {
      const touch = touchOf(book);
      if (touch === null || at < next) return;
      next = at + PASS_US;
      const mark = markAt(at);
      const mid = (touch.bid + touch.ask) / 2;
      if (tracker.seeded)
        for (const { withdrawal, quantities } of takeEnded(spoof, tracker, passWallTime(tracker, book, at), { mark, mid })) {
          names = Object.keys(quantities);
          const { side, prices, birth } = withdrawal;
          found.push({
            side,
            prices,
            birth: birth.at / US_PER_SECOND,
            judged: at / US_PER_SECOND,
            // Unknown has no weight, as the lowest value, and 0 is the lowest of each quantity that can be unknown.
            quantities: Object.values(quantities).map((value) => Number((value ?? 0).toPrecision(6))),
          });
        }
      if (at < second + US_PER_SECOND) return;
      second = at > second + 2 * US_PER_SECOND ? at : second + US_PER_SECOND;
      passFlowSecond(tracker.flow, at);
      observeBook(tracker, { book, touch, mark, rule: RULE });
    },
  };
}

const SLACK_S = 2;

/** Gives each withdrawal the episode that it belongs to. An episode without prices takes all of its side and time. */
const labelled = (found: readonly Found[], episodes: readonly Episode[]): Sample[] =>
  found.map(({ prices, ...one }) => ({
    ...one,
    label:
      1 +
      episodes.findIndex(
        ({ kind, side, from, to, prices: planted }) =>
          kind === 'spoofing' &&
          side === one.side &&
          one.birth <= to + SLACK_S &&
          one.judged >= from - SLACK_S &&
          (planted.length === 0 || prices.some((price) => planted.includes(price))),
      ),
  }));

const flat = (levels: readonly Level[]): Float64Array => Float64Array.from(levels.flatMap(([p, q]) => [Number(p), Number(q)]));

/** The market's start, seconds. A time of 0 would mean none. */
const START_S = 1;

/** The withdrawals of one generated market. */
export function samplesOfGenerated(name: string, generate: Generate, options: MarketOptions): MarketSamples {
  const market = generate(options);
  const collector = createCollector();
  const book = createBook();
  let passed = START_S * US_PER_SECOND;
  for (const message of market.messages()) {
    const at = START_S * US_PER_SECOND + Math.round(message.at * US_PER_MS);
    // The engine's time advances ten times a second, also in a silent market.
    for (; passed + PASS_US < at; passed += PASS_US) collector.pass(book, passed + PASS_US);
    if (message.kind === 'snapshot') {
      loadSnapshot(book, flat(message.bids), flat(message.asks), { depth: 1_000 });
      collector.reset(book, at);
    } else if (message.kind === 'trade')
      collector.print({ at, price: Number(message.price), size: Number(message.size), side: message.taker });
    else if (message.kind === 'depth') {
      const changed = { bids: flat(message.bids), asks: flat(message.asks) };
      applyLevels(book, 'bid', changed.bids);
      applyLevels(book, 'ask', changed.asks);
      collector.update(book, at, changed);
    }
    collector.pass(book, at);
  }
  const episodes = market.labels().map(({ kind, side, fair, from, to, prices }) => ({
    kind,
    side,
    fair,
    from: START_S + from / 1_000,
    to: START_S + to / 1_000,
    prices: prices.map(Number),
  }));
  const { regime, seed, minutes } = options;
  const samples = labelled(collector.found, episodes);
  return { name, regime, seed, hours: minutes / 60, weight: 1, from: START_S, names: collector.names(), episodes, samples };
}

/** Collects from what an engine's feed sends. Pass it each effect of an input. */
export function followEngine(name: string, seed: number) {
  const collector = createCollector();
  let [from, to] = [0, 0];
  return {
    take(engine: Engine, effects: readonly Effect[], at: Micros) {
      from ||= at;
      to = at;
      for (const effect of effects) {
        if (effect.kind !== 'event') continue;
        const { event } = effect;
        const symbol = engine.state.feeds.get(event.venue)?.symbols.get(event.symbol);
        if (symbol === undefined) continue;
        const { book, phase } = symbol.book;
        if (event.type === 'book_snapshot' || (event.type === 'book_delta' && event.touch === null)) collector.reset(book, at);
        else if (event.type === 'book_delta') collector.update(book, at, event);
        else if (event.type === 'trade' && event.via === 'stream')
          collector.print({ at, price: event.price, size: event.size, side: event.side });
        if (phase === 'synced') collector.pass(book, at);
      }
    },
    done(episodes: readonly Episode[]): MarketSamples {
      const hours = (to - from) / US_PER_SECOND / 3_600;
      const samples = labelled(collector.found, episodes);
      return {
        name,
        regime: name,
        seed,
        hours,
        weight: 1,
        from: from / US_PER_SECOND,
        names: collector.names(),
        episodes,
        samples,
      };
    },
  };
}

/** Version of the form and the measures of the samples. Raise it when either changes, so that older files are not read. */
const SAMPLES_VERSION = 2;

/** Reads a market's samples from a file of this version, or makes and keeps them. */
export async function cached(
  folder: string,
  name: string,
  make: () => MarketSamples | Promise<MarketSamples>,
): Promise<MarketSamples> {
  const path = join(folder, `v${SAMPLES_VERSION}`, `${name}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as MarketSamples;
  const made = await make();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(made));
  return made;
}
