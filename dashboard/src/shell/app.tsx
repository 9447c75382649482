import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { freshness, stopped } from '../data/stopped.ts';
import { shown, trouble } from '../data/store.ts';
import type { GetFlowAnswer } from '../generated/api.ts';
import { Inspection } from '../inspect/inspection.tsx';
import { sentence } from '../words/sentence.ts';
import { standing } from './announce.ts';
import { Band } from './band.tsx';
import { Choices } from './choices.tsx';
import { currencies } from './currencies.ts';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { MarketPanels } from './market.tsx';
import { Palette } from './palette.tsx';
import { useKeys } from './use-keys.ts';

/** Bought minus sold over `seconds`; null if any of their trades is unknown. */
function netOf(flow: GetFlowAnswer | undefined, window: number): number | null {
  const found = flow?.windows.find(({ seconds }) => seconds === window);
  return found?.complete === true ? found.net : null;
}

/** The outermost element: it shows how current the figures are; its children render by themselves. */
function Frame({ children }: { readonly children: ComponentChildren }) {
  const [report, flow, liquidity] = [shown.report.value, shown.flow.value, shown.liquidity.value];
  return (
    <div
      class={`page ${freshness.value}`}
      data-seq={report?.message.inputs.map(({ seq }) => seq).join(',')}
      data-as-of={[report, flow, liquidity].map((received) => received?.message.as_of).join(' ')}
    >
      {children}
    </div>
  );
}

function LiveBand() {
  const source = useComputed(() => shown.report.value?.message.source ?? shown.feeds.value?.message.source ?? shown.source.value);
  return <Band source={source.value} link={shown.link.value} />;
}

function Sentence() {
  const report = shown.report.value;
  const why = trouble.value ?? stopped.value;
  const said = () =>
    report === null
      ? `Waiting for ${shown.market.value?.symbol ?? 'the list of markets'} …`
      : sentence(report.message, { ...currencies.value, net30: netOf(shown.flow.value?.message, 30) });
  // Without a market nothing below is live, so no place is kept for longer texts.
  const isAlone = shown.link.value === 'unfollowed';
  return <p class={`sentence ${why === null ? '' : 'trouble'} ${isAlone ? 'alone' : ''}`}>{why ?? said()}</p>;
}

/** Read aloud by a screen reader when it changes. */
function Standing() {
  const said = useComputed(() =>
    standing({
      link: shown.link.value,
      report: shown.report.value,
      market: shown.market.value,
      trouble: trouble.value,
    }),
  );
  return (
    <p class="visually-hidden" role="status">
      {said.value}
    </p>
  );
}

const Unnamed = () =>
  shown.market.value === null || shown.link.value === 'unfollowed' ? (
    <Choices markets={shown.choices.value ?? shown.markets.value} />
  ) : null;

/** What of the address was not read. It stands from the first picture until another market is chosen, so it moves nothing. */
const AddressNote = () => (shown.note.value === null ? null : <p class="address-note">{shown.note.value}</p>);

const Caveats = () =>
  shown.report.value?.message.caveats.map((caveat) => (
    <span key={caveat} class="quiet">
      {caveat}
    </span>
  )) ?? null;

export function App() {
  const [open, setOpen] = useState<'palette' | 'help' | null>(null);
  useKeys({ openPalette: () => setOpen('palette'), openHelp: () => setOpen('help') });
  return (
    <Frame>
      <a class="skip" href="#quote">
        Skip to the figures
      </a>
      <LiveBand />
      <Header openPalette={() => setOpen('palette')} openHelp={() => setOpen('help')} />
      <Sentence />
      <AddressNote />
      <Unnamed />
      <Standing />
      <main>
        <MarketPanels />
      </main>
      <footer class="bottom">
        <Caveats />
        <span class="quiet">
          <kbd>?</kbd> help
        </span>
      </footer>
      <Inspection />
      {open === 'palette' ? <Palette close={() => setOpen(null)} /> : null}
      {open === 'help' ? <Help close={() => setOpen(null)} /> : null}
    </Frame>
  );
}
