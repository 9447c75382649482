import { unknownSurface } from './errors.ts';
import type { Entry, Registry } from './types.ts';
import { isToolset, TOOLSETS } from './toolsets.ts';

/** Names on each surface; this file alone defines them. */

/** Offered to every client: at most 24 tools and 6,000 tokens, checked by a test. */
const DEFAULT_SURFACE: ReadonlySet<string> = new Set([
  'get_report',
  'list_markets',
  'get_book',
  'get_trades',
  'get_candles',
  'get_flow',
  'get_liquidity',
  'estimate_execution',
  'get_changes',
  'get_data_health',
  'get_anomalies',
  'check_claim',
  'list_alerts',
  'find_tools',
  'call_read_tool',
  'call_write_tool',
  'list_operations',
  'list_formulas',
]);

/** Operations whose own names are required; the aliases are required too. */
const NAMED_IN_BRIEF: ReadonlySet<string> = new Set(['get_report', 'get_trades']);

const NAMED: Readonly<Record<string, (entry: Entry) => boolean>> = {
  default: ({ name }) => DEFAULT_SURFACE.has(name),
  full: () => true,
  readonly: ({ effects }) => effects === 'read',
  brief: ({ name, alias }) => alias !== null || NAMED_IN_BRIEF.has(name),
};

/** A surface's name: one of the named ones, a toolset, or toolsets joined by commas. */
const surfaceNames = (): string[] => [...Object.keys(NAMED), ...Object.keys(TOOLSETS)];

/** The entries of a surface, in the registry's order. Throws `unknown_surface`. */
export function surfaceEntries(registry: Registry, surface: string): readonly Entry[] {
  return registry.entries.filter(surfaceFilter(surface));
}

function surfaceFilter(surface: string): (entry: Entry) => boolean {
  if (Object.hasOwn(NAMED, surface)) return NAMED[surface] ?? (() => false);
  const toolsets = new Set(surface.split(',').map((part) => part.trim()));
  for (const toolset of toolsets) {
    if (!isToolset(toolset)) throw unknownSurface({ surface: toolset.slice(0, 40), known: surfaceNames() });
  }
  return ({ toolset, alias }) => alias === null && toolsets.has(toolset);
}
