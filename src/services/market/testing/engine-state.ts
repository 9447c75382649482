import { toCheckpoint } from '../../../runtime/feed/index.ts';
import type { StatePart } from '../engine-parts.ts';
import type { Engine } from '../engine.ts';
import { toCheckpointedMarket } from '../checkpointed-market.ts';

/** The whole state as of now, in parts. */
export function partsOf(engine: Engine): readonly StatePart[] {
  const parts: StatePart[] = [];
  const source = engine.capture();
  for (let step = source.next(); step.done !== true; step = source.next())
    for (const { name, encode } of step.value) parts.push({ name, bytes: encode() });
  return parts;
}

/** The same as one text: equal where the states are. */
export const stateText = (engine: Engine): string =>
  partsOf(engine)
    .map(({ name, bytes }) => `${name} ${Buffer.from(bytes).toString('base64')}`)
    .join('\n');

/** A checkpoint as earlier builds wrote it: the whole state as JSON. */
export function olderCheckpoint({ state }: Engine): string {
  const markets = new Map(Array.from(state.markets, ([id, market]) => [id, toCheckpointedMarket(market)]));
  return toCheckpoint({ ...state, markets });
}
