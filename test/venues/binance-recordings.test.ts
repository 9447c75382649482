import { describe, expect, test } from 'vitest';
import { isAtScale } from '../../src/core/index.ts';
import type { DecodedDelta } from '../../src/core/index.ts';
import { decodeJson } from '../../src/venues/binance-spot/decode.ts';
import { binanceSpot } from '../../src/venues/binance-spot/index.ts';
import { followed, isSnapshot } from './follow.ts';
import { framesOf, noRecordings, readRecording } from './recordings.ts';

if (noRecordings !== null) console.warn(`Binance Spot recordings left out: ${noRecordings}`);

const { snapshotOf, decodeOne, follow } = followed(binanceSpot);

describe.skipIf(noRecordings !== null)('recordings of Binance Spot', () => {
  test.each([
    { symbol: 'BTCUSDT', path: 'recordings/spot_btcusdt_20240808.gz', deltas: 3_451 },
    { symbol: 'ETHUSDT', path: 'recordings/spot_ethusdt_20240808.gz', deltas: 3_000 },
  ])('$symbol replays without a refusal or gap, and its touch is that of every quote', ({ symbol, path, deltas }) => {
    const frames = framesOf(readRecording(path));
    const messages = frames.filter((frame) => !isSnapshot(frame)).map(decodeOne);
    const tally = follow(snapshotOf(symbol, frames.find(isSnapshot) ?? ''), messages);
    expect(tally).toMatchObject({ refused: [], gaps: 0, wrong: 0 });
    expect(tally.applied + tally.old).toBeGreaterThanOrEqual(deltas);
    expect(tally.met).toBeGreaterThan(500);
    expect(messages.filter(({ kind }) => kind === 'ignored')).toEqual([]);
  });

  test('any one depth frame that is removed is a gap on the next', () => {
    const frames = framesOf(readRecording('recordings/spot_btcusdt_20240808.gz'));
    const snapshot = snapshotOf('BTCUSDT', frames.find(isSnapshot) ?? '');
    const deltas = frames
      .filter((frame) => frame.includes('"depthUpdate"'))
      .map(decodeOne)
      .flatMap((message) => (message.kind === 'book_delta' && (message.last ?? 0) > (snapshot.last ?? 0) ? [message] : []));
    expect(binanceSpot.book.bridge(snapshot.last, deltas[0] as DecodedDelta)).toBe('next');
    for (let removed = 1; removed < deltas.length - 1; removed++) {
      const [before, after] = [deltas[removed - 1] as DecodedDelta, deltas[removed + 1] as DecodedDelta];
      expect(binanceSpot.book.next(before.last, after)).toBe('gap');
    }
  });

  test('the hour of ETHBTC replays without a refusal or gap; its aggTrades are known and not needed', () => {
    const folder = 'recordings/ethbtc-2020-11-01';
    const read = (kind: string): unknown => JSON.parse(readRecording(`${folder}/ETHBTC_2020-11-01T09-00-00_${kind}.json.gz`));
    const messages = (read('update') as unknown[]).map((frame) => decodeOne(JSON.stringify(frame)));
    const tally = follow(snapshotOf('ETHBTC', JSON.stringify(read('snapshot'))), messages);
    expect(tally).toMatchObject({ refused: [], gaps: 0 });
    expect(tally.applied + tally.old).toBe(3_600);
    const trades = (read('trades') as unknown[]).map((frame) => decodeOne(JSON.stringify(frame)));
    expect(new Set(trades.map((message) => JSON.stringify(message)))).toEqual(new Set(['{"kind":"ignored","what":"aggTrade"}']));
  });

  test('the four symbols of the cryptofeed capture replay without a refusal or gap', () => {
    const messages = framesOf(readRecording('payloads/cryptofeed/BINANCE.ws.1.0.gz')).map(decodeOne);
    const answers = readRecording('payloads/cryptofeed/BINANCE.http.0.0.gz')
      .split('\n')
      .flatMap((line) => {
        const match = /symbol=(\w+)&.* -> [\d.]+: (\{.*)$/.exec(line);
        return match ? [snapshotOf(match[1] as string, match[2] as string)] : [];
      });
    expect(answers.map(({ symbol }) => symbol)).toEqual(['NKNUSDT', 'BLZETH', 'LRCBTC', 'RUNEEUR']);
    const tallies = answers.map((snapshot) => follow(snapshot, messages));
    for (const tally of tallies) expect(tally).toMatchObject({ refused: [], gaps: 0, wrong: 0 });
    expect(tallies.reduce((sum, { applied }) => sum + applied, 0)).toBeGreaterThan(150);
  });

  test('the scanner says exactly what JSON.parse says', () => {
    const frames = framesOf(readRecording('recordings/spot_ethusdt_20240808.gz')).filter((frame) => !isSnapshot(frame));
    for (const frame of frames) {
      const [scanned, parsed] = [decodeOne(frame), decodeJson(frame)];
      if (JSON.stringify(scanned, plain) !== JSON.stringify(parsed, plain)) expect(scanned).toEqual(parsed);
    }
  });

  test('recorded definitions give scales at which every recorded price and size is an integer', () => {
    const body = /-> [\d.]+: (\{.*)$/m.exec(readRecording('payloads/cryptofeed/BINANCE.0.gz'))?.[1] ?? '';
    const answer = binanceSpot.questions.instruments.decode({ symbols: [] }, body);
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    const instruments = new Map(answer.value.instruments.map((instrument) => [instrument.symbol, instrument]));
    expect(instruments.size).toBeGreaterThan(1_000);
    expect(instruments.get('BTCUSDT')).toMatchObject({
      base: 'BTC',
      quote: 'USDT',
      tick: 0.01,
      lot: 0.000_01,
      status: 'trading',
    });
    let levels = 0;
    for (const message of framesOf(readRecording('payloads/cryptofeed/BINANCE.ws.1.0.gz')).map(decodeOne)) {
      if (message.kind !== 'book_delta') continue;
      const { priceScale, sizeScale } = instruments.get(message.symbol) ?? { priceScale: 0, sizeScale: 0 };
      for (const side of [message.bids, message.asks]) {
        for (let i = 0; i < side.length; i += 2, levels++) {
          expect(isAtScale(side[i] as number, priceScale) && isAtScale(side[i + 1] as number, sizeScale)).toBe(true);
        }
      }
    }
    expect(levels).toBeGreaterThan(300);
  });
});

const plain = (_key: string, value: unknown): unknown => (value instanceof Float64Array ? [...value] : value);
