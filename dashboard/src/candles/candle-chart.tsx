import { useRef, useState } from 'preact/hooks';
import type { Polled } from '../data/poll.ts';
import { freshness, stopped } from '../data/stopped.ts';
import { shown } from '../data/store.ts';
import type { GetCandleHistoryAnswer, GetCandlesAnswer } from '../generated/api.ts';
import { blank, Picture } from '../heat/picture.tsx';
import { useCanvas } from '../heat/use-canvas.ts';
import { FromAnswer, Num } from '../inspect/num.tsx';
import { useTheme } from '../look/use-theme.ts';
import { Nothing } from '../parts/panel.tsx';
import { price, size } from '../words/format.ts';
import { NO_DATA } from '../words/stopped.ts';
import { INTERVALS, type Bar, type Interval } from './bars.ts';
import { barAt, drawBars, layoutOf, roomFor, type Layout } from './draw-bars.ts';
import { joinBars, ofShown, whyApart, type Answers } from './join-bars.ts';
import { Origin } from './origin.tsx';
import { barLength, BARS, candles, history, useBars } from './use-bars.ts';
import { describe, moment, whyMissing, whyNone } from './words.ts';

const NAMES = Object.keys(INTERVALS) as Interval[];
const FIELDS = ['open', 'high', 'low', 'close'] as const;

interface Props {
  readonly base: string;
  readonly decimals: number | null;
}

type Received = Answers<GetCandlesAnswer, GetCandleHistoryAnswer>;

interface ReadoutProps extends Props, Received {
  readonly bar: Bar | undefined;
  readonly newest: number;
  readonly seconds: number;
}

/** The figures of one bar. */
function Readout({ bar, newest, seconds, base, decimals, here, venue }: ReadoutProps) {
  const answer = bar?.origin === 'venue' ? venue : here;
  if (bar === undefined) return <dl class="bar-figures" aria-hidden="true" />;
  const said = describe(bar, freshness.value === 'fresh');
  const head = (
    <dt>
      <span>{moment(bar.start, seconds, newest)} UTC</span>{' '}
      <span class="quiet" title={said}>
        {said}
      </span>
    </dt>
  );
  if (answer === null || bar.index === null)
    return (
      <dl class="bar-figures">
        {head}
        <dd class="none">{whyNone(venue?.venue ?? null)}</dd>
      </dl>
    );
  const why = whyMissing(answer, bar.index);
  return (
    <FromAnswer operation={bar.origin === 'venue' ? 'get_candle_history' : 'get_candles'} answer={answer}>
      <dl class="bar-figures">
        {head}
        {FIELDS.map((field) => (
          <dd key={field}>
            <span class="quiet">{field}</span>{' '}
            <Num
              field={`candles.${bar.index}.${field}`}
              value={bar[field]}
              write={(value) => price(value, decimals)}
              otherwise={why}
            />
          </dd>
        ))}
        <dd>
          <span class="quiet">{base === '' ? 'volume' : `volume, ${base}`}</span>{' '}
          <Num field={`candles.${bar.index}.volume`} value={bar.volume} write={size} otherwise={why} />
        </dd>
      </dl>
    </FromAnswer>
  );
}

/** An answer with its time of arrival, if it is of the shown market and interval. */
const received = <T extends Parameters<typeof ofShown>[0] & object>(
  { received: { value } }: Polled<T>,
  interval: Interval,
): { readonly message: T; readonly at: number } | null =>
  value === null || ofShown(value.message, shown.market.value, interval) === null ? null : value;

/** Bars of the shown market at a chosen interval: older ones from the venue's own candles, the newest from trades here. */
export function CandleChart({ base, decimals }: Props) {
  const theme = useTheme();
  const interval = barLength.value;
  const [chosen, setChosen] = useState<number | null>(null);
  const layout = useRef<Layout | null>(null);
  const [room, setRoom] = useState(BARS);
  useBars();
  const seconds = INTERVALS[interval];
  const [here, asked] = [received(candles, interval), received(history, interval)];
  const apart = whyApart({ here: here?.message ?? null, venue: asked?.message ?? null });
  const venue = apart === null ? asked : null;
  const answers = { here: here?.message ?? null, venue: venue?.message ?? null };
  const bars = joinBars(answers, interval, room);
  const isFresh = freshness.value === 'fresh';
  // A bar keeps its time, whatever bars come after it.
  const read = bars.find(({ start }) => start === chosen) ?? bars.at(-1);

  const canvas = useCanvas(
    (context, place) => {
      blank(context, place, theme.panel);
      // Only bars that are drawn are counted and read out.
      setRoom(Math.min(BARS, roomFor(place)));
      layout.current = layoutOf(bars, place);
      if (layout.current === null) return;
      const marked = chosen === null ? null : layout.current.bars.findIndex(({ start }) => start === chosen);
      drawBars(context, layout.current, { theme, decimals, seconds, marked, isFrozen: !isFresh });
    },
    [candles.received.value, history.received.value, interval, room, theme, chosen, decimals, isFresh],
  );
  const pointAt = (event: PointerEvent) => {
    const at = layout.current === null ? null : barAt(layout.current, event.offsetX);
    setChosen(at === null ? null : (layout.current?.bars[at]?.start ?? null));
  };
  const step = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
    const move = moves[event.key];
    if (move === undefined && event.key !== 'Escape') return;
    const from = bars.findIndex(({ start }) => start === read?.start);
    const to = Math.min(bars.length - 1, Math.max(0, from + (move ?? 0) * (event.shiftKey ? 10 : 1)));
    setChosen(move === undefined ? null : (bars[to]?.start ?? null));
    event.preventDefault();
  };
  return (
    <section id="candles" class="panel candles" aria-labelledby="candles-title">
      <header>
        <h2 id="candles-title">Candles</h2>
        <div class="choices" role="group" aria-label="Length of a bar">
          {NAMES.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === interval}
              onClick={() => (setChosen(null), (barLength.value = name))}
            >
              {name}
            </button>
          ))}
        </div>
      </header>
      <div class="plot">
        <Picture
          canvas={canvas}
          label={`Candles of ${interval}; arrow keys choose a bar, and its figures are shown below`}
          pointAt={pointAt}
          leave={() => setChosen(null)}
          step={step}
        />
        {bars.length > 0 ? null : (
          <div class="over">
            <Nothing why={candles.problem.value ?? 'requested, not received yet'} />
          </div>
        )}
        {bars.length > 0 && stopped.value !== null ? <p class="ended">{NO_DATA} now</p> : null}
      </div>
      <Readout bar={read} newest={bars.at(-1)?.start ?? 0} seconds={seconds} base={base} decimals={decimals} {...answers} />
      <footer>
        <Origin bars={bars} interval={interval} room={room} here={here} venue={venue} problem={apart ?? history.problem.value} />
        <p>
          <span class="swatch solid">closed</span>
          <span class="swatch hollow">forming</span>
          <span class="swatch unknown">trades missing or no bar</span>
        </p>
      </footer>
    </section>
  );
}
