import { FromAnswer, Num } from '../inspect/num.tsx';
import type { GetReportAnswer } from '../generated/api.ts';
import { absenceOf } from '../words/absence.ts';
import { fixed } from '../words/format.ts';
import { Meter } from './bars.tsx';
import { Nothing, Panel } from './panel.tsx';

const PARTS = ['spread', 'depth', 'balance', 'flow', 'anomalies', 'freshness'] as const;

/** The score and each of its parts; an unknown part shows the reason. */
export function Health({ report }: { readonly report: GetReportAnswer }) {
  const { health } = report;
  return (
    <Panel id="health" title="Health of the market">
      {health === null ? (
        <Nothing why={absenceOf(report, 'health')?.reason ?? 'not known'} />
      ) : (
        <FromAnswer operation="get_report" answer={report}>
          <p class="score">
            <Num field="health.score" value={health.score} write={String} />
            <span class="quiet"> of 100</span>
          </p>
          <dl class="parts">
            {PARTS.map((part) => {
              const value = health.components[part];
              return [
                <dt key={part}>{part}</dt>,
                <dd key={`${part}.`}>
                  {value === null ? null : <Meter value={value} />}
                  <Num
                    field={`health.components.${part}`}
                    value={value}
                    write={(share) => fixed(share, 2)}
                    otherwise={absenceOf(report, part)?.reason ?? 'not known'}
                  />
                </dd>,
              ];
            })}
          </dl>
        </FromAnswer>
      )}
    </Panel>
  );
}
