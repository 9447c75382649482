import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { stopped } from '../data/stopped.ts';
import { absenceOf, type Absence } from '../words/absence.ts';
import { FromRight } from '../words/from-right.tsx';
import { NO_DATA } from '../words/stopped.ts';

/** The answers that figures on the page come from. */
export type OperationName =
  | 'get_report'
  | 'get_flow'
  | 'get_liquidity'
  | 'get_anomalies'
  | 'get_data_health'
  | 'get_trades'
  | 'get_candles'
  | 'get_candle_history'
  | 'get_ledger';

interface Answer {
  readonly absent?: readonly Absence[];
}

interface From {
  readonly operation: OperationName;
  readonly answer: Answer;
}

const FromContext = createContext<From | null>(null);

/** States the answer from which the figures inside come. */
export function FromAnswer({ operation, answer, children }: From & { readonly children: ComponentChildren }) {
  return <FromContext.Provider value={{ operation, answer }}>{children}</FromContext.Provider>;
}

/** Whether a second figure of a row is shown: if both are missing, the first says the reason, once. */
export const anyKnown = (...values: readonly (number | null | undefined)[]): boolean => values.some((value) => value != null);

interface NumProps {
  /** Path in the answer, each index between dots: `windows.0.net`. */
  readonly field: string;
  readonly value: number | null;
  readonly write: (value: number) => string;
  readonly unit?: string;
  readonly tone?: 'buy' | 'sell' | 'quiet' | undefined;
  /** Reason shown for a missing figure when no absence of the answer names its field. */
  readonly otherwise?: string;
  /** Id of its trade, on the tape. */
  readonly trade?: number;
}

/**
 * A figure with a proof: when it is pointed at or focused, the inspector shows its origin. A missing figure shows the reason as text,
 * never 0 and never a blank. While one reason at the top explains all missing
 * figures, each says only that it has no data; the ledger's are about the past, and keep their own reasons.
 */
export function Num({ field, value, write, unit, tone, otherwise = 'not known', trade }: NumProps) {
  const from = useContext(FromContext);
  const operation = from?.operation ?? 'get_report';
  if (value === null) {
    const reason = (from && absenceOf(from.answer, field)?.reason) ?? otherwise;
    return (
      <span class="num absent" tabIndex={-1} data-operation={operation} data-field={field} title={reason}>
        <FromRight text={stopped.value === null || reason === '' || operation === 'get_ledger' ? reason : NO_DATA} />
      </span>
    );
  }
  const text = write(value);
  return (
    <span
      class={`num ${tone ?? ''}`}
      tabIndex={-1}
      data-operation={operation}
      data-field={field}
      data-value={value}
      data-trade={trade}
    >
      <FromRight text={text} />
      {unit === undefined ? null : <span class="unit"> {unit}</span>}
    </span>
  );
}
