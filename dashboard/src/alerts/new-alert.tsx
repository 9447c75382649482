import { useState } from 'preact/hooks';
import { call, reasonOf } from '../data/api.ts';
import { shown } from '../data/store.ts';
import { currencies } from '../shell/currencies.ts';
import { Modal } from '../shell/modal.tsx';
import { venueName } from '../words/format.ts';
import { alerts } from './alerts.ts';
import {
  ADDRESS,
  canRearm,
  EMPTY_CONDITION,
  EMPTY_RULE,
  fieldOf,
  inputOf,
  JOINED,
  OTHER,
  readRule,
  SINGLE,
  type TypedCondition,
  type TypedRule,
} from './rule-form.ts';
import { Present } from './present.tsx';
import { WATCHABLE, watchableOf } from './watchable.ts';

const MOST_CONDITIONS = 8;

interface ConditionProps {
  readonly typed: TypedCondition;
  readonly number: number;
  readonly isOnly: boolean;
  readonly set: (part: Partial<TypedCondition>) => void;
  readonly remove: () => void;
}

function ConditionFields({ typed, number, isOnly, set, remove }: ConditionProps) {
  const unit = watchableOf(fieldOf(typed))?.unit(currencies.value) ?? '';
  const inUnit = typed.when === 'sigma' ? ', sigma' : unit === '' ? '' : `, ${unit}`;
  return (
    <fieldset>
      <legend>{isOnly ? 'Condition' : `Condition ${number}`}</legend>
      <label>
        Field
        <select value={typed.chosen} onChange={({ currentTarget }) => set({ chosen: currentTarget.value })}>
          {WATCHABLE.map(({ label }, i) => (
            <option key={label} value={String(i)}>
              {label}
            </option>
          ))}
          <option value={OTHER}>another field of the report</option>
        </select>
      </label>
      {typed.chosen === OTHER ? (
        <label>
          Path
          <input
            type="text"
            value={typed.path}
            spellcheck={false}
            onInput={({ currentTarget }) => set({ path: currentTarget.value })}
          />
        </label>
      ) : null}
      <label>
        Condition
        <select value={typed.when} onChange={({ currentTarget }) => set({ when: currentTarget.value as TypedCondition['when'] })}>
          {(isOnly ? SINGLE : JOINED).map((when) => (
            <option key={when} value={when}>
              {when}
            </option>
          ))}
        </select>
      </label>
      {typed.when === 'changes' ? null : (
        <label>
          Threshold{inUnit}
          <input
            type="text"
            inputMode="text"
            value={typed.value}
            onInput={({ currentTarget }) => set({ value: currentTarget.value })}
          />
        </label>
      )}
      {canRearm(typed.when) ? (
        <label>
          Again only after{unit === '' ? '' : `, ${unit}`}
          <input
            type="text"
            value={typed.rearm}
            placeholder="the threshold"
            onInput={({ currentTarget }) => set({ rearm: currentTarget.value })}
          />
        </label>
      ) : null}
      <Present typed={typed} />
      {isOnly ? null : (
        <button type="button" onClick={remove}>
          Remove condition {number}
        </button>
      )}
    </fieldset>
  );
}

/** Makes an alert of the shown market. */
export function NewAlert({ close }: { readonly close: () => void }) {
  const [rule, setRule] = useState<TypedRule>(EMPTY_RULE);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const market = shown.market.value;
  const set = (part: Partial<TypedRule>) => setRule((before) => ({ ...before, ...part }));
  const { conditions } = rule;
  const setCondition = (at: number, part: Partial<TypedCondition>) =>
    set({ conditions: conditions.map((one, i) => (i === at ? { ...one, ...part } : one)) });
  const add = () =>
    set({
      conditions: [...conditions, EMPTY_CONDITION].map((one) =>
        JOINED.includes(one.when) ? one : { ...one, when: 'above' as const },
      ),
    });
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const read = market === null ? { problem: 'No market is shown.' } : readRule(rule);
    setProblem('problem' in read ? read.problem : null);
    if ('problem' in read || market === null) return;
    setBusy(true);
    try {
      await call('create_alert', inputOf(read.rule, market));
      await alerts.ask();
      close();
    } catch (error) {
      setProblem(reasonOf(error));
      setBusy(false);
    }
  };
  return (
    <Modal name="new-alert" close={close}>
      <form onSubmit={(event) => void send(event)}>
        <h2>New alert{market === null ? '' : `: ${market.symbol} on ${venueName(market.venue)}`}</h2>
        {conditions.map((typed, i) => (
          <ConditionFields
            key={i}
            typed={typed}
            number={i + 1}
            isOnly={conditions.length === 1}
            set={(part) => setCondition(i, part)}
            remove={() => set({ conditions: conditions.filter((_, k) => k !== i) })}
          />
        ))}
        <div class="joined">
          {conditions.length < MOST_CONDITIONS ? (
            <button type="button" onClick={add}>
              Add a condition
            </button>
          ) : null}
          {conditions.length < 2 ? null : (
            <label>
              Fires when
              <select
                value={rule.match}
                onChange={({ currentTarget }) => set({ match: currentTarget.value as TypedRule['match'] })}
              >
                <option value="all">all hold</option>
                <option value="any">any holds</option>
              </select>
            </label>
          )}
        </div>
        <fieldset>
          <legend>Notification</legend>
          <label>
            Outlet
            <select value={rule.outlet} onChange={({ currentTarget }) => set({ outlet: currentTarget.value })}>
              <option value="log">the server's log and this page</option>
              <option value="desktop">desktop of the server</option>
              <option value="telegram">Telegram</option>
              <option value="discord">Discord</option>
              <option value={ADDRESS}>webhook</option>
            </select>
          </label>
          {rule.outlet === ADDRESS ? (
            <label>
              Address
              <input
                type="url"
                value={rule.address}
                spellcheck={false}
                onInput={({ currentTarget }) => set({ address: currentTarget.value })}
              />
            </label>
          ) : null}
          <label>
            Cool-down, s
            <input
              type="text"
              inputMode="numeric"
              value={rule.cooldown}
              onInput={({ currentTarget }) => set({ cooldown: currentTarget.value })}
            />
          </label>
          <label>
            You expect the price to go
            <select
              value={rule.expects}
              onChange={({ currentTarget }) => set({ expects: currentTarget.value as TypedRule['expects'] })}
            >
              <option value="">no direction; the ledger shows moves only</option>
              <option value="up">up</option>
              <option value="down">down</option>
            </select>
          </label>
          <label>
            Note
            <input
              type="text"
              maxLength={300}
              value={rule.note}
              onInput={({ currentTarget }) => set({ note: currentTarget.value })}
            />
          </label>
        </fieldset>
        <p class="bad problem" role="alert">
          {problem}
        </p>
        <div class="buttons">
          <button type="submit" class="primary" disabled={isBusy}>
            Create
          </button>
          <button type="button" onClick={close}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
