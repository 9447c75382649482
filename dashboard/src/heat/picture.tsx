import type { RefObject } from 'preact';
import type { Size } from './use-canvas.ts';

interface PictureProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly label: string;
  /** Id of the text with the values at the chosen place. */
  readonly describedBy?: string;
  readonly pointAt: (event: PointerEvent) => void;
  readonly leave: () => void;
  readonly step: (event: KeyboardEvent) => void;
}

/** A drawing in which a pointer or the arrow keys choose a place. */
export function Picture({ canvas, label, describedBy, pointAt, leave, step }: PictureProps) {
  return (
    <canvas
      ref={canvas}
      tabIndex={0}
      role="img"
      aria-label={label}
      aria-describedby={describedBy}
      onPointerMove={pointAt}
      onPointerLeave={leave}
      onKeyDown={step}
    />
  );
}

/** Fills a drawing with one colour, in the page's pixels from then on. */
export function blank(context: CanvasRenderingContext2D, { width, height }: Size, colour: string): void {
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
}
