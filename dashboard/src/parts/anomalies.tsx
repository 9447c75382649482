import { useState } from 'preact/hooks';
import { freshness, stopped } from '../data/stopped.ts';
import type { GetAnomaliesAnswer } from '../generated/api.ts';
import { FromAnswer, Num } from '../inspect/num.tsx';
import { bps, clock, fixed, price, signed, span } from '../words/format.ts';
import { Evidence } from './evidence.tsx';
import { Nothing, Panel } from './panel.tsx';

interface Props {
  readonly found: GetAnomaliesAnswer | null;
  readonly why: string;
  readonly decimals: number | null;
}

const MOST = 8;
const STILL = { now: 'UTC and still holds', before: 'UTC, held when last heard' } as const;

/** `anomalies[venue=…][symbol=…][type=iceberg]` is about icebergs; without a type it is about all. */
const kindOf = (field: string): string => (/\[type=(\w+)\]/.exec(field)?.[1] ?? 'not judged yet').replaceAll('_', ' ');

/** Current and recent anomalies: each with its severity, its outcome, and its evidence on demand. */
export function Anomalies({ found, why, decimals }: Props) {
  const [shown, setShown] = useState<string | null>(null);
  const list = found?.anomalies ?? [];
  const blind = found?.absent ?? [];
  return (
    <Panel id="anomalies" title="Anomalies" aside={found === null ? undefined : 'each a suspicion'}>
      {found === null ? <Nothing why={why} /> : null}
      {found !== null && list.length === 0 && blind.length === 0 ? (
        <p class="quiet">No anomaly is suspected now, and none is in the stored history.</p>
      ) : null}
      {found === null ? null : (
        <FromAnswer operation="get_anomalies" answer={found}>
          <ul class="found">
            {list.slice(0, MOST).map(({ id, type, severity, side, price: at, score, onset, end, note, outcome }, i) => (
              <li key={id} class={end === null ? 'going' : 'over'}>
                <p>
                  <span class={`severity ${severity}`}>{severity}</span> <strong>{type.replaceAll('_', ' ')}</strong>
                  {at === null ? null : (
                    <>
                      {` ${side ?? ''} at `}
                      <Num field={`anomalies.${i}.price`} value={at} write={(value) => price(value, decimals)} />
                    </>
                  )}
                </p>
                <p class="quiet">
                  {clock(Date.parse(onset))}{' '}
                  {end === null ? STILL[freshness.value === 'fresh' ? 'now' : 'before'] : `to ${clock(Date.parse(end))} UTC`},
                  score <Num field={`anomalies.${i}.score`} value={score} write={(value) => fixed(value, 2)} />
                  {outcome.after.map(({ seconds, bps: moved }, k) =>
                    moved === null ? null : (
                      <span key={seconds}>
                        , mid after {span(seconds)}{' '}
                        <Num
                          field={`anomalies.${i}.outcome.after.${k}.bps`}
                          value={moved}
                          write={(value) => signed(value, bps)}
                          unit="bps"
                        />
                      </span>
                    ),
                  )}
                </p>
                <p>
                  {note}{' '}
                  <button type="button" onClick={() => setShown(id)}>
                    Evidence
                  </button>
                </p>
              </li>
            ))}
          </ul>
        </FromAnswer>
      )}
      {blind.length > 0 && stopped.value !== null ? <Nothing why="not judged while no data arrive" /> : null}
      {stopped.value !== null
        ? null
        : blind.map(({ field, reason }) => (
            <p key={field} class="absent">
              {kindOf(field)}: {reason}
            </p>
          ))}
      {shown === null ? null : <Evidence id={shown} decimals={decimals} close={() => setShown(null)} />}
    </Panel>
  );
}
