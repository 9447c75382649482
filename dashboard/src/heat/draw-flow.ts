import type { Column } from '../data/columns.ts';
import type { Theme } from '../look/theme.ts';
import { signed } from '../words/format.ts';

/** Volume that takers bought and sold in one pixel's width of time; null if any second of it is unknown. */
export interface Bucket {
  readonly buy: number | null;
  readonly sell: number | null;
  /** Bought minus sold since the left edge or the last unknown stretch. */
  readonly running: number | null;
}

/** Groups `seconds` seconds, starting at `first`, into `count` buckets. A bucket with a missing or unknown second is unknown. */
export function bucketsOf(
  columnOf: (number: number) => Column | undefined,
  first: number,
  seconds: number,
  count: number,
): Bucket[] {
  let running: number | null = null;
  return Array.from({ length: count }, (_, i) => {
    const from = first + Math.floor((i * seconds) / count);
    const to = Math.max(from + 1, first + Math.floor(((i + 1) * seconds) / count));
    let buy: number | null = 0;
    let sell: number | null = 0;
    for (let number = from; number < to; number++) {
      const column = columnOf(number);
      buy = buy === null || column?.buy == null ? null : buy + column.buy;
      sell = sell === null || column?.sell == null ? null : sell + column.sell;
    }
    running = buy === null || sell === null ? null : (running ?? 0) + buy - sell;
    return { buy, sell, running };
  });
}

interface Strip {
  readonly theme: Theme;
  readonly buckets: readonly Bucket[];
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

/** Bars from a centre line: buying upwards, selling downwards. The running sum is drawn over them, on its own scale. */
export function drawFlow(context: CanvasRenderingContext2D, { theme, buckets, width, top, height }: Strip): void {
  const each = width / buckets.length;
  const middle = top + height / 2;
  const most = Math.max(1e-12, ...buckets.map(({ buy, sell }) => Math.max(buy ?? 0, sell ?? 0)));
  context.fillStyle = theme.rule;
  context.fillRect(0, Math.round(middle), width, 1);
  const bar = Math.max(1, each - (each > 3 ? 1 : 0));
  buckets.forEach(({ buy, sell }, i) => {
    context.globalAlpha = 0.75;
    context.fillStyle = theme.buy;
    const up = ((buy ?? 0) / most) * (height / 2 - 2);
    context.fillRect(i * each, middle - up, bar, up);
    context.fillStyle = theme.sell;
    context.fillRect(i * each, middle + 1, bar, ((sell ?? 0) / most) * (height / 2 - 2));
  });
  context.globalAlpha = 1;
  const reach = Math.max(1e-12, ...buckets.map(({ running }) => Math.abs(running ?? 0)));
  context.strokeStyle = theme.text;
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.beginPath();
  let drawing = false;
  buckets.forEach(({ running }, i) => {
    if (running === null) {
      drawing = false;
      return;
    }
    const y = middle - (running / reach) * (height / 2 - 4);
    if (drawing) context.lineTo((i + 0.5) * each, y);
    else context.moveTo((i + 0.5) * each, y);
    drawing = true;
  });
  context.stroke();
  const last = buckets.at(-1)?.running ?? null;
  if (last === null) return;
  context.fillStyle = theme.text;
  context.fillText(signed(last), width + 8, middle - (last / reach) * (height / 2 - 8) + 4);
}
