import { anyKnown, FromAnswer, Num } from '../inspect/num.tsx';
import type { GetReportAnswer } from '../generated/api.ts';
import { bps, fixed, midPrice, money, price, share, size } from '../words/format.ts';
import { Panel } from './panel.tsx';
import { Balance } from './bars.tsx';

interface Props {
  readonly report: GetReportAnswer;
  readonly base: string;
  readonly decimals: number | null;
}

/** Price and touch. */
export function Quote({ report, base, decimals }: Props) {
  const at = (value: number) => price(value, decimals);
  const finer = decimals === null ? null : decimals + 2;
  return (
    <Panel id="quote" title="Quote">
      <FromAnswer operation="get_report" answer={report}>
        <dl class="figures">
          <dt>Ask</dt>
          <dd>
            <Num field="best_ask.price" value={report.best_ask?.price ?? null} write={at} tone="sell" />
            {report.best_ask === null ? null : (
              <Num field="best_ask.qty" value={report.best_ask.qty} write={size} unit={base} tone="quiet" />
            )}
          </dd>
          <dt>Bid</dt>
          <dd>
            <Num field="best_bid.price" value={report.best_bid?.price ?? null} write={at} tone="buy" />
            {report.best_bid === null ? null : (
              <Num field="best_bid.qty" value={report.best_bid.qty} write={size} unit={base} tone="quiet" />
            )}
          </dd>
          <dt>Spread</dt>
          <dd>
            <Num field="spread_bps" value={report.spread_bps} write={bps} unit="bps" />
          </dd>
          <dt>Mid</dt>
          <dd>
            <Num field="mid_price" value={report.mid_price} write={(value) => midPrice(value, decimals)} />
          </dd>
          <dt>Micro-price</dt>
          <dd>
            <Num field="micro_price" value={report.micro_price} write={(value) => price(value, finer)} />
          </dd>
          <dt>Imbalance, top 20</dt>
          <dd>
            <Balance value={report.depth?.imbalance ?? null} />
            <Num field="depth.imbalance" value={report.depth?.imbalance ?? null} write={share} />
          </dd>
          <dt>Bids, asks, top 20</dt>
          <dd>
            <Num field="depth.sum_bid" value={report.depth?.sum_bid ?? null} write={size} tone="buy" />
            {anyKnown(report.depth?.sum_bid, report.depth?.sum_ask) ? (
              <Num field="depth.sum_ask" value={report.depth?.sum_ask ?? null} write={size} tone="sell" />
            ) : null}
          </dd>
          <dt>24 h range</dt>
          <dd>
            <Num field="low_24h" value={report.low_24h} write={at} />
            {anyKnown(report.low_24h, report.high_24h) ? (
              <>
                <span class="quiet">to</span>
                <Num field="high_24h" value={report.high_24h} write={at} />
              </>
            ) : null}
          </dd>
          <dt>24 h volume</dt>
          <dd>
            <Num field="volume_24h" value={report.volume_24h} write={money} unit={base} />
          </dd>
          <dt>Events a second</dt>
          <dd>
            <Num field="flow.orders_per_sec" value={report.flow.orders_per_sec} write={(value) => fixed(value, 1)} />
          </dd>
        </dl>
      </FromAnswer>
    </Panel>
  );
}
