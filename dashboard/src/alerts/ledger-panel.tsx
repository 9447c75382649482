import type { GetLedgerAnswer } from '../generated/api.ts';
import { FromAnswer, Num } from '../inspect/num.tsx';
import { Nothing, Panel } from '../parts/panel.tsx';
import { bps, clock, ofWhole, signed, toneOf } from '../words/format.ts';
import { alerts, HORIZONS_SEC, horizonSec, ledger } from './alerts.ts';
import { horizon } from './words.ts';

const REFRESH_MS = 10_000;
const count = (value: number): string => value.toLocaleString('en-US');
const move = (value: number): string => signed(value, bps);
const named = (kind: string): string => kind.replaceAll('_', ' ');

/** How each kind did: entries, judged ones, hits, and the hit rate with its interval. */
function Summary({ of: { summary } }: { readonly of: GetLedgerAnswer }) {
  return (
    <table class="summary">
      <thead>
        <tr>
          <th scope="col">Kind</th>
          <th scope="col">Entries</th>
          <th scope="col">Judged</th>
          <th scope="col">Hits</th>
          <th scope="col">Hit rate (95 %)</th>
          <th scope="col">Base rate</th>
          <th scope="col">Mean, bps</th>
        </tr>
      </thead>
      <tbody>
        {summary.map((row, i) => {
          const { kind, entries, judged, hits, hit_rate: rate, low, high, mean_move_bps: mean } = row;
          return (
            <tr key={kind}>
              <th scope="row">{named(kind)}</th>
              <td>
                <Num field={`summary.${i}.entries`} value={entries} write={count} />
              </td>
              <td>
                <Num field={`summary.${i}.judged`} value={judged} write={count} />
              </td>
              <td>
                <Num field={`summary.${i}.hits`} value={hits} write={count} />
              </td>
              <td>
                <Num
                  field={`summary.${i}.hit_rate`}
                  value={rate}
                  write={ofWhole}
                  otherwise={row.hit_rate_reason ?? 'not known'}
                />
                {low === null || high === null ? null : (
                  <span class="quiet">
                    {' '}
                    (<Num field={`summary.${i}.low`} value={low} write={ofWhole} />–
                    <Num field={`summary.${i}.high`} value={high} write={ofWhole} />)
                  </span>
                )}
              </td>
              <td>
                <Num
                  field={`summary.${i}.base_rate`}
                  value={row.base_rate}
                  write={ofWhole}
                  otherwise={row.base_rate_reason ?? 'not known'}
                />
              </td>
              <td>
                <Num
                  field={`summary.${i}.mean_move_bps`}
                  value={mean}
                  write={move}
                  tone={toneOf(mean, move)}
                  otherwise="not yet"
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Why an entry is neither a hit nor a miss at the chosen horizon. */
const unjudged = (after: GetLedgerAnswer['entries'][number]['after']): string =>
  after.find(({ seconds }) => seconds === horizonSec.value)?.reason ?? 'not known';

const HIT = { true: 'hit', false: 'miss' } as const;

/** Each firing and anomaly with the mid's moves after it. */
function Entries({ of: { entries } }: { readonly of: GetLedgerAnswer }) {
  return (
    <table class="entries">
      <thead>
        <tr>
          <th scope="col">UTC</th>
          <th scope="col">What</th>
          <th scope="col">Expects</th>
          {HORIZONS_SEC.map((seconds) => (
            <th key={seconds} scope="col">
              {horizon(seconds)}
            </th>
          ))}
          <th scope="col">Judged</th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ kind, at, symbol, text, expects, after, hit }, i) => (
          // A row keeps its place when newer entries arrive: its texts change.
          <tr key={i}>
            <th scope="row">{clock(Date.parse(at))}</th>
            <td title={text}>
              {named(kind)} {symbol ?? ''}
            </td>
            <td>{expects ?? 'nothing'}</td>
            {after.map(({ seconds, move_bps: moved, reason }, k) => (
              <td key={seconds}>
                <Num
                  field={`entries.${i}.after.${k}.move_bps`}
                  value={moved}
                  write={move}
                  tone={toneOf(moved, move)}
                  otherwise={reason ?? 'not known'}
                />
              </td>
            ))}
            <td>{hit === null ? (expects === null ? 'moves only' : unjudged(after)) : HIT[hit ? 'true' : 'false']}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Firings and anomalies, judged by the market's move afterwards, misses included. */
export function Ledger() {
  const chosen = horizonSec.value;
  // A new firing is a new entry.
  ledger.usePolling(REFRESH_MS, [chosen, alerts.received.value?.message.fired[0]?.id]);
  const answer = ledger.received.value?.message ?? null;
  const why = ledger.problem.value;
  return (
    <Panel
      id="ledger"
      title="Ledger"
      aside={answer === null ? undefined : `${count(answer.total)} in 7 days; moves of the mid, bps`}
    >
      <div class="choices" role="group" aria-label="Judged after">
        <span class="quiet">judged after</span>
        {HORIZONS_SEC.map((seconds) => (
          <button key={seconds} type="button" aria-pressed={seconds === chosen} onClick={() => (horizonSec.value = seconds)}>
            {horizon(seconds)}
          </button>
        ))}
      </div>
      {answer === null || why !== null ? <Nothing why={why ?? 'requested, not received yet'} /> : null}
      {answer?.caveats.map((caveat) => (
        <p key={caveat} class="quiet note">
          {caveat}
        </p>
      ))}
      {answer === null ? null : answer.entries.length === 0 ? (
        <p class="quiet">No alert has fired and no anomaly was found in the last 7 days.</p>
      ) : (
        <FromAnswer operation="get_ledger" answer={{}}>
          <p class="quiet note">
            A hit is a move of at least 5 bps in the expected direction. A rate of few entries says little: note its interval.
          </p>
          <div class="summaries">
            <Summary of={answer} />
          </div>
          <Entries of={answer} />
        </FromAnswer>
      )}
    </Panel>
  );
}
