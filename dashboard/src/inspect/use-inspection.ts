import { useEffect, useState } from 'preact/hooks';
import type { OperationName } from './num.tsx';
import type { Target } from './target.ts';

const figureOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('.num') : null;

const tradeOf = ({ dataset }: HTMLElement): number | null => (dataset['trade'] === undefined ? null : Number(dataset['trade']));

const targetOf = (element: HTMLElement, pin: 'pinned' | 'passing'): Target => ({
  element,
  trade: tradeOf(element),
  operation: (element.dataset['operation'] ?? 'get_report') as OperationName,
  field: element.dataset['field'] ?? '',
  pinned: pin === 'pinned',
});

/** Figures of a panel, in the order they are read. */
const figuresIn = (panel: Element): HTMLElement[] =>
  [...panel.querySelectorAll<HTMLElement>('.num')].filter(({ offsetParent }) => offsetParent !== null);

/** The figure that an arrow key focuses: the next in reading order, or the nearest above or below. */
function next(from: Element, panel: Element, key: string): HTMLElement | undefined {
  const figures = figuresIn(panel);
  const at = figures.indexOf(from as HTMLElement);
  if (at < 0) return key === 'ArrowUp' || key === 'ArrowLeft' ? undefined : figures[0];
  if (key === 'Home') return figures[0];
  if (key === 'End') return figures.at(-1);
  if (key === 'ArrowRight') return figures[at + 1];
  if (key === 'ArrowLeft') return figures[at - 1];
  const here = from.getBoundingClientRect();
  const down = key === 'ArrowDown' ? 1 : -1;
  const beyond = figures
    .map((figure) => ({ figure, box: figure.getBoundingClientRect() }))
    .filter(({ box }) => (box.top - here.top) * down > here.height / 2)
    .toSorted((a, b) => (a.box.top - b.box.top) * down || Math.abs(a.box.left - here.left) - Math.abs(b.box.left - here.left));
  const [first] = beyond;
  const row = beyond.filter(({ box }) => Math.abs(box.top - (first?.box.top ?? 0)) < here.height / 2);
  return row.toSorted((a, b) => Math.abs(a.box.right - here.right) - Math.abs(b.box.right - here.right))[0]?.figure;
}

const KEYS: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

/**
 * The inspected figure: the one under the pointer or with the focus. A click or Enter pins a figure until Escape. Tab focuses panels,
 * arrow keys focus the figures in them.
 */
export function useInspection(): Target | null {
  const [target, setTarget] = useState<Target | null>(null);

  useEffect(() => {
    let pinned: HTMLElement | null = null;
    const pass = (element: HTMLElement | null) => {
      if (pinned === null)
        setTarget((before) => (before?.element === element ? before : element && targetOf(element, 'passing')));
    };
    const release = () => {
      const figure = pinned;
      pinned = null;
      setTarget(null);
      figure?.focus();
    };
    // Not pointerover: when the page moves under a resting pointer, the figure chosen by keys must stay chosen.
    const onMove = (event: PointerEvent) => {
      if (event.pointerType === 'mouse' && (event.movementX !== 0 || event.movementY !== 0)) pass(figureOf(event.target));
    };
    const onFocus = (event: FocusEvent) => pass(figureOf(event.target));
    const onClick = (event: MouseEvent) => {
      const figure = figureOf(event.target);
      if (figure !== null) {
        pinned = figure;
        setTarget(targetOf(figure, 'pinned'));
      } else if (
        pinned !== null &&
        event.target instanceof Element &&
        event.target.closest('.inspector button[aria-label=Close]') !== null
      ) {
        release();
      } else if (pinned !== null && event.target instanceof Element && event.target.closest('.inspector') === null) {
        pinned = null;
        setTarget(null);
      }
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && pinned !== null) return release();
      const active = document.activeElement;
      const figure = figureOf(active);
      if (event.key === 'Enter' && figure !== null) {
        pinned = figure;
        setTarget(targetOf(figure, 'pinned'));
        event.preventDefault();
        return;
      }
      const panel = active?.closest('.panel');
      if (!KEYS.has(event.key) || panel == null || (figure === null && active !== panel)) return;
      const found = next(active ?? panel, panel, event.key);
      if (found === undefined) return;
      found.focus();
      event.preventDefault();
    };
    document.addEventListener('pointermove', onMove);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('click', onClick);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointermove', onMove);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('click', onClick);
      document.removeEventListener('keydown', onKey);
    };
  }, []);

  // A figure removed from the page closes its card, except a trade: the tape moves on while a user reads about it.
  const isHeld = target?.pinned === true && target.trade !== null;
  return target !== null && (isHeld || target.element.isConnected) ? target : null;
}
