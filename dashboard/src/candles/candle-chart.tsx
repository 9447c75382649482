import { useRef, useState } from 'preact/hooks';
import { since } from '../data/now.ts';
import { freshness, stopped } from '../data/stopped.ts';
import { blank, Picture } from '../heat/picture.tsx';
import { useCanvas } from '../heat/use-canvas.ts';
import { FromAnswer, Num } from '../inspect/num.tsx';
import { useTheme } from '../look/use-theme.ts';
import { Nothing } from '../parts/panel.tsx';
import { age, clock, price, size } from '../words/format.ts';
import { NO_DATA } from '../words/stopped.ts';
import { barsOf, INTERVALS, type Bar, type Interval } from './bars.ts';
import { barAt, drawBars, layoutOf, type Layout } from './draw-bars.ts';
import { barLength, BARS, candles, useBars } from './use-bars.ts';
import { EARLIER, moment, standingOf, whyMissing } from './words.ts';

const NAMES = Object.keys(INTERVALS) as Interval[];
const FIELDS = ['open', 'high', 'low', 'close'] as const;

interface Props {
  readonly base: string;
  readonly decimals: number | null;
}

/** How many bars there are, from when, and how old the answer is. */
function Origin({ bars, seconds }: { readonly bars: readonly Bar[]; readonly seconds: number }) {
  const received = candles.received.value;
  const [first] = bars;
  if (received === null || first === undefined) return null;
  const { message, at } = received;
  return (
    <p class="origin">
      {bars.length} {bars.length === 1 ? 'bar' : 'bars'} from {moment(first.start, seconds)} UTC, {message.source}, of{' '}
      {clock(Date.parse(message.as_of))} UTC, <span class="age">{age(since(at))}</span> ago.
      {bars.length < BARS ? ` ${EARLIER}` : ''}
    </p>
  );
}

/** The figures of one bar. */
function Readout({ bar, seconds, base, decimals }: Props & { readonly bar: Bar | undefined; readonly seconds: number }) {
  const answer = candles.received.value?.message;
  if (answer === undefined || bar === undefined) return <dl class="bar-figures" aria-hidden="true" />;
  const why = whyMissing(answer, bar.index);
  return (
    <FromAnswer operation="get_candles" answer={answer}>
      <dl class="bar-figures">
        <dt>
          {moment(bar.start, seconds)} UTC <span class="quiet">{standingOf(bar, freshness.value === 'fresh')}</span>
        </dt>
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
          <span class="quiet">volume</span>{' '}
          <Num field={`candles.${bar.index}.volume`} value={bar.volume} write={size} unit={base} otherwise={why} />
        </dd>
      </dl>
    </FromAnswer>
  );
}

/** Bars of the shown market at a chosen interval, drawn from the answers of `get_candles`. */
export function CandleChart({ base, decimals }: Props) {
  const theme = useTheme();
  const interval = barLength.value;
  const [chosen, setChosen] = useState<number | null>(null);
  const layout = useRef<Layout | null>(null);
  useBars();
  const seconds = INTERVALS[interval];
  const answer = candles.received.value?.message ?? null;
  const bars = answer === null || answer.interval !== interval ? [] : barsOf(answer, interval);
  const isFresh = freshness.value === 'fresh';
  // A bar keeps its time, whatever bars come after it.
  const read = bars.find(({ start }) => start === chosen) ?? bars.at(-1);

  const canvas = useCanvas(
    (context, room) => {
      blank(context, room, theme.panel);
      layout.current = layoutOf(bars, room);
      if (layout.current === null) return;
      const marked = chosen === null ? null : layout.current.bars.findIndex(({ start }) => start === chosen);
      drawBars(context, layout.current, { theme, decimals, seconds, marked, isFrozen: !isFresh });
    },
    [candles.received.value, interval, theme, chosen, decimals, isFresh],
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
      <Readout bar={read} seconds={seconds} base={base} decimals={decimals} />
      <footer>
        <Origin bars={bars} seconds={seconds} />
        <p>
          <span class="swatch solid">closed</span>
          <span class="swatch hollow">forming</span>
          <span class="swatch unknown">trades missing</span>
        </p>
      </footer>
    </section>
  );
}
