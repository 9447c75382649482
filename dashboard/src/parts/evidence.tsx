import { useEffect, useState } from 'preact/hooks';
import { call, reasonOf } from '../data/api.ts';
import type { ExplainAnomalyAnswer } from '../generated/api.ts';
import { Modal } from '../shell/modal.tsx';
import { fixed, price, size } from '../words/format.ts';

interface Props {
  readonly id: string;
  readonly decimals: number | null;
  readonly close: () => void;
}

const STEPS = 60;

function Arithmetic({ of: { arithmetic } }: { readonly of: ExplainAnomalyAnswer }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Part of the score</th>
          <th scope="col">Value</th>
          <th scope="col">Weight</th>
          <th scope="col">Product</th>
        </tr>
      </thead>
      <tbody>
        {arithmetic.map(({ part, value, weight, product }) => (
          <tr key={part}>
            <th scope="row">{part}</th>
            <td>{value === null ? 'its input is missing' : fixed(value, 3)}</td>
            <td>{weight === null ? '' : fixed(weight, 3)}</td>
            <td>{product === null ? '' : fixed(product, 3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Steps({
  of: { steps, steps_left_out },
  decimals,
}: {
  readonly of: ExplainAnomalyAnswer;
  readonly decimals: number | null;
}) {
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">Time, UTC</th>
            <th scope="col">What</th>
            <th scope="col">Size</th>
            <th scope="col">Price</th>
            <th scope="col">Log no.</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ time, seq, what, size: amount, side, price: at, score }, i) => (
            <tr key={i}>
              <th scope="row">{time.slice(11, 23)}</th>
              <td>{side === null ? what : `${what}, ${side}`}</td>
              <td>{amount === null ? (score === null ? '' : `score ${fixed(score, 3)}`) : size(amount)}</td>
              <td>{at === null ? '' : price(at, decimals)}</td>
              <td>{seq}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {steps_left_out > 0 ? <p class="quiet">{steps_left_out} steps in between are left out.</p> : null}
    </>
  );
}

/** An anomaly replayed from the raw log: whether it is found again, how its score adds up, and its steps in order. */
export function Evidence({ id, decimals, close }: Props) {
  const [evidence, setEvidence] = useState<ExplainAnomalyAnswer | string | null>(null);
  useEffect(() => {
    let over = false;
    call('explain_anomaly', { id, steps: STEPS, detail: 'full' }).then(
      (answer) => over || setEvidence(answer),
      (error: unknown) => over || setEvidence(reasonOf(error)),
    );
    return () => void (over = true);
  }, [id]);
  return (
    <Modal name="evidence" close={close}>
      <h2>Evidence</h2>
      {evidence === null ? <p role="status">Replaying the log …</p> : null}
      {typeof evidence === 'string' ? <p class="absent">{evidence}</p> : null}
      {evidence === null || typeof evidence === 'string' ? null : (
        <>
          <p role="status">
            <strong class={`verdict ${evidence.reproduced ? 'matched' : 'altered'}`}>
              {evidence.reproduced ? 'found again' : 'not found again'}
            </strong>{' '}
            {evidence.reason}
          </p>
          <p>{evidence.anomaly.note}</p>
          <Arithmetic of={evidence} />
          <Steps of={evidence} decimals={decimals} />
          {evidence.caveats.map((caveat) => (
            <p key={caveat} class="quiet">
              {caveat}
            </p>
          ))}
        </>
      )}
      <button type="button" onClick={close}>
        Close
      </button>
    </Modal>
  );
}
