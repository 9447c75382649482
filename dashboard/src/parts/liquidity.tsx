import type { ComponentChildren } from 'preact';
import { freshness } from '../data/stopped.ts';
import { FromAnswer, Num } from '../inspect/num.tsx';
import type { GetLiquidityAnswer, GetReportAnswer } from '../generated/api.ts';
import { absenceOf } from '../words/absence.ts';
import { age, bps, ofWhole, price, signed, size } from '../words/format.ts';
import { FromRight } from '../words/from-right.tsx';
import { Balance, Meter } from './bars.tsx';
import { Nothing, Panel } from './panel.tsx';

interface Props {
  readonly report: GetReportAnswer;
  readonly base: string;
  readonly decimals: number | null;
}

const distance = (value: number, mid: number | null): string => (mid === null ? '' : signed(((value - mid) / mid) * 10_000, bps));

const MOST_ROWS = 8;

interface ListedProps<T> {
  readonly id: 'walls' | 'vacuums';
  readonly title: string;
  readonly aside?: string;
  readonly report: GetReportAnswer;
  readonly found: readonly T[] | null;
  /** Shown when nothing was found. */
  readonly none: string;
  /** Price of a row. */
  readonly at: (row: T) => number;
  readonly cells: (row: T, field: string) => ComponentChildren;
}

/** Findings in the book, nearest to the mid first, each with its distance and severity; or why the book was not searched. */
function Listed<T extends { readonly severity: string }>(props: ListedProps<T>) {
  const { id, title, aside, report, found, none, at, cells } = props;
  const { mid_price: mid } = report;
  const away = (row: T): number => (mid === null ? 0 : Math.abs(at(row) - mid));
  // The answer lists bids before asks, so cutting it off unsorted could show one side only.
  const nearest = (found ?? []).map((row, i) => ({ row, i })).toSorted((a, b) => away(a.row) - away(b.row));
  return (
    <Panel id={id} title={title} aside={aside}>
      {found === null ? (
        <Nothing why={absenceOf(report, `liquidity.${id}`)?.reason ?? 'not computed yet'} />
      ) : found.length === 0 ? (
        <p class="quiet">{none}</p>
      ) : (
        <FromAnswer operation="get_report" answer={report}>
          <table>
            <tbody>
              {nearest.slice(0, MOST_ROWS).map(({ row, i }, rank) => (
                <tr key={rank}>
                  {cells(row, `liquidity.${id}.${i}`)}
                  <td class="quiet">
                    <FromRight text={distance(at(row), mid)} />
                  </td>
                  <td>
                    <span class={`severity ${row.severity}`}>{row.severity}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </FromAnswer>
      )}
    </Panel>
  );
}

/** Levels with far more size than usual. */
export function Walls({ report, base, decimals }: Props) {
  return (
    <Listed
      id="walls"
      title="Walls"
      aside={`${base}; distance, bps`}
      report={report}
      found={report.liquidity.walls}
      none="None: no level is far above the usual size at its distance."
      at={(wall) => wall.price}
      cells={({ price: at, qty, side }, field) => (
        <>
          <td>
            <Num
              field={`${field}.price`}
              value={at}
              write={(value) => price(value, decimals)}
              tone={side === 'bid' ? 'buy' : 'sell'}
            />
          </td>
          <td>
            <Num field={`${field}.qty`} value={qty} write={size} />
          </td>
        </>
      )}
    />
  );
}

/** Price ranges in which the book is thinner than usual. */
export function Vacuums({ report, decimals }: Props) {
  return (
    <Listed
      id="vacuums"
      title="Vacuums"
      aside="distance, bps"
      report={report}
      found={report.liquidity.vacuums}
      none="None: the book is nowhere thinner than usual."
      at={({ from, to }) => (from + to) / 2}
      cells={({ from, to }, field) => (
        <td>
          <Num field={`${field}.from`} value={from} write={(value) => price(value, decimals)} />
          <span class="quiet"> to </span>
          <Num field={`${field}.to`} value={to} write={(value) => price(value, decimals)} />
        </td>
      )}
    />
  );
}

/** Prices at which the volume of half an hour was traded. */
export function Profile({ report, decimals }: Props) {
  // Only concise answers omit the profile; the page requests full answers.
  const { profile = null } = report.liquidity;
  const { last_price: last } = report;
  return (
    <Panel
      id="profile"
      title="Volume profile"
      aside={profile === null ? undefined : `${age(profile.covered_sec * 1_000)} of trades`}
    >
      {profile === null ? (
        <Nothing why={absenceOf(report, 'liquidity.profile')?.reason ?? 'not computed yet'} />
      ) : (
        <FromAnswer operation="get_report" answer={report}>
          <dl class="figures">
            <dt>Value area high</dt>
            <dd>
              <Num field="liquidity.profile.vah" value={profile.vah} write={(value) => price(value, decimals)} />
            </dd>
            <dt>Point of control</dt>
            <dd>
              <Num field="liquidity.profile.poc" value={profile.poc} write={(value) => price(value, decimals)} />
            </dd>
            <dt>Value area low</dt>
            <dd>
              <Num field="liquidity.profile.val" value={profile.val} write={(value) => price(value, decimals)} />
            </dd>
            <dt>Volume inside</dt>
            <dd>
              <Num field="liquidity.profile.value_share" value={profile.value_share} write={ofWhole} />
            </dd>
            <dt>Trades</dt>
            <dd>
              <Num
                field="liquidity.profile.trade_count"
                value={profile.trade_count}
                write={(value) => value.toLocaleString('en-US')}
              />
            </dd>
          </dl>
          {last === null ? null : (
            <p class="quiet">
              The last trade {freshness.value === 'fresh' ? 'is' : 'was'}{' '}
              {last > profile.vah ? 'above' : last < profile.val ? 'below' : 'inside'} the value area.
            </p>
          )}
        </FromAnswer>
      )}
    </Panel>
  );
}

/** Resting size within each distance of the mid. */
export function Depth({
  liquidity,
  why,
  base,
}: {
  readonly liquidity: GetLiquidityAnswer | null;
  readonly why: string;
  readonly base: string;
}) {
  const rows = liquidity?.depth_by_distance ?? [];
  const most = Math.max(...rows.map(({ bid, ask }) => Math.max(bid ?? 0, ask ?? 0)), Number.MIN_VALUE);
  return (
    <Panel id="depth" title="Depth by distance" aside={base}>
      {liquidity === null || rows.length === 0 ? (
        <Nothing why={liquidity === null ? why : (absenceOf(liquidity, 'depth_by_distance')?.reason ?? 'no complete book')} />
      ) : (
        <FromAnswer operation="get_liquidity" answer={liquidity}>
          <table>
            <thead>
              <tr>
                <th scope="col">Within</th>
                <th scope="col">Bid</th>
                <th scope="col">Ask</th>
                <th scope="col">Balance</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ within_bps, bid, ask, imbalance }, i) =>
                bid === null && ask === null ? (
                  <tr key={within_bps}>
                    <th scope="row">{within_bps} bps</th>
                    <td colSpan={3}>
                      <Num field={`depth_by_distance.${i}.bid`} value={null} write={size} />
                    </td>
                  </tr>
                ) : (
                  <tr key={within_bps}>
                    <th scope="row">{within_bps} bps</th>
                    <td class="metered">
                      {bid === null ? null : <Meter value={bid / most} tone="buy" />}
                      <Num field={`depth_by_distance.${i}.bid`} value={bid} write={size} otherwise="beyond the known book" />
                    </td>
                    <td class="metered">
                      {ask === null ? null : <Meter value={ask / most} tone="sell" />}
                      <Num field={`depth_by_distance.${i}.ask`} value={ask} write={size} otherwise="beyond the known book" />
                    </td>
                    <td>
                      <Balance value={imbalance} />
                    </td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </FromAnswer>
      )}
    </Panel>
  );
}
