import { useEffect } from 'preact/hooks';
import { toggleTheme } from '../look/use-theme.ts';

/** Panels that the digit keys focus, in order. */
const PARTS = ['quote', 'flow', 'heat', 'ladder', 'walls', 'profile', 'health', 'anomalies', 'feeds', 'alerts'] as const;
/** 0 stands for the tenth. */
const partOf = (key: string) => (/^\d$/.test(key) ? PARTS[(Number(key) + 9) % 10] : undefined);

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLInputElement;

interface Actions {
  readonly openPalette: () => void;
  readonly openHelp: () => void;
}

/** The keys that work anywhere. */
export function useKeys({ openPalette, openHelp }: Actions): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]') !== null) return;
      const palette = event.key === '/' || (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey));
      if (!palette && (event.ctrlKey || event.metaKey || event.altKey)) return;
      if (isTyping(event.target)) return;
      const part = partOf(event.key);
      if (palette) openPalette();
      else if (event.key === '?') openHelp();
      else if (event.key === 't') toggleTheme();
      else if (part !== undefined) {
        const found = document.querySelector<HTMLElement>(part === 'heat' ? '.heat canvas[tabindex]' : `#${part}`);
        found?.focus();
        found?.scrollIntoView({ block: 'nearest' });
      } else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
