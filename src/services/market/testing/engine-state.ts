import { toCheckpoint } from '../../../runtime/feed/index.ts';
import type { StatePart } from '../engine-parts.ts';
import type { Engine } from '../engine.ts';
import { toCheckpointedMarket } from '../checkpointed-market.ts';
import { tradesBefore, type Tape } from '../tape.ts';
import { reachedIn } from '../tape-chunk.ts';

/** The whole present state, in parts. */
export function partsOf(engine: Engine): readonly StatePart[] {
  const parts: StatePart[] = [];
  const source = engine.capture();
  for (let step = source.next(); step.done !== true; step = source.next())
    for (const { name, encode } of step.value) parts.push({ name, bytes: encode() });
  return parts;
}

/** The whole state as one text; equal states give equal texts. */
export const stateText = (engine: Engine): string =>
  partsOf(engine)
    .map(({ name, bytes }) => `${name} ${Buffer.from(bytes).toString('base64')}`)
    .join('\n');

/** A checkpoint in the format of earlier builds: the whole state as JSON. */
export function olderCheckpoint({ state }: Engine): string {
  const markets = new Map(
    Array.from(state.markets, ([id, market]) => [id, { ...toCheckpointedMarket(market), tape: earlierTape(market.tape) }]),
  );
  return toCheckpoint({ ...state, markets });
}

/** A tape in the format of earlier builds: arrays of all trades. */
export function earlierTape(tape: Tape) {
  const trades = tradesBefore(tape, Infinity).toReversed();
  const column = (of: (trade: (typeof trades)[number]) => number) => Float64Array.from(trades, of);
  const others = trades.filter(({ id, ordinal }) => id !== String(ordinal));
  const reached = tape.chunks.flatMap((chunk) =>
    Array.from({ length: chunk.end - chunk.start }, (_, row) => reachedIn(chunk, chunk.start + row)),
  );
  return {
    ordinals: column(({ ordinal }) => ordinal),
    texts: new Map(others.map(({ id, ordinal }) => [ordinal, id])),
    times: column(({ at }) => at),
    reached: Float64Array.from(reached),
    prices: column(({ price }) => price),
    signed: column(({ side, size }) => (side === 'buy' ? size : -size)),
    start: 0,
    end: trades.length,
    overflowed: tape.overflowed,
  };
}
