import { useEffect, useState } from 'preact/hooks';
import { useStore, type State } from '../data/store.ts';
import type { GetFlowAnswer } from '../generated/api.ts';
import { HeatMap } from '../heat/heat-map.tsx';
import { Inspector } from '../inspect/inspector.tsx';
import { useInspection } from '../inspect/use-inspection.ts';
import { Anomalies } from '../parts/anomalies.tsx';
import { Feeds } from '../parts/feeds.tsx';
import { Flow } from '../parts/flow.tsx';
import { Health } from '../parts/health.tsx';
import { Ladder } from '../parts/ladder.tsx';
import { Depth, Profile, Vacuums, Walls } from '../parts/liquidity.tsx';
import { Quote } from '../parts/quote.tsx';
import { Tape } from '../parts/tape.tsx';
import { decimalsOf } from '../words/format.ts';
import { sentence } from '../words/sentence.ts';
import { standing } from './announce.ts';
import { Band } from './band.tsx';
import { Choices } from './choices.tsx';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { Palette } from './palette.tsx';
import { useKeys } from './use-keys.ts';

/** Ages go on while nothing comes. */
function useTicking(): void {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 500);
    return () => clearInterval(timer);
  }, []);
}

const currenciesOf = ({ markets, market }: State) => {
  const row = markets.find(({ symbol, venue }) => symbol === market?.symbol && venue === market.venue);
  return {
    base: row?.base ?? '',
    quote: row?.quote ?? '',
    decimals: decimalsOf(row?.tick ?? null),
    lotDecimals: decimalsOf(row?.lot ?? null),
  };
};

/** Bought minus sold over so many seconds; null where not every trade of them is known. */
function netOf(flow: GetFlowAnswer | undefined, window: number): number | null {
  const found = flow?.windows.find(({ seconds }) => seconds === window);
  return found?.complete === true ? found.net : null;
}

/** How much the figures may be trusted to be of now. */
function freshness({ link, report }: State): 'fresh' | 'stale' | 'lost' {
  if (link.state === 'lost') return 'lost';
  return report !== null && report.message.ingestion.status === 'down' ? 'stale' : 'fresh';
}

function Parts({ state }: { readonly state: State }) {
  const { report, flow, liquidity, anomalies, feeds, tape, trades, problems } = state;
  const { base, quote, decimals, lotDecimals } = currenciesOf(state);
  const why = (topic: string) => problems[topic]?.message ?? 'asked for, not here yet';
  if (report === null) return null;
  const { message } = report;
  return (
    <>
      <div class="left">
        <Quote report={message} base={base} decimals={decimals} />
        <Flow flow={flow?.message ?? null} why={why('flow')} base={base} quote={quote} decimals={decimals} />
        <Health report={message} />
      </div>
      <HeatMap base={base} decimals={decimals} />
      <Ladder report={message} base={base} decimals={decimals} lotDecimals={lotDecimals} />
      <div class="lower">
        <Walls report={message} base={base} decimals={decimals} />
        <Vacuums report={message} base={base} decimals={decimals} />
        <Profile report={message} base={base} decimals={decimals} />
        <Depth liquidity={liquidity?.message ?? null} why={why('liquidity')} base={base} />
        <Anomalies found={anomalies?.message ?? null} why={why('anomalies')} decimals={decimals} />
        <Tape trades={trades} answer={tape?.message ?? null} why={why('trades')} base={base} decimals={decimals} />
        <Feeds feeds={feeds?.message ?? null} why={why('feed_state')} />
      </div>
    </>
  );
}

export function App() {
  const state = useStore();
  useTicking();
  const [open, setOpen] = useState<'palette' | 'help' | null>(null);
  const target = useInspection();
  useKeys({ openPalette: () => setOpen('palette'), openHelp: () => setOpen('help') });
  const { report, flow, liquidity, feeds, failure, problems, link, market, markets } = state;
  const names = currenciesOf(state);
  const source = report?.message.source ?? feeds?.message.source ?? state.source;
  const fresh = freshness(state);
  const waiting =
    failure ??
    problems['report']?.message ??
    (link.state === 'lost' ? 'The server does not answer.' : `Waiting for ${market?.symbol ?? 'the list of markets'} …`);
  // The order of the streams in each message differs from no message to the next: what is said aloud changes with the state only.
  const said = standing(state);
  return (
    <div
      class={`page ${fresh}`}
      data-seq={report?.message.inputs.map(({ seq }) => seq).join(',')}
      data-as-of={[report, flow, liquidity].map((received) => received?.message.as_of).join(' ')}
    >
      <a class="skip" href="#quote">
        Skip to the figures
      </a>
      <Band source={source} />
      <Header state={state} decimals={names.decimals} openPalette={() => setOpen('palette')} openHelp={() => setOpen('help')} />
      <p class="sentence">
        {report === null ? waiting : sentence(report.message, { ...names, net30: netOf(flow?.message, 30) })}
      </p>
      {market === null ? <Choices markets={markets} /> : null}
      <p class="visually-hidden" role="status">
        {said}
      </p>
      <main>
        <Parts state={state} />
      </main>
      <footer class="bottom">
        {report === null
          ? null
          : report.message.caveats.map((caveat) => (
              <span key={caveat} class="quiet">
                {caveat}
              </span>
            ))}
        <span class="quiet">
          <kbd>?</kbd> help
        </span>
      </footer>
      {target === null ? null : <Inspector target={target} />}
      {open === 'palette' ? <Palette close={() => setOpen(null)} /> : null}
      {open === 'help' ? <Help close={() => setOpen(null)} /> : null}
    </div>
  );
}
