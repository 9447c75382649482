import type { ColumnStore } from '../data/columns.ts';
import type { Theme } from '../look/theme.ts';
import { age, clock, price } from '../words/format.ts';
import type { Raster } from './raster.ts';
import { drawCandles, type Candle } from './draw-candles.ts';
import { placeLabels } from './labels.ts';
import { columnAt, gapsIn, ticksOf, xOf, yOf, type Bookless, type View } from './view.ts';
import type { Cross } from './words.ts';

/** Prices marked by a line: walls and the profile. */
export interface Mark {
  readonly price: number;
  readonly label: string;
  readonly kind: 'wall' | 'profile';
}

export interface Scene {
  readonly held: ColumnStore;
  readonly view: View;
  readonly theme: Theme;
  readonly marks: readonly Mark[];
  /** Bars of trades; those before the history are drawn. */
  readonly candles: readonly Candle[];
  readonly decimals: number | null;
  /** True when the newest column is stale. */
  readonly frozen: boolean;
}

type Context = CanvasRenderingContext2D;

const FONT = '11px ui-sans-serif, Inter, system-ui, sans-serif';
/** Wide enough that a gap of one second is visible when half an hour is shown. */
const GAP_LEAST_PX = 3;

const patterns = new Map<string, CanvasPattern | null>();

/** Hatching for time without a book: rising lines for a gap, falling lines for time that the server did not sample. */
function hatching(context: Context, { hatch, heatUnknown }: Theme, why: Bookless): CanvasPattern | string {
  const key = hatch + heatUnknown + why;
  const [start, end] = why === 'gap' ? [8, 0] : [0, 8];
  if (!patterns.has(key)) {
    const tile = document.createElement('canvas');
    tile.width = tile.height = 8;
    const ink = tile.getContext('2d');
    if (ink !== null) {
      ink.fillStyle = heatUnknown;
      ink.fillRect(0, 0, 8, 8);
      ink.strokeStyle = hatch;
      ink.lineWidth = 1;
      ink.beginPath();
      for (const offset of [-8, 0, 8]) {
        ink.moveTo(offset, start);
        ink.lineTo(offset + 8, end);
      }
      ink.stroke();
    }
    patterns.set(key, context.createPattern(tile, 'repeat'));
  }
  return patterns.get(key) ?? hatch;
}

function copyPixels(context: Context, { held, view }: Scene, raster: Raster): void {
  const { width: rasterWidth } = raster.canvas;
  const end = held.from + held.columns.length;
  const top = raster.yOf(view.highRow - 1);
  const rows = view.highRow - view.lowRow;
  // A column wider than a pixel has sharp edges; narrower ones are blended, or some would vanish.
  context.imageSmoothingEnabled = view.seconds > view.width * devicePixelRatio;
  for (let number = Math.max(held.from, view.firstNumber); number < end;) {
    const x = raster.xOf(number);
    const count = Math.min(end - number, rasterWidth - x);
    const [left, right] = [xOf(view, number), xOf(view, number + count)];
    context.drawImage(raster.canvas, x, top, count, rows, left, 0, right - left, view.height);
    number += count;
  }
}

function label(context: Context, { theme, view }: Scene, text: string, x: number, y: number, ink: string): void {
  const { width } = context.measureText(text);
  const left = Math.min(Math.max(2, x), view.width - width - 4);
  context.globalAlpha = 0.82;
  context.fillStyle = theme.panel;
  context.fillRect(left - 3, y - 9, width + 6, 14);
  context.globalAlpha = 1;
  context.fillStyle = ink;
  context.fillText(text, left, y + 2);
}

function drawGaps(context: Context, scene: Scene): void {
  const { held, view, theme } = scene;
  const before = xOf(view, held.from);
  if (before > 0) {
    // Time before the history is not drawn as a gap.
    context.fillStyle = theme.ground;
    context.fillRect(0, 0, before, view.height);
    drawCandles(context, scene);
    const text = `book from ${clock(held.columns[0]?.time ?? 0)} UTC`;
    if (before > context.measureText(text).width + 24)
      label(context, scene, text, before - context.measureText(text).width - 12, view.height - 14, theme.quiet);
  }
  for (const { from, to, why } of gapsIn(held, view)) {
    const left = xOf(view, from);
    const right = Math.max(left + GAP_LEAST_PX, xOf(view, to));
    context.fillStyle = hatching(context, theme, why);
    context.fillRect(left, 0, right - left, view.height);
    const text = `${why} ${age((to - from) * 1_000)}`;
    const { width } = context.measureText(text);
    if (right - left > width + 12) label(context, scene, text, (left + right - width) / 2, view.height / 2, theme.text);
  }
}

/** Draws best bid and best ask, interrupted while there is no book. */
function drawTouch(context: Context, { held, view, theme }: Scene): void {
  for (const side of ['bid', 'ask'] as const) {
    context.strokeStyle = side === 'bid' ? theme.buy : theme.sell;
    context.lineWidth = 1.25;
    context.beginPath();
    let drawing = false;
    const end = held.from + held.columns.length;
    for (let number = Math.max(held.from, view.firstNumber); number < end; number++) {
      const value = columnAt(held, number)?.[side] ?? null;
      if (value === null) {
        drawing = false;
        continue;
      }
      const y = yOf(view, held.step, value);
      const x = xOf(view, number);
      if (drawing) context.lineTo(x, y);
      else context.moveTo(x, y);
      context.lineTo(xOf(view, number + 1), y);
      drawing = true;
    }
    context.stroke();
  }
}

/** More discs would hide the price under them. */
const DISCS_MOST = 24;

/** The seconds with the largest net taker volume, as discs whose area is the size. */
function drawNetTakers(context: Context, { held, view, theme }: Scene): void {
  const start = Math.max(held.from, view.firstNumber);
  const inSight = held.columns.slice(start - held.from);
  const nets = inSight.map(({ buy, sell }) => (buy === null || sell === null ? 0 : buy - sell));
  const sorted = nets.map(Math.abs).toSorted((a, b) => b - a);
  const [largest = 0] = sorted;
  const least = sorted[Math.min(sorted.length - 1, DISCS_MOST - 1)] ?? 0;
  if (!(largest > 0)) return;
  context.lineWidth = 1.25;
  nets.forEach((net, i) => {
    const { bid, ask } = inSight[i] ?? { bid: null, ask: null };
    if (Math.abs(net) < least || net === 0 || bid === null || ask === null) return;
    const radius = 2 + 9 * Math.sqrt(Math.abs(net) / largest);
    context.beginPath();
    context.arc(xOf(view, start + i + 0.5), yOf(view, held.step, net > 0 ? ask : bid), radius, 0, 2 * Math.PI);
    context.globalAlpha = 0.28;
    context.fillStyle = net > 0 ? theme.buy : theme.sell;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = context.fillStyle;
    context.stroke();
  });
}

/** Labels closer than this would cover one another. */
const LABEL_APART_PX = 15;
const WALL_LINE_PX = 46;
const LEADER_PX = 12;

/** Height of the newest mid; null while there is no book. */
function newestY({ held, view }: Scene): number | null {
  const last = held.columns.at(-1);
  return last?.bid == null || last.ask === null ? null : yOf(view, held.step, (last.bid + last.ask) / 2);
}

/** Lines of walls and of the profile, with labels that hide neither one another nor the newest price. */
function drawMarks(context: Context, scene: Scene): void {
  const { marks, view, held, theme } = scene;
  const room = { top: 9, bottom: view.height - 9, apart: LABEL_APART_PX };
  for (const kind of ['profile', 'wall'] as const) {
    const seen = marks
      .filter((mark) => mark.kind === kind)
      .map(({ price: at, label: text }) => ({ text, y: yOf(view, held.step, at) }))
      .filter(({ y }) => y >= 8 && y <= view.height - 8);
    const ink = kind === 'wall' ? theme.text : theme.accent;
    // Labels of walls stand at the right, where the newest price is.
    const free = kind === 'wall' ? newestY(scene) : null;
    const places = placeLabels(
      seen.map(({ y }) => y),
      { ...room, free },
    );
    for (const [i, { text, y }] of seen.entries()) {
      const place = places[i] ?? null;
      const { width } = context.measureText(text);
      const x = kind === 'wall' ? view.width - width - WALL_LINE_PX - LEADER_PX - 4 : 6;
      context.strokeStyle = ink;
      context.globalAlpha = 0.55;
      context.lineWidth = 1;
      context.setLineDash(kind === 'wall' ? [] : [4, 4]);
      context.beginPath();
      context.moveTo(kind === 'wall' ? view.width - WALL_LINE_PX : x + width + LEADER_PX + 4, Math.round(y) + 0.5);
      context.lineTo(view.width, Math.round(y) + 0.5);
      context.stroke();
      context.setLineDash([]);
      if (place !== null) {
        // From the label to its line, which may be at another height.
        context.beginPath();
        context.moveTo(x + width + 3, place - 2);
        context.lineTo(x + width + 4 + LEADER_PX, Math.round(y) + 0.5);
        context.stroke();
        context.globalAlpha = 1;
        label(context, scene, text, x, place, ink);
      }
      context.globalAlpha = 1;
    }
  }
}

function drawAxes(context: Context, scene: Scene): void {
  const { view, held, theme, decimals } = scene;
  const [low, high] = [view.lowRow * held.step, view.highRow * held.step];
  context.font = FONT;
  context.textBaseline = 'alphabetic';
  const newest = newestY(scene);
  for (const tick of ticksOf(low, high, view.height / 60)) {
    const y = yOf(view, held.step, tick);
    if (y < 10 || y > view.height - 10 || (newest !== null && Math.abs(y - newest) < LABEL_APART_PX)) continue;
    context.fillStyle = theme.quiet;
    context.fillText(price(tick, decimals), view.width + 8, y + 4);
    context.fillStyle = theme.rule;
    context.fillRect(view.width, Math.round(y), 4, 1);
  }
  const last = held.columns.at(-1);
  if (last?.bid != null && last.ask !== null) {
    const y = yOf(view, held.step, (last.bid + last.ask) / 2);
    const text = price((last.bid + last.ask) / 2, decimals);
    context.fillStyle = scene.frozen ? theme.quiet : theme.text;
    context.fillRect(view.width + 2, y - 9, context.measureText(text).width + 12, 18);
    context.fillStyle = theme.panel;
    context.fillText(text, view.width + 8, y + 4);
  }
  const newestTime = last?.time ?? 0;
  const minutes = Math.max(1, Math.round(view.seconds / 60 / Math.max(2, view.width / 110)));
  const every = ([1, 2, 5, 10].find((step) => step >= minutes) ?? 10) * 60_000;
  for (let time = Math.floor(newestTime / every) * every; time > newestTime - view.seconds * 1_000; time -= every) {
    const x = view.width - ((newestTime + 1_000 - time) / (view.seconds * 1_000)) * view.width;
    const text = `${clock(time).slice(0, 5)} UTC`;
    context.fillStyle = theme.quiet;
    if (x > 32 && x < view.width - 32) context.fillText(text, x - context.measureText(text).width / 2, view.height + 15);
    context.fillStyle = theme.rule;
    context.fillRect(Math.round(x), view.height, 1, 4);
  }
}

/** Draws the crosshair of the pointer or the arrow keys, on its own canvas, because nothing else moves with it. */
export function drawCross(
  context: Context,
  { cross, view, held, theme, decimals }: Pick<Scene, 'view' | 'held' | 'theme' | 'decimals'> & { readonly cross: Cross },
): void {
  const x = xOf(view, cross.number + 0.5);
  const y = yOf(view, held.step, (cross.row + 0.5) * held.step);
  context.font = FONT;
  context.strokeStyle = theme.text;
  context.globalAlpha = 0.7;
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, 0);
  context.lineTo(Math.round(x) + 0.5, view.height);
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(view.width, Math.round(y) + 0.5);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  const text = price(cross.row * held.step, decimals);
  context.fillStyle = theme.raised;
  context.fillRect(view.width + 2, y - 9, context.measureText(text).width + 12, 18);
  context.fillStyle = theme.text;
  context.fillText(text, view.width + 8, y + 4);
}

/** Draws the whole heat map. */
export function drawScene(
  context: Context,
  scene: Scene,
  raster: Raster,
  axis: { readonly right: number; readonly bottom: number },
): void {
  const { view, theme } = scene;
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.fillStyle = theme.panel;
  context.fillRect(0, 0, view.width + axis.right, view.height + axis.bottom);
  context.font = FONT;
  context.save();
  context.beginPath();
  context.rect(0, 0, view.width, view.height);
  context.clip();
  copyPixels(context, scene, raster);
  drawGaps(context, scene);
  drawNetTakers(context, scene);
  drawTouch(context, scene);
  drawMarks(context, scene);
  context.restore();
  drawAxes(context, scene);
}
