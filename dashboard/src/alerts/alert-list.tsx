import { useState } from 'preact/hooks';
import { call, reasonOf } from '../data/api.ts';
import { freshness } from '../data/stopped.ts';
import { Nothing, Panel } from '../parts/panel.tsx';
import { currencies } from '../shell/currencies.ts';
import { Modal } from '../shell/modal.tsx';
import { clock } from '../words/format.ts';
import { alerts } from './alerts.ts';
import { NewAlert } from './new-alert.tsx';
import type { Rule, Scale } from './watchable.ts';
import { afterText, marketOf, recordText, ruleText, termsText } from './words.ts';

const REFRESH_MS = 3_000;
const STATES: Readonly<Record<Rule['status'], readonly [shape: string, tone: string, word: string]>> = {
  active: ['●', 'good', 'active'],
  disabled: ['○', 'warn', 'muted'],
  expired: ['–', 'past', 'expired'],
  deleted: ['–', 'past', 'deleted'],
};

/** State of a rule; once the server is gone, its last known one. */
function RuleState({ status }: Pick<Rule, 'status'>) {
  const [shape, tone, word] = STATES[status];
  const isGone = freshness.value === 'lost';
  return (
    <span class={`state ${isGone ? 'past' : tone}`}>
      <span aria-hidden="true">{isGone ? '–' : shape}</span> {isGone ? `was ${word}` : word}
    </span>
  );
}

/** Prices of another market have another scale, which is not known here. */
function scaleOf(rule: Rule): Scale {
  const { base, quote, decimals, symbol } = currencies.value;
  return rule.input['symbol'] === symbol ? { base, quote, decimals } : { base: '', quote: '', decimals: null };
}

/** Deletes after a second look. */
function Deletion({ rule, close }: { readonly rule: Rule; readonly close: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async () => {
    try {
      await call('delete_alert', { id: rule.id });
      await alerts.ask();
      close();
    } catch (error) {
      setProblem(reasonOf(error));
    }
  };
  return (
    <Modal name="deletion" close={close}>
      <h2>Delete this alert?</h2>
      <p>
        {marketOf(rule)}: {ruleText(rule, scaleOf(rule))}
      </p>
      <p class="quiet">It is no longer evaluated. What the ledger has of its firings stays.</p>
      <p class="bad problem" role="alert">
        {problem}
      </p>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => void confirm()}>
          Delete
        </button>
        <button type="button" onClick={close}>
          Keep
        </button>
      </div>
    </Modal>
  );
}

interface RowProps {
  readonly rule: Rule;
  readonly remove: () => void;
  readonly fail: (problem: string | null) => void;
}

function Row({ rule, remove, fail }: RowProps) {
  const scale = scaleOf(rule);
  const text = ruleText(rule, scale);
  const named = `the alert ${text} of ${marketOf(rule)}`;
  const record = `${recordText(rule, scale)}.${rule.record.after.length === 0 ? '' : ` After the last firing: ${afterText(rule)}.`}`;
  const isMuted = rule.status === 'disabled';
  const mute = async () => {
    try {
      await call('update_alert', { id: rule.id, enabled: isMuted });
      fail(null);
    } catch (error) {
      fail(reasonOf(error));
    }
    await alerts.ask();
  };
  return (
    <li class={rule.status} aria-label={named}>
      <div class="rule">
        <p>
          <RuleState status={rule.status} /> <strong>{text}</strong> <span class="quiet">{marketOf(rule)}</span>
        </p>
        <p class="quiet record" title={record}>
          {record}
        </p>
        <p class="quiet">
          {rule.id}: {termsText(rule)}.
        </p>
      </div>
      {rule.status === 'expired' ? null : (
        <button type="button" aria-label={`${isMuted ? 'Unmute' : 'Mute'} ${named}`} onClick={() => void mute()}>
          {isMuted ? 'Unmute' : 'Mute'}
        </button>
      )}
      <button type="button" aria-label={`Delete ${named}`} onClick={remove}>
        Delete
      </button>
    </li>
  );
}

/** Firings, newest first, and outlets that don't deliver. */
function Firings() {
  const answer = alerts.received.value?.message;
  if (answer === undefined) return null;
  const failing = answer.outlets.filter(({ problem }) => problem !== null);
  return (
    <>
      {failing.map(({ outlet, waiting, given_up: lost, problem }) => (
        <p key={outlet} class="warn">
          {outlet} does not deliver: {problem}; {waiting} waiting, {lost} given up.
        </p>
      ))}
      <h3>Fired last</h3>
      {answer.fired.length === 0 ? <p class="quiet">No alert has fired yet.</p> : null}
      <ol class="fired" style={{ '--rows': answer.fired.length }} aria-live={freshness.value === 'fresh' ? 'polite' : 'off'}>
        {answer.fired.map(({ id, fired_at: at, text, run }, i) => (
          <li key={id} style={{ '--row': i }} title={text}>
            <time dateTime={at}>{clock(Date.parse(at))}</time> {EARLIER[run]}
            {text}
          </li>
        ))}
      </ol>
    </>
  );
}

const EARLIER = { current: '', earlier: 'earlier run: ' } as const;

/** Alerts with state and record: made, muted and deleted here. */
export function Alerts() {
  const [open, setOpen] = useState<'new' | Rule | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  alerts.usePolling(REFRESH_MS, []);
  const answer = alerts.received.value?.message ?? null;
  const why = alerts.problem.value;
  return (
    <Panel id="alerts" title="Alerts" aside={answer === null ? undefined : `${answer.total} in all`}>
      <p class="buttons">
        <button type="button" onClick={() => setOpen('new')}>
          New alert
        </button>
      </p>
      {problem === null ? null : (
        <p class="bad problem" role="alert">
          {problem}
        </p>
      )}
      {answer === null || why !== null ? <Nothing why={why ?? 'requested, not received yet'} /> : null}
      {answer === null ? null : (
        <>
          {answer.rules.length === 0 ? (
            <p class="quiet">No alert has been made. A new one watches a field of the shown market.</p>
          ) : null}
          <ul class="rules">
            {answer.rules.map((rule) => (
              <Row key={rule.id} rule={rule} remove={() => setOpen(rule)} fail={setProblem} />
            ))}
          </ul>
          {answer.total > answer.rules.length ? <p class="quiet">The newest {answer.rules.length} are shown.</p> : null}
          <Firings />
        </>
      )}
      {open === 'new' ? <NewAlert close={() => setOpen(null)} /> : null}
      {open === null || open === 'new' ? null : <Deletion rule={open} close={() => setOpen(null)} />}
    </Panel>
  );
}
