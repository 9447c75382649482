import type { ReadonlySignal } from '@preact/signals';
import { ledger } from '../alerts/alerts.ts';
import { candles, history } from '../candles/use-bars.ts';
import { shown, type Received } from '../data/store.ts';
import type { Absence } from '../words/absence.ts';
import type { OperationName } from './num.tsx';

/** Fields that every answer has about itself. */
export interface Base {
  readonly as_of: string;
  readonly source: string;
  readonly state?: string;
  readonly receipt?: string | null;
  readonly inputs?: readonly {
    venue: string;
    instrument: string;
    stream: string;
    state: string;
    age_ms: number | null;
    seq: number | null;
  }[];
  readonly caveats: readonly string[];
  readonly absent?: readonly Absence[];
}

/** The slice that holds the answer of each operation. */
export const ANSWERS: Readonly<Record<OperationName, ReadonlySignal<Received<Base> | null>>> = {
  get_report: shown.report,
  get_flow: shown.flow,
  get_liquidity: shown.liquidity,
  get_anomalies: shown.anomalies,
  get_data_health: shown.feeds,
  get_trades: shown.tape,
  get_candles: candles.received,
  get_candle_history: history.received,
  get_ledger: ledger.received,
};
