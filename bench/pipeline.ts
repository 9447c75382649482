import { instrumentId } from '../src/core/index.ts';
import { createEngine } from '../src/services/market/index.ts';
import { binanceSpot } from '../src/venues/binance-spot/index.ts';
import { ccxtClient, ccxtExchange } from '../test/venues/ccxt.ts';
import { framesOf, pipelineInputs, snapshotOf, type PipelineInputs } from './support/pipeline-inputs.ts';
import type { BenchRow } from './support/row.ts';
import { rounded } from './support/stats.ts';

const ROUNDS = 5;

/** One round of a contender; preparation is not timed. */
type Contender = (given: PipelineInputs) => Promise<() => void>;

const parseAlone: Contender = async ({ frames }) => {
  return () => {
    let objects = 0;
    for (const frame of frames) if (typeof JSON.parse(frame) === 'object') objects++;
    if (objects !== frames.length) throw new Error('a frame is no object');
  };
};

const decodeAlone: Contender = async ({ frames }) => {
  return () => {
    let refused = 0;
    for (const frame of frames) for (const { kind } of binanceSpot.decode(frame)) if (kind === 'refused') refused++;
    if (refused > 0) throw new Error(`${refused} frames were refused`);
  };
};

/** Decode, sequence check, book, features: everything that a server does with an input, except logging it and answering. */
const pipeline: Contender = async ({ data, primer, inputs, snapshot, settings, symbol }) => {
  const engine = createEngine({ venues: new Map([[binanceSpot.card.id, binanceSpot]]), source: data, settings });
  for (const input of primer.flat()) engine.apply(input, null);
  const feedNow = engine.state.feeds.get(binanceSpot.card.id)?.symbols.get(symbol.id);
  const gaps = feedNow?.streams.book?.gaps.length;
  return () => {
    for (const input of inputs) engine.apply(input, null);
    const feed = engine.state.feeds.get(binanceSpot.card.id)?.symbols.get(symbol.id);
    const market = engine.state.markets.get(instrumentId(binanceSpot.card.id, symbol.id));
    if (feed?.book.phase !== 'synced' || market?.seen !== true) throw new Error('the pipeline did not end in a whole book');
    // Each round of a recording begins with its own snapshot, which follows one gap.
    if (feed.streams.book?.gaps.length !== (gaps ?? 0) + (snapshot === null ? 0 : 1)) throw new Error('the pipeline saw a gap');
  };
};

/** ccxt's own handlers of depth, trades and bookTicker: decode, sequence check and book, no features. */
const ccxt: Contender = async ({ frames, primer, snapshot, symbol }) => {
  const exchange = await ccxtExchange('binance', [symbol]);
  const client = ccxtClient('wss://stream.binance.com:9443/ws/0');
  const book = exchange.orderBook({});
  exchange.orderbooks[symbol.symbol] = book;
  const reset = (body: string): void => {
    const parsed = JSON.parse(body) as { lastUpdateId: number };
    book.reset({ ...exchange.parseOrderBook(parsed, symbol.symbol), nonce: parsed.lastUpdateId });
  };
  const before = primer.at(-1) ?? [];
  reset(snapshotOf(before) ?? '{}');
  for (const frame of framesOf(before)) exchange.handleMessage(client, JSON.parse(frame));
  if (snapshot !== null) reset(snapshot);
  const { nonce } = book;
  return () => {
    for (const frame of frames) exchange.handleMessage(client, JSON.parse(frame));
    if (client.rejected.length > 0 || book.nonce === nonce) throw new Error('ccxt did not follow the book');
  };
};

/**
 * Frames per second of CPU time, against `JSON.parse` alone and against ccxt, in alternating rounds. The best round of each
 * counts, because other load only adds time.
 */
export default async function pipelineBench(): Promise<readonly BenchRow[]> {
  const given = await pipelineInputs();
  const contenders = { parseAlone, decodeAlone, pipeline, ccxt };
  const names = Object.keys(contenders) as (keyof typeof contenders)[];
  const seconds: Record<keyof typeof contenders, number[]> = { parseAlone: [], decodeAlone: [], pipeline: [], ccxt: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const name of names) {
      const run = await contenders[name](given);
      const before = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(before);
      // The first round only warms up the compiler.
      if (round > 0) seconds[name].push((user + system) / 1e6);
    }
  const rate = (name: keyof typeof contenders): number => given.frames.length / Math.min(...seconds[name]);
  const row = (bench: string, name: keyof typeof contenders, against: string, rival: keyof typeof contenders): BenchRow => ({
    bench,
    value: Math.round(rate(name)),
    unit: `${given.data} frames/s of CPU`,
    against,
    ratio: rounded(rate(name) / rate(rival)),
    n: seconds[name].length,
    data: given.data,
    beside: { rival: Math.round(rate(rival)), frames: given.frames.length },
  });
  const parse = 'JSON.parse alone on the same frames';
  const theirs = "ccxt 4.5.84's handlers on the same frames (target at least 2)";
  return [
    row('pipeline', 'pipeline', theirs, 'ccxt'),
    row('pipeline', 'pipeline', parse, 'parseAlone'),
    row('pipeline-decode', 'decodeAlone', parse, 'parseAlone'),
  ];
}
