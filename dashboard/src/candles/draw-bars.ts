import { ticksOf } from '../heat/view.ts';
import type { Theme } from '../look/theme.ts';
import { price } from '../words/format.ts';
import type { Bar } from './bars.ts';
import { moment } from './words.ts';

const FONT = '11px ui-sans-serif, Inter, system-ui, sans-serif';
const AXIS = { right: 76, bottom: 20 };
const SLOT_PX = { least: 4, most: 22 };
const EDGE_PX = 10;

/** Places of the drawn bars: the newest at the right edge, each in a slot of its own. */
export interface Layout {
  readonly bars: readonly Bar[];
  readonly slot: number;
  readonly width: number;
  readonly height: number;
  readonly low: number;
  readonly high: number;
}

interface Place {
  readonly width: number;
  readonly height: number;
}

/** How many bars have room. */
export const roomFor = ({ width }: Pick<Place, 'width'>): number => Math.max(1, Math.floor((width - AXIS.right) / SLOT_PX.least));

/** As many of the newest bars as have room, and the prices that they need; null if none has a price. */
export function layoutOf(all: readonly Bar[], { width, height }: Place): Layout | null {
  const plot = { width: width - AXIS.right, height: height - AXIS.bottom };
  const bars = all.slice(-roomFor({ width }));
  const prices = bars.flatMap(({ open, high, low, close }) => [open, high, low, close]).filter((one) => one !== null);
  if (prices.length === 0 || plot.width <= 0) return null;
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  // A market that has not moved is drawn in the middle.
  const margin = high === low ? Math.max(Math.abs(high) * 1e-4, Number.MIN_VALUE) : 0;
  const slot = Math.min(SLOT_PX.most, plot.width / bars.length);
  return { bars, slot, ...plot, low: low - margin, high: high + margin };
}

export const xOfBar = ({ bars, slot, width }: Layout, i: number): number => width - (bars.length - i) * slot;

/** The bar at a place from the left; null if there is none. */
export function barAt({ bars, slot, width }: Layout, x: number): number | null {
  const i = bars.length - 1 - Math.floor((width - x) / slot);
  return x > width || i < 0 || i >= bars.length ? null : i;
}

const yOfPrice = ({ low, high, height }: Layout, at: number): number =>
  height - EDGE_PX - ((at - low) / (high - low)) * (height - 2 * EDGE_PX);

interface Picture {
  readonly theme: Theme;
  readonly decimals: number | null;
  readonly seconds: number;
  /** The bar that is read out. */
  readonly marked: number | null;
  readonly isFrozen: boolean;
}

/** A closed bar is solid, a forming one hollow; a bar with unknown trades is a grey column, with a stroke at a known close. */
function drawBar(context: CanvasRenderingContext2D, layout: Layout, i: number, theme: Theme): void {
  const bar = layout.bars[i];
  if (bar === undefined) return;
  const { open, high, low, close, standing } = bar;
  const left = xOfBar(layout, i);
  const body = Math.max(2, Math.round(layout.slot * 0.7));
  const x = Math.round(left + (layout.slot - body) / 2);
  const y = (at: number) => yOfPrice(layout, at);
  if (open === null || high === null || low === null || close === null) {
    context.fillStyle = theme.heatUnknown;
    context.fillRect(left, 0, layout.slot, layout.height);
    context.fillStyle = theme.quiet;
    if (close !== null) context.fillRect(x, Math.round(y(close)), body, 1);
    return;
  }
  const ink = close === open ? theme.quiet : close > open ? theme.buy : theme.sell;
  const middle = Math.floor(x + body / 2);
  const [top, bottom] = [Math.round(y(Math.max(open, close))), Math.round(y(Math.min(open, close)))];
  context.fillStyle = ink;
  context.fillRect(middle, y(high), 1, Math.max(1, y(low) - y(high)));
  if (standing === 'closed') return context.fillRect(x, top, body, Math.max(1, bottom - top));
  context.fillStyle = theme.panel;
  context.fillRect(x, top, body, bottom - top);
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.setLineDash(standing === 'missing' ? [2, 2] : []);
  context.strokeRect(x + 0.5, top + 0.5, body - 1, Math.max(1, bottom - top - 1));
  context.setLineDash([]);
}

function drawAxes(context: CanvasRenderingContext2D, layout: Layout, { theme, decimals, seconds, isFrozen }: Picture): void {
  const { bars, width, height, low, high, slot } = layout;
  const last = bars.findLast(({ close }) => close !== null)?.close ?? null;
  const newest = last === null ? null : yOfPrice(layout, last);
  context.fillStyle = theme.quiet;
  for (const tick of ticksOf(low, high, Math.max(2, height / 50))) {
    const y = yOfPrice(layout, tick);
    // The label of the newest price has its place to itself.
    if (newest === null || Math.abs(y - newest) > 16) context.fillText(price(tick, decimals), width + 8, y + 4);
  }
  if (last !== null && newest !== null) {
    const text = price(last, decimals);
    context.fillStyle = isFrozen ? theme.quiet : theme.text;
    context.fillRect(width + 2, newest - 9, context.measureText(text).width + 12, 18);
    context.fillStyle = theme.panel;
    context.fillText(text, width + 8, newest + 4);
  }
  const every = Math.max(1, Math.ceil(92 / slot));
  context.fillStyle = theme.quiet;
  for (let i = bars.length - 1; i >= 0; i -= every) {
    const text = moment(bars[i]?.start ?? 0, seconds, bars.at(-1)?.start);
    const x = xOfBar(layout, i) + slot / 2;
    const half = context.measureText(text).width / 2;
    if (x - half > 0 && x + half < width + AXIS.right) context.fillText(text, Math.max(0, x - half), height + 15);
    context.fillRect(Math.round(x), height, 1, 4);
  }
}

/** Draws the bars with their axes. */
export function drawBars(context: CanvasRenderingContext2D, layout: Layout, picture: Picture): void {
  const { theme, marked } = picture;
  context.font = FONT;
  for (let i = 0; i < layout.bars.length; i++) {
    if (i === marked) {
      context.fillStyle = theme.raised;
      context.fillRect(xOfBar(layout, i), 0, layout.slot, layout.height);
    }
    drawBar(context, layout, i, theme);
  }
  context.fillStyle = theme.rule;
  context.fillRect(0, layout.height, layout.width, 1);
  drawAxes(context, layout, picture);
}
