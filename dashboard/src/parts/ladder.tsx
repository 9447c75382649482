import { FromAnswer, Num } from '../inspect/num.tsx';
import type { GetReportAnswer } from '../generated/api.ts';
import { bps, fixed, midPrice, price, size } from '../words/format.ts';
import { absenceOf } from '../words/absence.ts';
import { Nothing, Panel } from './panel.tsx';

interface Props {
  readonly report: GetReportAnswer;
  readonly base: string;
  readonly decimals: number | null;
  /** Decimals of sizes at this venue. */
  readonly lotDecimals: number | null;
}

/** More digits of a size would clutter the ladder; the inspector shows all. */
const MOST_DECIMALS = 5;

type Level = { readonly p: number; readonly q: number };

/** The 20 best levels a side, each with its size as a bar; walls are named. A row belongs to its price, not to its rank. */
export function Ladder({ report, base, decimals, lotDecimals }: Props) {
  const { depth, liquidity } = report;
  if (depth === null)
    return (
      <Panel id="ladder" title="Ladder">
        <Nothing why={absenceOf(report, 'depth')?.reason ?? 'no complete book'} />
      </Panel>
    );
  // Only concise answers omit the levels; the page requests full answers.
  const { top20_bid: bids, top20_ask: asks } = depth;
  if (bids === undefined || asks === undefined)
    return (
      <Panel id="ladder" title="Ladder">
        <Nothing why="this answer has no levels" />
      </Panel>
    );
  const most = Math.max(...[...bids, ...asks].map(({ q }) => q), Number.MIN_VALUE);
  const walls = new Map(liquidity.walls?.map((wall) => [wall.price, wall]));
  const amount = (value: number) => (lotDecimals === null ? size(value) : fixed(value, Math.min(lotDecimals, MOST_DECIMALS)));
  const row = (level: Level, i: number, side: 'bid' | 'ask') => {
    const wall = walls.get(level.p);
    const field = `depth.top20_${side}.${i}`;
    return (
      <li key={level.p} class={`${side} ${wall === undefined ? '' : 'wall'}`} style={{ '--row': i }}>
        <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect x={100 - (level.q / most) * 100} y="0" width={(level.q / most) * 100} height="10" />
        </svg>
        <Num
          field={`${field}.p`}
          value={level.p}
          write={(value) => price(value, decimals)}
          tone={side === 'bid' ? 'buy' : 'sell'}
        />
        <span class="badge">
          {/* Centred: another text is another element, so that nothing moves. */}
          {wall === undefined ? null : <span key={wall.severity}>{`${wall.severity} wall`}</span>}
        </span>
        <Num field={`${field}.q`} value={level.q} write={amount} />
      </li>
    );
  };
  return (
    <Panel id="ladder" title="Ladder" aside={`price · size, ${base}`}>
      <FromAnswer operation="get_report" answer={report}>
        <ol class="levels asks" aria-label="Asks, farthest first">
          {asks.map((level, i) => row(level, i, 'ask')).toReversed()}
        </ol>
        <p class="touch">
          <Num field="mid_price" value={report.mid_price} write={(value) => midPrice(value, decimals)} />
          <span class="quiet">spread</span>
          <Num field="spread_bps" value={report.spread_bps} write={bps} unit="bps" tone="quiet" />
        </p>
        <ol class="levels bids" aria-label="Bids, best first">
          {bids.map((level, i) => row(level, i, 'bid'))}
        </ol>
      </FromAnswer>
    </Panel>
  );
}
