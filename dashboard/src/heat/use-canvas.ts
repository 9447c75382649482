import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A canvas as large as its place, in device pixels, and drawn at most once a frame: `draw` is asked for by `redraw`. */
export function useCanvas(draw: (context: CanvasRenderingContext2D, size: Size) => void) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const latest = useRef(draw);
  latest.current = draw;
  const frame = useRef(0);

  const redraw = useRef(() => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      const element = canvas.current;
      const context = element?.getContext('2d', { alpha: false });
      if (!element || !context || element.clientWidth === 0) return;
      latest.current(context, { width: element.clientWidth, height: element.clientHeight });
    });
  });

  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const fit = () => {
      const { clientWidth: width, clientHeight: height } = element;
      element.width = Math.round(width * devicePixelRatio);
      element.height = Math.round(height * devicePixelRatio);
      setSize({ width, height });
      redraw.current();
    };
    const observer = new ResizeObserver(fit);
    observer.observe(element);
    fit();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, []);

  // Whatever was rendered may have changed what is to be drawn.
  useEffect(() => redraw.current());
  return { canvas, size, redraw: redraw.current };
}
