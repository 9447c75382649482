import { useEffect, useRef, useState } from 'preact/hooks';
import { codedSize } from '../data/columns.ts';
import { stopped } from '../data/stopped.ts';
import { shown, type State } from '../data/store.ts';
import { heatColour } from './scale.ts';
import { useTheme } from '../look/use-theme.ts';
import type { Theme } from '../look/theme.ts';
import { clock, price, size as sizeText } from '../words/format.ts';
import { NO_DATA } from '../words/stopped.ts';
import { drawCross, drawScene, type Mark } from './draw.ts';
import { bucketsOf, drawFlow } from './draw-flow.ts';
import { blank, Picture } from './picture.tsx';
import { Raster } from './raster.ts';
import { candlesBefore } from './draw-candles.ts';
import { useCandles } from './use-candles.ts';
import { useCanvas } from './use-canvas.ts';
import { columnAt, numberAt, rowAt, viewOf, type View } from './view.ts';
import { CAPTION, LEGEND, readout, type Cross } from './words.ts';

const WINDOWS_MIN = [5, 15, 30] as const;
const HISTORY_SEC = 1_800;
const AXIS = { right: 76, bottom: 20 };
const FLOW_HEIGHT = 84;
const FLOW_GAP = 10;
const MARGINS = [12, 20, 36, 64, 128] as const;

function marksOf(report: State['report'], decimals: number | null): Mark[] {
  if (report === null) return [];
  const { walls, profile } = report.message.liquidity;
  const prices: Mark[] = (walls ?? []).map(({ price: at, qty }) => ({ price: at, label: `wall ${sizeText(qty)}`, kind: 'wall' }));
  if (profile)
    for (const name of ['vah', 'poc', 'val'] as const)
      prices.push({ price: profile[name], label: `${name.toUpperCase()} ${price(profile[name], decimals)}`, kind: 'profile' });
  return prices;
}

function Legend({
  theme,
  contrast,
  base,
}: {
  readonly theme: Theme;
  readonly contrast: Raster['contrast'];
  readonly base: string;
}) {
  const bar = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = bar.current?.getContext('2d');
    if (!context) return;
    for (let x = 0; x < 96; x++) {
      context.fillStyle = `rgb(${heatColour(theme, x / 95).join(' ')})`;
      context.fillRect(x, 0, 1, 8);
    }
  }, [theme]);
  return (
    <p class="legend">
      <span>{sizeText(codedSize(contrast.low) ?? 0)}</span>
      <canvas ref={bar} width={96} height={8} aria-hidden="true" />
      <span>
        {sizeText(codedSize(contrast.high) ?? 0)} {base} a row
      </span>
      <span class="swatch unknown">beyond the known book</span>
      <span class="swatch gap">{LEGEND.gap}</span>
      <span class="swatch unseen">{LEGEND.unseen}</span>
    </p>
  );
}

interface Props {
  readonly base: string;
  readonly decimals: number | null;
}

/** The book by the second, taker volume below it, and the values at the crosshair as text. */
export function HeatMap({ base, decimals }: Props) {
  const theme = useTheme();
  const [chosen, setMinutes] = useState<number | null>(null);
  const [zoom, setZoom] = useState(2);
  const [cross, setCross] = useState<Cross | null>(null);
  const raster = useRef<Raster | null>(null);
  const view = useRef<View | null>(null);
  const draws = useRef<number[]>([]);
  const [held, report, link] = [shown.heat.value, shown.report.value, shown.link.value];
  // Until a window is chosen: the smallest that shows the whole history.
  const minutes = chosen ?? WINDOWS_MIN.find((choice) => choice * 60 >= (held?.columns.length ?? 0)) ?? 30;

  const isShort = held !== null && held.columns.length < HISTORY_SEC;
  const candles = useCandles({ isNeeded: isShort });
  const drawn = [held, report, link, theme, minutes, zoom, candles];
  const canvas = useCanvas((context, { width, height }) => {
    if (held === null) {
      blank(context, { width, height }, theme.panel);
      return;
    }
    const started = performance.now();
    const plot = { width: width - AXIS.right, height: height - AXIS.bottom - FLOW_HEIGHT - FLOW_GAP };
    const seconds = minutes * 60;
    const ranges = candlesBefore(candles, held, held.from + held.columns.length - seconds);
    const seen = viewOf(held, { seconds, margin: MARGINS[zoom] ?? 36, ranges, ...plot });
    view.current = seen;
    raster.current ??= new Raster(1_800);
    raster.current.update(held, theme, seen.lowRow, seen.highRow);
    const frozen = link !== 'live' || held.columns.at(-1)?.state !== 'book';
    drawScene(context, { held, view: seen, theme, marks: marksOf(report, decimals), candles, decimals, frozen }, raster.current, {
      right: AXIS.right,
      bottom: AXIS.bottom + FLOW_HEIGHT + FLOW_GAP,
    });
    const count = Math.max(1, Math.min(seen.seconds, Math.floor(seen.width / 3)));
    const buckets = bucketsOf((number) => columnAt(held, number), seen.firstNumber, seen.seconds, count);
    drawFlow(context, { theme, buckets, width: seen.width, top: height - FLOW_HEIGHT, height: FLOW_HEIGHT });
    draws.current = [...draws.current.slice(-119), performance.now() - started];
    const element = canvas.current;
    if (element) element.dataset['drawMs'] = draws.current.toSorted((a, b) => a - b)[draws.current.length >> 1]?.toFixed(3) ?? '';
  }, drawn);
  const over = useCanvas(
    (context, { width, height }) => {
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      context.clearRect(0, 0, width, height);
      if (held !== null && cross !== null && view.current !== null)
        drawCross(context, { cross, view: view.current, held, theme, decimals });
    },
    [cross, ...drawn],
  );

  const pointAt = (event: PointerEvent) => {
    const seen = view.current;
    if (seen === null || event.offsetX > seen.width || event.offsetY > seen.height) return setCross(null);
    setCross({ number: numberAt(seen, event.offsetX), row: rowAt(seen, event.offsetY) });
  };
  const step = (event: KeyboardEvent) => {
    const seen = view.current;
    if (seen === null || held === null) return;
    const newest = held.from + held.columns.length - 1;
    const from = cross ?? { number: newest, row: Math.floor((seen.lowRow + seen.highRow) / 2) };
    const far = event.shiftKey ? 10 : 1;
    const moves: Readonly<Record<string, Cross | null>> = {
      ArrowLeft: { ...from, number: Math.max(seen.firstNumber, from.number - far) },
      ArrowRight: { ...from, number: Math.min(newest, from.number + far) },
      ArrowUp: { ...from, row: from.row + far },
      ArrowDown: { ...from, row: from.row - far },
      Escape: null,
    };
    if (event.key === '+' || event.key === '=') setZoom(Math.max(0, zoom - 1));
    else if (event.key === '-') setZoom(Math.min(MARGINS.length - 1, zoom + 1));
    else if (event.key in moves) setCross(moves[event.key] ?? null);
    else return;
    event.preventDefault();
  };

  const said = held !== null && cross !== null ? readout(held, cross, base, decimals) : null;
  const why = shown.problems.value['heatmap']?.message ?? 'No complete book has arrived yet; the heat map begins with the first.';
  return (
    <section class="panel heat" aria-labelledby="heat-title">
      <header>
        <h2 id="heat-title">Book by the second</h2>
        <div class="choices" role="group" aria-label="Visible time">
          {WINDOWS_MIN.map((choice) => (
            <button key={choice} type="button" aria-pressed={choice === minutes} onClick={() => setMinutes(choice)}>
              {choice} min
            </button>
          ))}
          <button type="button" aria-label="Show fewer prices" title="Zoom in (+)" onClick={() => setZoom(Math.max(0, zoom - 1))}>
            +
          </button>
          <button
            type="button"
            aria-label="Show more prices"
            title="Zoom out (−)"
            onClick={() => setZoom(Math.min(MARGINS.length - 1, zoom + 1))}
          >
            −
          </button>
        </div>
      </header>
      <div class="plot">
        <Picture
          canvas={canvas}
          label={`Heat map of the order book over ${minutes} minutes; arrow keys move a crosshair, and the values at it are shown below`}
          describedBy="heat-readout"
          pointAt={pointAt}
          leave={() => setCross(null)}
          step={step}
        />
        <canvas ref={over} class="cross" aria-hidden="true" />
        {held === null ? <p class="absent over">{stopped.value === null ? why : NO_DATA}</p> : null}
        {held !== null && stopped.value !== null ? (
          <p class="ended">
            {NO_DATA} since {clock((held.columns.findLast(({ state }) => state === 'book') ?? held.columns.at(-1))?.time ?? 0)}{' '}
            UTC
          </p>
        ) : null}
      </div>
      <footer>
        <p id="heat-readout" class="readout" aria-live={cross === null ? 'off' : 'polite'}>
          {said ?? CAPTION}
        </p>
        <Legend theme={theme} contrast={raster.current?.contrast ?? { low: 1, high: 2 }} base={base} />
      </footer>
    </section>
  );
}
