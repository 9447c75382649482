import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A canvas that fills its element, in device pixels. It is redrawn when one of `causes` changes, at most once a frame. */
export function useCanvas(draw: (context: CanvasRenderingContext2D, size: Size) => void, causes: unknown[]) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  latest.current = draw;
  const frame = useRef(0);

  const redraw = useRef(() => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      const element = canvas.current;
      const context = element?.getContext('2d');
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

  useEffect(() => redraw.current(), causes);
  return canvas;
}
