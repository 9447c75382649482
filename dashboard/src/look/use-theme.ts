import { useEffect, useState } from 'preact/hooks';
import { THEMES, type Theme } from './theme.ts';

type Choice = 'dark' | 'light';

const KEY = 'tallyfoil.theme';
const LIGHT = window.matchMedia('(prefers-color-scheme: light)');
const watchers = new Set<() => void>();

/** The browser's local storage; null if storage is disabled, because reading it then throws. */
function memory(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** The user's choice; null follows the system. */
function chosen(): Choice | null {
  const { theme } = document.documentElement.dataset;
  return theme === 'dark' || theme === 'light' ? theme : null;
}

export const themeName = (): Choice => chosen() ?? (LIGHT.matches ? 'light' : 'dark');

/** Restores the last choice. */
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

/** The colours in use, for drawing on a canvas. */
export function useTheme(): Theme {
  const [theme, set] = useState(THEMES[themeName()]);
  useEffect(() => {
    const watcher = () => set(THEMES[themeName()]);
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  }, []);
  return theme;
}
