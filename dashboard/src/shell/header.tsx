import { since } from '../data/now.ts';
import { stopped } from '../data/stopped.ts';
import { shown, trouble } from '../data/store.ts';
import { anyKnown, FromAnswer, Num } from '../inspect/num.tsx';
import { toggleTheme } from '../look/use-theme.ts';
import { StateMark } from '../parts/state-mark.tsx';
import { age, percent, price, toneOf, venueName } from '../words/format.ts';
import { currencies } from './currencies.ts';

interface Props {
  readonly openPalette: () => void;
  readonly openHelp: () => void;
}

/** Tone, shape and words of the connection. */
function linkWords(): readonly [tone: 'good' | 'warn' | 'bad', text: string] {
  const link = shown.link.value;
  if (link === 'unfollowed') return ['bad', `✕ ${shown.market.value === null ? 'no market' : 'not followed'}`];
  if (link === 'refused') return ['bad', '✕ refused; trying again'];
  if (link === 'live' && trouble.value !== null) return ['warn', '◐ no data; trying again'];
  if (link === 'live' && stopped.value !== null) return ['bad', '✕ no data from the venue'];
  if (link === 'live') return ['good', '● connected'];
  if (link === 'opening') return ['warn', '○ connecting'];
  const heard = shown.heard.value;
  return ['bad', `✕ server gone${heard === null ? '' : `, last heard ${age(since(heard))} ago`}; trying again`];
}

function LinkState() {
  const [tone, text] = linkWords();
  // Written from the right: another text is another element, so that nothing moves.
  return (
    <span class={`state ${tone}`}>
      <span key={text}>{text}</span>
    </span>
  );
}

/** State of each stream behind the report; its age grows between messages. */
function Chips() {
  const report = shown.report.value;
  // Its place is kept until the first report.
  if (report === null) return <ul class="chips" aria-hidden="true" />;
  const { message, at } = report;
  const passed = since(at);
  return (
    <ul class="chips" aria-label={`Streams of ${venueName(message.venue)}`}>
      {message.inputs.map(({ stream, state, age_ms }) => (
        <li key={stream}>
          <span class="named">
            {stream} <StateMark state={state} seen={trouble.value === null ? 'now' : 'before'} />
          </span>
          <span class="quiet age">{age_ms === null ? 'nothing yet' : age(age_ms + passed)}</span>
        </li>
      ))}
    </ul>
  );
}

function MarketButton({ open }: { readonly open: () => void }) {
  const market = shown.market.value;
  return (
    <button type="button" class="symbol" onClick={open} aria-keyshortcuts="/ Control+K" title="Another market: / or Ctrl K">
      {market === null ? 'Choose a market' : market.symbol}
      <span class="quiet"> {market === null ? '' : venueName(market.venue)}</span> <kbd>/</kbd>
    </button>
  );
}

function LastPrice() {
  const report = shown.report.value;
  const { decimals } = currencies.value;
  if (report === null) return null;
  return (
    <FromAnswer operation="get_report" answer={report.message}>
      <p class="last">
        <Num field="last_price" value={report.message.last_price} write={(value) => price(value, decimals)} />
        {anyKnown(report.message.last_price, report.message.change_24h_pct) ? (
          <Num
            field="change_24h_pct"
            value={report.message.change_24h_pct}
            write={percent}
            tone={toneOf(report.message.change_24h_pct, percent)}
            otherwise=""
          />
        ) : null}
      </p>
    </FromAnswer>
  );
}

export function Header({ openPalette, openHelp }: Props) {
  return (
    <header class="top">
      <a class="mark" href="/" aria-label="Tallyfoil">
        <svg viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
          <path d="M3.5 3v10M6.5 3v10M9.5 3v10M12.5 3v10" />
          <path class="stroke" d="M1.5 11.5 14.5 4.5" />
        </svg>
        <span>Tallyfoil</span>
      </a>
      <MarketButton open={openPalette} />
      <LastPrice />
      <Chips />
      <div class="tools">
        <LinkState />
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
