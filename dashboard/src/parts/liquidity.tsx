import { FromAnswer, Num } from '../inspect/num.tsx';
import type { GetLiquidityAnswer, GetReportAnswer } from '../generated/api.ts';
import { absenceOf } from '../words/absence.ts';
import { age, bps, price, share, signed, size } from '../words/format.ts';
import { Balance, Meter } from './bars.tsx';
import { Nothing, Panel } from './panel.tsx';

interface Props {
  readonly report: GetReportAnswer;
  readonly base: string;
  readonly decimals: number | null;
}

const distance = (value: number, mid: number | null): string =>
  mid === null ? '' : `${signed(((value - mid) / mid) * 10_000, bps)} bps`;

/** Levels that stand out, nearest first. */
export function Walls({ report, base, decimals }: Props) {
  const { walls } = report.liquidity;
  const why = absenceOf(report, 'liquidity.walls')?.reason;
  return (
    <Panel id="walls" title="Walls" aside={base}>
      {walls === null ? (
        <Nothing why={why ?? 'not worked out yet'} />
      ) : walls.length === 0 ? (
        <p class="quiet">None: no level is far above what is usual at its distance.</p>
      ) : (
        <FromAnswer operation="get_report" answer={report}>
          <table>
            <tbody>
              {walls.slice(0, 8).map(({ price: at, qty, side, severity }, i) => (
                <tr key={`${side}${at}`}>
                  <td>
                    <Num
                      field={`liquidity.walls.${i}.price`}
                      value={at}
                      write={(value) => price(value, decimals)}
                      tone={side === 'bid' ? 'buy' : 'sell'}
                    />
                  </td>
                  <td>
                    <Num field={`liquidity.walls.${i}.qty`} value={qty} write={size} />
                  </td>
                  <td class="quiet">{distance(at, report.mid_price)}</td>
                  <td>
                    <span class={`severity ${severity}`}>{severity}</span>
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

/** Stretches of the book that are thinner than usual. */
export function Vacuums({ report, decimals }: Props) {
  const { vacuums } = report.liquidity;
  return (
    <Panel id="vacuums" title="Vacuums">
      {vacuums === null ? (
        <Nothing why={absenceOf(report, 'liquidity.vacuums')?.reason ?? 'not worked out yet'} />
      ) : vacuums.length === 0 ? (
        <p class="quiet">None: the book is nowhere thinner than usual.</p>
      ) : (
        <FromAnswer operation="get_report" answer={report}>
          <table>
            <tbody>
              {vacuums.slice(0, 8).map(({ from, to, severity }, i) => (
                <tr key={from}>
                  <td>
                    <Num field={`liquidity.vacuums.${i}.from`} value={from} write={(value) => price(value, decimals)} />
                    <span class="quiet"> to </span>
                    <Num field={`liquidity.vacuums.${i}.to`} value={to} write={(value) => price(value, decimals)} />
                  </td>
                  <td class="quiet">{distance((from + to) / 2, report.mid_price)}</td>
                  <td>
                    <span class={`severity ${severity}`}>{severity}</span>
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

/** Where the volume of half an hour was traded. */
export function Profile({ report, decimals }: Props) {
  const { profile } = report.liquidity;
  const { last_price: last } = report;
  return (
    <Panel
      id="profile"
      title="Volume profile"
      aside={profile === null ? undefined : `${age(profile.covered_sec * 1_000)} of trades`}
    >
      {profile === null ? (
        <Nothing why={absenceOf(report, 'liquidity.profile')?.reason ?? 'not worked out yet'} />
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
              <Num field="liquidity.profile.value_share" value={profile.value_share} write={share} />
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
              The last trade is {last > profile.vah ? 'above' : last < profile.val ? 'below' : 'inside'} the value area.
            </p>
          )}
        </FromAnswer>
      )}
    </Panel>
  );
}

/** How much rests within a distance of the mid. */
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
        <Nothing why={liquidity === null ? why : (absenceOf(liquidity, 'depth_by_distance')?.reason ?? 'no whole book')} />
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
                      <Num
                        field={`depth_by_distance.${i}.bid`}
                        value={null}
                        write={size}
                        otherwise="reaches beyond the known book"
                      />
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
