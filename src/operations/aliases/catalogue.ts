import type { Toolset } from '../toolsets.ts';
import type { Alias } from '../types.ts';
import { MARKET_ALIASES } from './market.ts';

/** Aliases of the operations of each toolset. */
export type AliasTables = Readonly<Partial<Record<Toolset, readonly Alias[]>>>;

/** Required names for special cases of operations, one table for each toolset. Each answers in full. */
export const ALIASES: AliasTables = { market: MARKET_ALIASES };
