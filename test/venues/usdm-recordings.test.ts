import { describe, expect, test } from 'vitest';
import { isAtScale, type DecodedDelta } from '../../src/core/index.ts';
import { binanceUsdm } from '../../src/venues/binance-usdm/index.ts';
import { followed, isSnapshot } from './follow.ts';
import { framesOf, noRecordings, readRecording } from './recordings.ts';

if (noRecordings !== null) console.warn(`Binance USD-M recordings left out: ${noRecordings}`);

const { snapshotOf, decodeOne, follow } = followed(binanceUsdm);
const BTC = 'recordings/usdm_btcusdt_20240808.gz';

describe.skipIf(noRecordings !== null)('recordings of Binance USD-M', () => {
  test('BTCUSDT replays without a refusal or false gap, and its touch is that of every quote of an equal update id', () => {
    const frames = framesOf(readRecording(BTC));
    const messages = frames.filter((frame) => !isSnapshot(frame)).map(decodeOne);
    const tally = follow(snapshotOf('BTCUSDT', frames.find(isSnapshot) ?? ''), messages);
    expect(tally).toMatchObject({ refused: [], gaps: 0, wrong: 0 });
    expect(tally.applied + tally.old).toBe(6_551);
    expect(tally.met).toBeGreaterThan(500);
    expect(messages.filter(({ kind }) => kind === 'trade')).toHaveLength(21_313);
    expect(messages.filter(({ kind }) => kind === 'ignored')).toEqual([]);
  });

  test('any one depth frame that is removed is a gap on the next, though ids jump between all of them', () => {
    const frames = framesOf(readRecording(BTC));
    const snapshot = snapshotOf('BTCUSDT', frames.find(isSnapshot) ?? '');
    const deltas = frames
      .filter((frame) => frame.includes('"depthUpdate"'))
      .map(decodeOne)
      .flatMap((message) => (message.kind === 'book_delta' && (message.last ?? 0) > (snapshot.last ?? 0) ? [message] : []));
    expect(binanceUsdm.book.bridge(snapshot.last, deltas[0] as DecodedDelta)).toBe('next');
    for (let removed = 1; removed < deltas.length - 1; removed++) {
      const [before, after] = [deltas[removed - 1] as DecodedDelta, deltas[removed + 1] as DecodedDelta];
      if (binanceUsdm.book.next(before.last, after) !== 'gap' || binanceUsdm.book.bridge(before.last, after) !== 'gap')
        expect.fail(`update ${after.last} follows ${before.last}`);
    }
  });

  test('the four symbols of the cryptofeed capture replay without a refusal or gap', () => {
    const messages = framesOf(readRecording('payloads/cryptofeed/BINANCE_FUTURES.ws.1.0.gz')).flatMap(binanceUsdm.decode);
    const answers = readRecording('payloads/cryptofeed/BINANCE_FUTURES.http.0.0.gz')
      .split('\n')
      .flatMap((line) => {
        const match = /\/depth\?symbol=(\w+)&.* -> [\d.]+: (\{.*)$/.exec(line);
        return match ? [snapshotOf(match[1] as string, match[2] as string)] : [];
      });
    expect(answers.map(({ symbol }) => symbol)).toEqual(['SUSHIUSDT', 'AKROUSDT', 'KEEPUSDT', 'CTKUSDT']);
    const tallies = answers.map((snapshot) => follow(snapshot, messages));
    for (const tally of tallies) expect(tally).toMatchObject({ refused: [], gaps: 0, wrong: 0 });
    expect(tallies.reduce((sum, { applied }) => sum + applied, 0)).toBeGreaterThan(150);
  });

  test('recorded definitions give scales at which every recorded price and size is an integer', () => {
    const body = /-> [\d.]+: (\{.*)$/m.exec(readRecording('payloads/cryptofeed/BINANCE_FUTURES.0.gz'))?.[1] ?? '';
    const answer = binanceUsdm.questions.instruments.decode({ symbols: [] }, body);
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    const instruments = new Map(answer.value.instruments.map((instrument) => [instrument.symbol, instrument]));
    expect(instruments.size).toBe(122);
    expect(instruments.get('BTCUSDT')).toMatchObject({ kind: 'perp', base: 'BTC', quote: 'USDT', tick: 0.01, lot: 0.001 });
    expect(instruments.get('BTCUSDT_210924')).toMatchObject({ kind: 'future', status: 'trading' });
    expect(instruments.get('BTCSTUSDT')).toMatchObject({ kind: 'perp', status: 'halted' });
    let levels = 0;
    for (const message of framesOf(readRecording('payloads/cryptofeed/BINANCE_FUTURES.ws.1.0.gz')).flatMap(binanceUsdm.decode)) {
      if (message.kind !== 'book_delta') continue;
      const { priceScale, sizeScale } = instruments.get(message.symbol) ?? { priceScale: 0, sizeScale: 0 };
      for (const side of [message.bids, message.asks]) {
        for (let i = 0; i < side.length; i += 2, levels++) {
          expect(isAtScale(side[i] as number, priceScale) && isAtScale(side[i + 1] as number, sizeScale)).toBe(true);
        }
      }
    }
    expect(levels).toBeGreaterThan(500);
  });
});
