import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { reasonOf } from '../data/api.ts';
import type { Received } from '../data/store.ts';
import { absenceOf } from '../words/absence.ts';
import { age, clock, exact } from '../words/format.ts';
import type { Base } from './answers.ts';
import { explain, generalPath, inputsOf, numberAt, unitOf, type Explanation } from './explain.ts';
import type { OperationName } from './num.tsx';
import { Receipt } from './receipt.tsx';
import type { Target } from './target.ts';
import { useHeld } from './use-held.ts';

/** Places the card beside the figure if there is room, and always inside the window. */
function place(card: HTMLElement, figure: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = card;
  const left = figure.right + 12 + width < innerWidth ? figure.right + 12 : Math.max(8, figure.left - width - 12);
  const top = Math.min(Math.max(8, figure.top - 12), Math.max(8, innerHeight - height - 8));
  card.style.setProperty('left', `${left}px`);
  card.style.setProperty('top', `${top}px`);
}

/** What an answer without inputs was computed from. */
const WITHOUT_INPUTS: Readonly<Partial<Record<OperationName, string>>> = {
  get_ledger: 'the mid, sampled once a second',
  get_candle_history: "the venue's own candles, as it answered",
};

interface KeyedExplanation extends Explanation {
  /** Key of the figure that is explained. */
  readonly key: string;
  /** Why there is no explanation. */
  readonly problem: string | null;
}

interface Props {
  readonly target: Target;
  /** The newest answer of its operation. */
  readonly received: Received<Base> | null;
  /** This machine's time, ms. */
  readonly moment: number;
}

/** Everything about one figure: its meaning, formula, inputs, age and proof. */
export function Inspector({ target, received: newest, moment }: Props) {
  const card = useRef<HTMLDivElement>(null);
  const stood = useRef<DOMRect | null>(null);
  const [explained, setExplained] = useState<KeyedExplanation | null>(null);
  const { operation, field, element, pinned } = target;
  const key = `${operation}.${field}`;
  const { received, noReceipt } = useHeld(target, newest);
  const { message, at } = received ?? { message: null, at: 0 };
  const value = message === null ? null : numberAt(message, field);

  useEffect(() => {
    let over = false;
    explain(operation, field).then(
      (explanation) => over || setExplained({ ...explanation, problem: null, key }),
      (error: unknown) => over || setExplained({ formula: null, description: null, problem: reasonOf(error), key }),
    );
    return () => void (over = true);
  }, [key]);
  useLayoutEffect(() => {
    // If the trade has left the tape, the card keeps its position.
    if (element.isConnected) stood.current = element.getBoundingClientRect();
    if (card.current && stood.current) place(card.current, stood.current);
  });
  useEffect(() => {
    if (pinned) card.current?.focus();
  }, [pinned, key]);

  if (message === null) return null;
  const passed = Math.max(0, moment - at);
  const { formula = null, description = null, problem = null } = explained?.key === key ? explained : {};
  const { of, inputs } = inputsOf(formula, message.inputs ?? []);
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
      <p class="exact">{value === null ? (absence?.reason ?? element.title) : exact(value)}</p>
      {absence?.ready_at == null ? null : <p>Expected at {clock(Date.parse(absence.ready_at))} UTC.</p>}
      {description === null ? null : <p>{description}</p>}
      {problem === null ? null : <p class="absent">The formula of this figure cannot be shown: {problem}</p>}
      <dl>
        {formula === null ? null : (
          <>
            <dt>Formula</dt>
            <dd class="formula">{formula.formula}</dd>
            <dt>Unit</dt>
            <dd>{unitOf(formula, field)}</dd>
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
          {message.as_of.slice(11, 23)} UTC, {age(passed)} ago; {message.source}
          {message.state === undefined ? '' : `, ${message.state}`}
        </dd>
        <dt>{of === 'figure' ? 'Computed from' : 'The answer was computed from'}</dt>
        <dd>
          {inputs.length > 0 ? null : (WITHOUT_INPUTS[operation] ?? 'the feeds themselves')}
          <ul>
            {inputs.map(({ instrument, stream, state: standing, age_ms, seq }) => (
              <li key={stream}>
                {instrument} {stream}: {standing}, {age_ms === null ? 'nothing yet' : `${age(age_ms)} old then`}
                {seq === null ? '' : `, no. ${seq}`}
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      {pinned ? (
        <Receipt receipt={message.receipt} none={noReceipt} field={field} value={value} />
      ) : (
        <p class="quiet">{message.receipt == null && target.trade === null ? noReceipt : 'Enter or click: receipt and check.'}</p>
      )}
    </div>
  );
}
