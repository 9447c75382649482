import { since } from '../data/now.ts';
import { freshness } from '../data/stopped.ts';
import type { Received } from '../data/store.ts';
import { FromAnswer, Num } from '../inspect/num.tsx';
import type { GetDataHealthAnswer } from '../generated/api.ts';
import { age, clock, venueName } from '../words/format.ts';
import { Nothing, Panel } from './panel.tsx';
import { StateMark } from './state-mark.tsx';

/** Each venue and each of its streams: state, since when, reason and age. */
export function Feeds({ received, why }: { readonly received: Received<GetDataHealthAnswer> | null; readonly why: string }) {
  if (received === null)
    return (
      <Panel id="feeds" title="Feeds">
        <Nothing why={why} />
      </Panel>
    );
  const { message: feeds, at } = received;
  const { raw_log: log } = feeds;
  const was = freshness.value === 'lost' ? 'was ' : '';
  // Ages grow between answers, and after the last one.
  const passed = since(at);
  return (
    <Panel
      id="feeds"
      title="Feeds"
      aside={
        log === undefined
          ? 'Raw log not reported'
          : log.state === 'off'
            ? `No raw log: ${log.reason ?? 'off'}`
            : `Raw log ${was}${log.state}${log.reason === null ? '' : `: ${log.reason}`}`
      }
    >
      <FromAnswer operation="get_data_health" answer={{}}>
        {feeds.venues.map(({ venue, status, host, clock_offset_ms, reconnects, quarantined, notes, not_listed = [] }, v) => (
          <div key={venue} class="venue">
            <h3>
              <StateMark state={status} /> {venueName(venue)} <span class="quiet">{host ?? 'no connection'}</span>
            </h3>
            <p class="quiet">
              clock offset{' '}
              <Num
                field={`venues.${v}.clock_offset_ms`}
                value={clock_offset_ms}
                write={(ms) => `${ms} ms`}
                otherwise="not known before the first message"
              />
              , reconnects <Num field={`venues.${v}.reconnects`} value={reconnects} write={String} />, set aside{' '}
              <Num field={`venues.${v}.quarantined`} value={quarantined} write={String} />
              {notes.length > 0 ? `. ${notes.join('. ')}` : ''}
              {not_listed.length > 0 ? `. Not listed there: ${not_listed.join(', ')}` : ''}
            </p>
            <table>
              <thead>
                <tr>
                  <th scope="col">Stream</th>
                  <th scope="col">State</th>
                  <th scope="col">Why</th>
                  <th scope="col">Since, UTC</th>
                  <th scope="col">Age</th>
                  <th scope="col">Gaps, 24 h</th>
                </tr>
              </thead>
              <tbody>
                {feeds.streams.map(({ venue: of, symbol, stream, state, reason, since: from, age_ms, gaps_24h }, i) =>
                  of === venue ? (
                    <tr key={`${symbol}${stream}`}>
                      <th scope="row">
                        {symbol} {stream}
                      </th>
                      <td>
                        <StateMark state={state} />
                      </td>
                      <td class="reason">{reason}</td>
                      <td>{from == null ? 'never' : clock(Date.parse(from))}</td>
                      <td>
                        <Num
                          field={`streams.${i}.age_ms`}
                          value={age_ms}
                          write={(ms) => age(ms + passed)}
                          otherwise="nothing yet"
                        />
                      </td>
                      <td>
                        <Num field={`streams.${i}.gaps_24h`} value={gaps_24h} write={String} />
                      </td>
                    </tr>
                  ) : null,
                )}
              </tbody>
            </table>
          </div>
        ))}
      </FromAnswer>
    </Panel>
  );
}
