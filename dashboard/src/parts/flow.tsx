import { FromAnswer, Num } from '../inspect/num.tsx';
import type { GetFlowAnswer } from '../generated/api.ts';
import { clock, money, price, signed, span, toneOf } from '../words/format.ts';
import { Balance } from './bars.tsx';
import { missing, Nothing, Panel } from './panel.tsx';

interface Props {
  readonly flow: GetFlowAnswer | null;
  readonly why: string;
  readonly base: string;
  readonly quote: string;
  readonly decimals: number | null;
}

/** Share by which buying outweighs selling, −1–1; 0 if nothing was traded. */
const balance = (buy: number, sell: number): number => (buy + sell === 0 ? 0 : (buy - sell) / (buy + sell));

/** Taker volume over several windows, and the sum of the day. */
export function Flow({ flow, why, base, quote, decimals }: Props) {
  return (
    <Panel id="flow" title="Flow">
      {flow === null ? (
        <Nothing why={why} />
      ) : (
        <FromAnswer operation="get_flow" answer={flow}>
          <dl class="figures">
            <dt>Delta{flow.cvd === null ? '' : ` since ${clock(Date.parse(flow.cvd.since)).slice(0, 5)} UTC`}</dt>
            <dd>
              <Num
                field="cvd.base"
                value={flow.cvd?.base ?? null}
                write={signed}
                unit={base}
                tone={toneOf(flow.cvd?.base ?? null)}
              />
            </dd>
            <dt>the same in {quote}</dt>
            <dd>
              <Num
                field="cvd.quote"
                value={flow.cvd?.quote ?? null}
                write={(value) => signed(value, money)}
                tone={toneOf(flow.cvd?.quote ?? null)}
              />
            </dd>
          </dl>
          <table>
            <thead>
              <tr>
                <th scope="col">Window</th>
                <th scope="col" aria-hidden="true" />
                <th scope="col">Net {base}</th>
                <th scope="col">VWAP</th>
                <th scope="col" title="Order-flow imbalance at the touch">
                  OFI
                </th>
              </tr>
            </thead>
            <tbody>
              {flow.windows.map(({ seconds, buy, sell, net, vwap, ofi, complete }, i) => (
                <tr key={seconds}>
                  <th scope="row">{span(seconds)}</th>
                  <td>{buy === null || sell === null ? null : <Balance value={balance(buy, sell)} />}</td>
                  {complete ? (
                    <>
                      <td>
                        <Num field={`windows.${i}.net`} value={net} write={signed} tone={toneOf(net)} />
                      </td>
                      <td>
                        <Num field={`windows.${i}.vwap`} value={vwap} write={(value) => price(value, decimals)} />
                      </td>
                      <td>
                        <Num field={`windows.${i}.ofi`} value={ofi} write={signed} />
                      </td>
                    </>
                  ) : (
                    <td colSpan={3} class="absent">
                      {missing(`not every trade of ${span(seconds)} is known`)}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
          <p class="quiet note">OFI needs a complete book over the whole window, at most 5 min.</p>
        </FromAnswer>
      )}
    </Panel>
  );
}
