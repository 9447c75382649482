import { SIZE_UNKNOWN, type Column, type ColumnStore } from '../data/columns.ts';
import type { Theme } from '../look/theme.ts';
import { contrastOf, differs, inkOf, inksOf, type Contrast, type Inks } from './scale.ts';

/** Rows of the raster: several times the rows of one column, so that price moves rarely leave it. */
const HEIGHT = 768;

/**
 * The columns as off-screen pixels, one pixel for each second and row. A new column paints only its own pixels. All are repainted when the
 * price leaves the raster, or the contrast or the theme changes. Drawing is then two copies, however long the history.
 */
export class Raster {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #image: ImageData;
  readonly #pixels: Uint32Array;
  readonly #width: number;
  /** Row number of the lowest row of the raster. */
  #base = 0;
  #contrast: Contrast | null = null;
  #inks: Inks | null = null;
  #theme: Theme | null = null;
  #epoch = -1;
  /** Number of the next column to paint. */
  #next = 0;
  #sinceContrast = 0;

  constructor(width: number) {
    this.#width = width;
    this.canvas = document.createElement('canvas');
    this.canvas.width = width;
    this.canvas.height = HEIGHT;
    const context = this.canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('this browser does not support canvas');
    this.#context = context;
    this.#image = context.createImageData(width, HEIGHT);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  get contrast(): Contrast {
    return this.#contrast ?? { low: 1, high: 65_534 };
  }

  /** Paints the columns not yet painted. `low` and `high`: rows that must be on the raster. */
  update(held: ColumnStore, theme: Theme, low: number, high: number): void {
    const end = held.from + held.columns.length;
    const outside = low < this.#base || high >= this.#base + HEIGHT;
    const broken = held.epoch !== this.#epoch || this.#next < held.from || this.#next > end;
    this.#sinceContrast += Math.max(0, end - this.#next);
    let recolour = theme !== this.#theme || this.#contrast === null;
    if (recolour || broken || this.#sinceContrast >= 15) {
      this.#sinceContrast = 0;
      const contrast = contrastOf(held.columns);
      if (this.#contrast === null || differs(this.#contrast, contrast)) {
        this.#contrast = contrast;
        recolour = true;
      }
    }
    if (recolour || this.#inks === null) this.#inks = inksOf(theme, this.contrast);
    if (outside || broken || recolour) {
      this.#theme = theme;
      this.#epoch = held.epoch;
      if (outside) this.#base = Math.round((low + high) / 2) - HEIGHT / 2;
      held.columns.forEach((column, i) => this.#paint(column, held.from + i));
      this.#context.putImageData(this.#image, 0, 0);
    } else {
      for (let number = this.#next; number < end; number++) {
        const column = held.columns[number - held.from];
        if (column === undefined) continue;
        this.#paint(column, number);
        this.#context.putImageData(this.#image, 0, 0, number % this.#width, 0, 1, HEIGHT);
      }
    }
    this.#next = end;
  }

  /** Horizontal position of a column on the raster. */
  xOf(number: number): number {
    return number % this.#width;
  }

  /** Position of the upper edge of a row on the raster. */
  yOf(row: number): number {
    return HEIGHT - 1 - (row - this.#base);
  }

  #paint({ state, first, rows }: Column, number: number): void {
    const inks = this.#inks;
    if (inks === null) return;
    const x = this.xOf(number);
    for (let y = 0; y < HEIGHT; y++) this.#pixels[y * this.#width + x] = inks.unknown;
    if (state !== 'book') return;
    for (let i = 0; i < rows.length; i++) {
      const y = this.yOf(first + i);
      if (y >= 0 && y < HEIGHT) this.#pixels[y * this.#width + x] = inkOf(inks, rows[i] ?? SIZE_UNKNOWN);
    }
  }
}
