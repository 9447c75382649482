import { toRfc3339, US_PER_MS, type ContractTerms, type Micros } from '../../core/index.ts';
import type { Absence, MarketsAnswer } from './answers.ts';
import { dataAgeMs } from './ingestion.ts';
import { absent, ageMs, spanOf, type BaseReading, type Reading } from './reading.ts';
import { marketState, streamsIn, worstState } from './standing.ts';
import { lastPrice } from './ticker.ts';

type Row = MarketsAnswer['markets'][number];

/** An instrument's row in the list of markets. */
export function marketRow(reading: Reading): Row {
  const { market, symbol } = reading;
  const last = lastPrice(reading);
  return {
    instrument: market.id,
    venue: market.venue,
    symbol: market.symbol,
    tier: 'followed',
    base: symbol.instrument?.base ?? '',
    quote: symbol.instrument?.quote ?? '',
    kind: symbol.instrument?.kind ?? null,
    tick: symbol.instrument?.tick ?? null,
    lot: symbol.instrument?.lot ?? null,
    contract: contractOf(symbol.instrument?.contract ?? null),
    state: marketState(symbol),
    last_price: last?.price ?? null,
    last_price_age_ms: last?.ageMs ?? null,
    data_age_ms: dataAgeMs(reading),
  };
}

/** A row of a market that is not followed; its definition is unknown. */
export function latestMarketRow({ market, symbol, at }: BaseReading): Row {
  const statuses = streamsIn(symbol).map(([, status]) => status);
  const heardAt = statuses.flatMap(({ lastAt }) => lastAt ?? []);
  return {
    instrument: market.id,
    venue: market.venue,
    symbol: market.symbol,
    tier: 'latest',
    base: '',
    quote: '',
    kind: null,
    tick: null,
    lot: null,
    contract: null,
    state: worstState(statuses.map(({ state }) => state)),
    last_price: null,
    last_price_age_ms: null,
    data_age_ms: heardAt.length === 0 ? null : ageMs(Math.max(...heardAt), at),
  };
}

function contractOf(contract: ContractTerms | null): Row['contract'] {
  if (contract === null) return null;
  const { expiry, optionSide, ...terms } = contract;
  return { ...terms, expiry: expiry === null ? null : toRfc3339(expiry), option_side: optionSide };
}

/** Why a row has no last price, and no kind. */
export const rowAbsences = (rows: readonly Row[], why: (index: number) => string): Absence[] =>
  rows.flatMap(({ last_price, kind }, i) => [
    ...(last_price === null ? [absent(`markets[${i}].last_price`, why(i))] : []),
    ...(kind === null ? [absent(`markets[${i}].kind`, 'no instrument definition says what it is')] : []),
  ]);

/** The span of the last prices of some rows, and the age of the oldest; null if a row has no price. */
export function rowsBase(rows: readonly Row[], at: Micros): Pick<MarketsAnswer, 'age_ms' | 'coverage'> {
  const ages = rows.flatMap(({ last_price_age_ms: age }) => age ?? []);
  if (ages.length === 0) return { age_ms: null, coverage: spanOf(null, null, false) };
  const [oldest, newest] = [Math.max(...ages), Math.min(...ages)];
  const isComplete = ages.length === rows.length && rows.every(({ state }) => state === 'synced');
  return {
    age_ms: ages.length < rows.length ? null : oldest,
    coverage: spanOf(at - oldest * US_PER_MS, at - newest * US_PER_MS, isComplete),
  };
}
