import type { Received, State } from '../data/store.ts';
import type { Absence } from '../words/absence.ts';
import type { OperationName } from './num.tsx';

/** What every answer says of itself. */
export interface Base {
  readonly as_of: string;
  readonly source: string;
  readonly state: string;
  readonly receipt?: string | null;
  readonly inputs: readonly {
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

export const answersOf = ({
  report,
  flow,
  liquidity,
  anomalies,
  feeds,
  tape,
}: State): Readonly<Record<OperationName, Received<Base> | null>> => ({
  get_report: report,
  get_flow: flow,
  get_liquidity: liquidity,
  get_anomalies: anomalies,
  get_data_health: feeds,
  get_trades: tape,
});
