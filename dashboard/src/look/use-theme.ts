import { useEffect, useState } from 'preact/hooks';
import { THEMES, type Theme } from './theme.ts';

type Choice = 'dark' | 'light';

const KEY = 'tallyfoil.theme';
const LIGHT = window.matchMedia('(prefers-color-scheme: light)');
const watchers = new Set<() => void>();

/** The browser's memory; null where it is told to keep nothing, for then to ask for it throws. */
function memory(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** What the reader chose; null: as the system has it. */
function chosen(): Choice | null {
  const { theme } = document.documentElement.dataset;
  return theme === 'dark' || theme === 'light' ? theme : null;
}

export const themeName = (): Choice => chosen() ?? (LIGHT.matches ? 'light' : 'dark');

/** Takes up what was chosen last time. */
export function startTheme(): void {
  const kept = memory()?.getItem(KEY);
  if (kept === 'dark' || kept === 'light') document.documentElement.dataset['theme'] = kept;
  LIGHT.addEventListener('change', () => watchers.forEach((watcher) => watcher()));
}

export function toggleTheme(): void {
  const next = themeName() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset['theme'] = next;
  memory()?.setItem(KEY, next);
  watchers.forEach((watcher) => watcher());
}

/** The colours in use, for what is drawn on a canvas. */
export function useTheme(): Theme {
  const [theme, set] = useState(THEMES[themeName()]);
  useEffect(() => {
    const watcher = () => set(THEMES[themeName()]);
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  }, []);
  return theme;
}
