import { useComputed } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { Alerts } from '../alerts/alert-list.tsx';
import { Ledger } from '../alerts/ledger-panel.tsx';
import { CandleChart } from '../candles/candle-chart.tsx';
import { shown } from '../data/store.ts';
import type { GetReportAnswer } from '../generated/api.ts';
import { HeatMap } from '../heat/heat-map.tsx';
import { Anomalies } from '../parts/anomalies.tsx';
import { Feeds } from '../parts/feeds.tsx';
import { Flow } from '../parts/flow.tsx';
import { Health } from '../parts/health.tsx';
import { Ladder } from '../parts/ladder.tsx';
import { Depth, Profile, Vacuums, Walls } from '../parts/liquidity.tsx';
import { Quote } from '../parts/quote.tsx';
import { Tape } from '../parts/tape.tsx';
import { currencies } from './currencies.ts';

/** Each panel reads only the slices that it shows, so that a message renders only the panels it changed. */

const why = (topic: string): string => shown.problems.value[topic]?.message ?? 'requested, not received yet';

interface ReportPanel {
  readonly report: GetReportAnswer;
  readonly base: string;
  readonly decimals: number | null;
  readonly lotDecimals: number | null;
}

/** A panel that shows only the report. */
function OfReport({ panel: Shown }: { readonly panel: FunctionComponent<ReportPanel> }) {
  const report = shown.report.value;
  const { base, decimals, lotDecimals } = currencies.value;
  return report === null ? null : <Shown report={report.message} base={base} decimals={decimals} lotDecimals={lotDecimals} />;
}

function LiveFlow() {
  const { base, quote, decimals } = currencies.value;
  return <Flow flow={shown.flow.value?.message ?? null} why={why('flow')} base={base} quote={quote} decimals={decimals} />;
}

function LiveHeat() {
  const { base, decimals } = currencies.value;
  return <HeatMap base={base} decimals={decimals} />;
}

function LiveCandles() {
  const { base, decimals } = currencies.value;
  return <CandleChart base={base} decimals={decimals} />;
}

const LiveDepth = () => (
  <Depth liquidity={shown.liquidity.value?.message ?? null} why={why('liquidity')} base={currencies.value.base} />
);

const LiveAnomalies = () => (
  <Anomalies found={shown.anomalies.value?.message ?? null} why={why('anomalies')} decimals={currencies.value.decimals} />
);

function LiveTape() {
  const { base, decimals } = currencies.value;
  const answer = shown.tape.value?.message ?? null;
  return <Tape trades={shown.trades.value} answer={answer} why={why('trades')} base={base} decimals={decimals} />;
}

const LiveFeeds = () => <Feeds received={shown.feeds.value} why={why('feed_state')} />;

/** Every panel, once there is a report. */
export function MarketPanels() {
  const isThere = useComputed(() => shown.report.value !== null);
  if (!isThere.value) return null;
  return (
    <>
      <div class="left">
        <OfReport panel={Quote} />
        <LiveFlow />
        <OfReport panel={Health} />
      </div>
      <div class="centre">
        <LiveHeat />
        <LiveCandles />
      </div>
      <OfReport panel={Ladder} />
      <div class="lower">
        <OfReport panel={Walls} />
        <OfReport panel={Vacuums} />
        <OfReport panel={Profile} />
        <LiveDepth />
        <LiveAnomalies />
        <LiveTape />
        <LiveFeeds />
        <Alerts />
        <Ledger />
      </div>
    </>
  );
}
