import type { Toolset } from '../toolsets.ts';
import type { Alias } from '../types.ts';
import { MARKET_ALIASES } from './market.ts';

/** Aliases of the operations of each toolset. */
export type AliasTables = Readonly<Partial<Record<Toolset, readonly Alias[]>>>;

/** Names that the brief uses for a special case of an operation, a table a toolset. Each is served in full. */
export const ALIASES: AliasTables = { market: MARKET_ALIASES };
