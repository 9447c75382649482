import type { Received, State } from '../data/store.ts';
import { FromAnswer, Num } from '../inspect/num.tsx';
import type { GetReportAnswer } from '../generated/api.ts';
import { toggleTheme } from '../look/use-theme.ts';
import { StateMark } from '../parts/state-mark.tsx';
import { age, percent, price, venueName } from '../words/format.ts';

interface Props {
  readonly state: State;
  readonly decimals: number | null;
  readonly openPalette: () => void;
  readonly openHelp: () => void;
}

function LinkState({ link }: Pick<State, 'link'>) {
  const silent = link.heard === null ? null : age(Date.now() - link.heard);
  if (link.state === 'live') return <span class="state good">● connected</span>;
  if (link.state === 'opening') return <span class="state warn">○ connecting</span>;
  return <span class="state bad">✕ server gone{silent === null ? '' : `, last heard ${silent} ago`}; trying again</span>;
}

/** How each stream behind the report stands, its age going on between messages. */
function Chips({ report: { message, at } }: { readonly report: Received<GetReportAnswer> }) {
  const passed = Date.now() - at;
  return (
    <ul class="chips" aria-label={`Streams of ${venueName(message.venue)}`}>
      {message.inputs.map(({ stream, state, age_ms }) => (
        <li key={stream}>
          {stream} <StateMark state={state} />{' '}
          <span class="quiet age">{age_ms === null ? 'nothing yet' : age(age_ms + passed)}</span>
        </li>
      ))}
    </ul>
  );
}

export function Header({ state, decimals, openPalette, openHelp }: Props) {
  const { market, report, link } = state;
  return (
    <header class="top">
      <a class="mark" href="/" aria-label="Tallyfoil">
        <svg viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
          <path d="M3.5 3v10M6.5 3v10M9.5 3v10M12.5 3v10" />
          <path class="stroke" d="M1.5 11.5 14.5 4.5" />
        </svg>
        <span>Tallyfoil</span>
      </a>
      <button
        type="button"
        class="symbol"
        onClick={openPalette}
        aria-keyshortcuts="/ Control+K"
        title="Another market: / or Ctrl K"
      >
        {market === null ? 'Choose a market' : market.symbol}
        <span class="quiet"> {market === null ? '' : venueName(market.venue)}</span> <kbd>/</kbd>
      </button>
      {report === null ? null : (
        <FromAnswer operation="get_report" answer={report.message}>
          <p class="last">
            <Num field="last_price" value={report.message.last_price} write={(value) => price(value, decimals)} />
            <Num
              field="change_24h_pct"
              value={report.message.change_24h_pct}
              write={percent}
              tone={(report.message.change_24h_pct ?? 0) < 0 ? 'sell' : 'buy'}
              otherwise=""
            />
          </p>
        </FromAnswer>
      )}
      {report === null ? null : <Chips report={report} />}
      <div class="tools">
        <LinkState link={link} />
        <button
          type="button"
          onClick={toggleTheme}
          aria-keyshortcuts="t"
          title="Dark or light: t"
          aria-label="Switch between dark and light"
        >
          ◐
        </button>
        <button type="button" onClick={openHelp} aria-keyshortcuts="?" title="Help: ?" aria-label="Help">
          ?
        </button>
      </div>
    </header>
  );
}
