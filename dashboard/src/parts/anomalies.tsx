import type { GetReportAnswer } from '../generated/api.ts';
import { absenceOf } from '../words/absence.ts';
import { Nothing, Panel } from './panel.tsx';

/** What looks wrong, and what was seen. */
export function Anomalies({ report }: { readonly report: GetReportAnswer }) {
  const { anomalies } = report;
  const blind = report.absent.filter(({ field }) => field.startsWith('anomalies.'));
  return (
    <Panel id="anomalies" title="Anomalies">
      {anomalies === null ? (
        <Nothing why={absenceOf(report, 'anomalies')?.reason ?? 'not worked out'} />
      ) : anomalies.length === 0 ? (
        <p class="quiet">None is suspected now.</p>
      ) : (
        <ul class="found">
          {anomalies.map(({ type, severity, note }, i) => (
            <li key={i}>
              <span class={`severity ${severity}`}>{severity}</span> <strong>{type.replaceAll('_', ' ')}</strong> suspected
              {note === null ? null : <p class="quiet">{note}</p>}
            </li>
          ))}
        </ul>
      )}
      {blind.map(({ field, reason }) => (
        <p key={field} class="absent">
          {field.slice('anomalies.'.length).replaceAll('_', ' ')}: {reason}
        </p>
      ))}
    </Panel>
  );
}
