import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { call, reasonOf } from '../data/api.ts';
import { useStore, type Received, type State } from '../data/store.ts';
import { absenceOf, type Absence } from '../words/absence.ts';
import { age, clock } from '../words/format.ts';
import { bracketed, explain, generalPath, numberAt, type Explanation } from './explain.ts';
import type { OperationName } from './num.tsx';

interface Base {
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
  readonly absent?: readonly Absence[];
}

const answersOf = ({
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

interface Verdict {
  readonly verdict: string;
  readonly reason: string;
}

/** Holds the figure that is shown against its receipt; where there is no figure, the receipt alone. */
async function checkShown({ receipt, field, value }: Shown): Promise<Verdict> {
  try {
    const claims = value === null ? [] : [{ receipt, field: bracketed(field), value }];
    const { verdict, receipts, figures } = await call('check_claim', { text: value === null ? receipt : '', claims });
    const [row = receipts[0]] = receipts[0]?.verdict === 'matched' ? figures : receipts;
    return { verdict: row?.verdict ?? verdict, reason: row?.reason ?? '' };
  } catch (error) {
    return { verdict: 'not checked', reason: reasonOf(error) };
  }
}

interface Shown {
  readonly receipt: string;
  readonly field: string;
  readonly value: number | null;
}

function Receipt({ receipt, field, value }: Omit<Shown, 'receipt'> & { readonly receipt: string | null | undefined }) {
  const [verdict, setVerdict] = useState<(Verdict & { readonly of: string }) | 'asking' | null>(null);
  if (receipt == null) return <p class="quiet">No receipt: no raw log has what this answer was made from.</p>;
  const check = async () => {
    setVerdict('asking');
    setVerdict({ ...(await checkShown({ receipt, field, value })), of: receipt });
  };
  return (
    <div class="receipt">
      <code>{receipt}</code>
      <p>
        <button type="button" onClick={() => void check()}>
          Check
        </button>
        {navigator.clipboard === undefined ? null : (
          // Only where the browser lets a page write there: on this machine, or over HTTPS.
          <button type="button" onClick={() => void navigator.clipboard.writeText(receipt)}>
            Copy
          </button>
        )}
        <span role="status">
          {verdict === 'asking' ? 'recomputing it from the log …' : null}
          {verdict !== null && verdict !== 'asking' ? (
            <strong class={`verdict ${verdict.verdict.replace(' ', '-')}`}>{verdict.verdict}</strong>
          ) : null}
          {verdict !== null && verdict !== 'asking' ? ` ${verdict.reason}` : null}
        </span>
      </p>
    </div>
  );
}

export interface Target {
  readonly element: HTMLElement;
  readonly operation: OperationName;
  readonly field: string;
  readonly pinned: boolean;
}

/** Beside the figure where there is room, inside the window always. */
function place(card: HTMLElement, { element }: Target): void {
  const figure = element.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = card;
  const left = figure.right + 12 + width < innerWidth ? figure.right + 12 : Math.max(8, figure.left - width - 12);
  const top = Math.min(Math.max(8, figure.top - 12), Math.max(8, innerHeight - height - 8));
  card.style.setProperty('left', `${left}px`);
  card.style.setProperty('top', `${top}px`);
}

interface Told extends Explanation {
  /** The figure that it is told of. */
  readonly key: string;
  /** Why nothing is told. */
  readonly problem: string | null;
}

/** Everything about one figure: what it means, how it is made, from what, how old, and its proof. */
export function Inspector({ target }: { readonly target: Target }) {
  const state = useStore();
  const card = useRef<HTMLDivElement>(null);
  const [told, setTold] = useState<Told | null>(null);
  const { operation, field, element, pinned } = target;
  const key = `${operation}.${field}`;
  const received = answersOf(state)[operation];
  // Value, time and receipt of a pinned figure stay those of one answer, or they would change under the hand.
  const held = useRef<{ key: string; received: Received<Base> | null }>({ key: '', received: null });
  if (!pinned || held.current.key !== key || held.current.received === null) held.current = { key, received };
  const { message, at } = held.current.received ?? { message: null, at: 0 };
  const value = message === null ? null : numberAt(message, field);

  useEffect(() => {
    let over = false;
    explain(operation, field).then(
      (explanation) => over || setTold({ ...explanation, problem: null, key }),
      (error: unknown) => over || setTold({ formula: null, description: null, problem: reasonOf(error), key }),
    );
    return () => void (over = true);
  }, [key]);
  useLayoutEffect(() => {
    if (card.current) place(card.current, target);
  });
  useEffect(() => {
    if (pinned) card.current?.focus();
  }, [pinned, key]);

  if (message === null) return null;
  const passed = Date.now() - at;
  const { formula = null, description = null, problem = null } = told?.key === key ? told : {};
  const absence = element.classList.contains('absent') ? absenceOf(message, field) : null;
  return (
    <div
      ref={card}
      class={`inspector ${pinned ? 'pinned' : ''}`}
      tabIndex={-1}
      role={pinned ? 'dialog' : 'tooltip'}
      aria-label="About this figure"
    >
      <header>
        <h3>{formula?.title ?? generalPath(field)}</h3>
        {pinned ? (
          <button type="button" aria-label="Close">
            ×
          </button>
        ) : null}
      </header>
      <p class="exact">{value === null ? (element.textContent ?? '') : String(value).replace('-', '−')}</p>
      {absence?.ready_at == null ? null : <p>Expected at {clock(Date.parse(absence.ready_at))} UTC.</p>}
      {description === null ? null : <p>{description}</p>}
      {problem === null ? null : <p class="absent">How it is made can't be told: {problem}</p>}
      <dl>
        {formula === null ? null : (
          <>
            <dt>Formula</dt>
            <dd class="formula">{formula.formula}</dd>
            <dt>Unit</dt>
            <dd>{formula.unit}</dd>
            <dt>Source</dt>
            <dd>
              {formula.source} ({formula.id}, version {formula.version})
            </dd>
          </>
        )}
        <dt>Field</dt>
        <dd>
          <code>
            {operation}.{generalPath(field)}
          </code>
        </dd>
        <dt>As of</dt>
        <dd>
          {message.as_of.slice(11, 23)} UTC, {age(passed)} ago; {message.source}, {message.state}
        </dd>
        <dt>Made from</dt>
        <dd>
          {message.inputs.length === 0 ? 'the feeds themselves' : null}
          <ul>
            {message.inputs.map(({ instrument, stream, state: standing, age_ms, seq }) => (
              <li key={stream}>
                {instrument} {stream}: {standing}, {age_ms === null ? 'nothing yet' : `${age(age_ms)} old then`}
                {seq === null ? '' : `, no. ${seq}`}
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      {pinned ? (
        <Receipt receipt={message.receipt} field={field} value={value} />
      ) : (
        <p class="quiet">{message.receipt == null ? 'No receipt.' : 'Enter or click: receipt and check.'}</p>
      )}
    </div>
  );
}
