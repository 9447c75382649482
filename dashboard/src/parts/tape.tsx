import { FromAnswer, Num } from '../inspect/num.tsx';
import type { TradesMessage } from '../generated/api.ts';
import type { Trade } from '../data/store.ts';
import { clock, price, size } from '../words/format.ts';
import { Nothing, Panel } from './panel.tsx';

interface Props {
  readonly trades: readonly Trade[];
  readonly answer: TradesMessage | null;
  readonly why: string;
  readonly base: string;
  readonly decimals: number | null;
}

/** The newest trades; larger ones stand out. */
export function Tape({ trades, answer, why, base, decimals }: Props) {
  const sizes = trades.map(({ qty }) => qty).toSorted((a, b) => b - a);
  const large = sizes[Math.floor(sizes.length * 0.1)] ?? Infinity;
  return (
    <Panel id="tape" title="Trades" aside={`UTC · ${base}`}>
      {answer === null || trades.length === 0 ? (
        <Nothing why={answer === null ? why : 'no trade has arrived'} />
      ) : (
        <FromAnswer operation="get_trades" answer={{}}>
          <ol class="prints">
            {trades.slice(0, 40).map(({ id, time, price: at, qty, side }, i) => (
              <li key={id} class={qty >= large ? 'large' : ''} style={{ '--row': i }}>
                <time dateTime={time}>{clock(Date.parse(time))}</time>
                <span class={side}>{side === 'buy' ? '▲ buy' : '▼ sell'}</span>
                <Num field="trades.0.price" trade={id} value={at} write={(value) => price(value, decimals)} tone={side} />
                <Num field="trades.0.qty" trade={id} value={qty} write={size} />
              </li>
            ))}
          </ol>
        </FromAnswer>
      )}
    </Panel>
  );
}
