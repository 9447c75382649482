import type { Micros, TickerEvent, Touch } from '../../core/index.ts';
import type { MarketState, StudyState } from './market-state.ts';
import { fromCheckpointedReceived } from './received.ts';
import type { ProfileFinding } from './studies/volume-profile.ts';
import { newStudies } from './studies/dispatch.ts';
import { fromCheckpointedTape, toCheckpointedTape, type EarlierTape, type HeldTape } from './checkpointed-tape.ts';

/** Fields that older builds stored instead of `studies`. */
interface EarlierMarket {
  readonly ticker: TickerEvent | null;
  readonly events: object;
  readonly ofi: { readonly since: Micros | null };
  readonly touch: Touch | null;
  readonly cvd: { readonly day: number; readonly from: Micros; readonly delta: object } | null;
  readonly liquidity: object;
  readonly health: object;
  readonly slow: { readonly at: Micros; readonly profileAt: Micros; readonly profile: ProfileFinding } | null;
  readonly detectors?: { readonly version?: number };
}

/** A market in a checkpoint, without spare capacity. */
type CheckpointedMarket = Omit<MarketState, 'tape'> & { readonly tape: HeldTape };

export type HeldMarket = Omit<MarketState, 'studies' | 'tape'> & {
  readonly studies?: MarketState['studies'];
  readonly tape: HeldTape | EarlierTape;
} & Partial<EarlierMarket>;

export const toCheckpointedMarket = (market: MarketState): CheckpointedMarket => ({
  ...market,
  tape: toCheckpointedTape(market.tape),
});

/** The study states of an older build's market, under their present ids. */
function earlierStudies({ events, ofi, touch, cvd, liquidity, health, slow, detectors }: Partial<EarlierMarket>) {
  const of = (version: number, state: unknown): StudyState => ({ version, state });
  const { version = 1, ...found } = detectors ?? {};
  const profile = slow == null ? { at: null, made: null } : { at: slow.at, made: { at: slow.profileAt, finding: slow.profile } };
  return {
    whole_book: of(1, { since: ofi?.since ?? null, before: null, touch: touch ?? null }),
    order_flow_imbalance: of(1, ofi),
    event_rate: of(1, events),
    cumulative_delta: of(1, { day: cvd == null ? null : { number: cvd.day, from: cvd.from, delta: cvd.delta } }),
    liquidity: of(1, liquidity),
    volume_profile: of(1, profile),
    detectors: of(version, found),
    health: of(1, health),
  };
}

/** A market from a checkpoint of any build. A study whose state has another version restarts empty. */
export function fromCheckpointedMarket(held: HeldMarket): MarketState {
  const { id, venue, symbol, candles, minute } = held;
  const states: Readonly<Record<string, StudyState | undefined>> = held.studies ?? earlierStudies(held);
  const fresh = newStudies({ id, venue, symbol });
  const kept = Object.entries(fresh).map(([study, empty]) => {
    const found = states[study];
    return [study, found?.version === empty.version && found.state != null ? found : empty] as const;
  });
  return {
    id,
    venue,
    symbol,
    tape: fromCheckpointedTape(held.tape),
    received: fromCheckpointedReceived(held.received, held.ticker),
    candles,
    minute,
    passedAt: held.passedAt ?? minute,
    framed: held.framed ?? null,
    seen: held.seen ?? false,
    studies: Object.fromEntries(kept),
  };
}
