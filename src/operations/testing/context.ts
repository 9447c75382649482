import type { Log } from '../../core/index.ts';
import type { MarketService } from '../../services/market/answers.ts';
import type { CallContext } from '../call.ts';
import { compileCatalogue } from '../catalogue.ts';
import type { Detail } from '../fields.ts';
import { handMadeMarket } from './market.ts';

export interface Logged {
  readonly level: keyof Log;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A log that keeps what it was told. */
export function listLog(): { readonly log: Log; readonly lines: readonly Logged[] } {
  const lines: Logged[] = [];
  const at = (level: keyof Log) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push({ level, fields, message });
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines };
}

const CATALOGUES = { concise: compileCatalogue({ detail: 'concise' }), full: compileCatalogue({ detail: 'full' }) } as const;

/** The whole catalogue over hand-made answers. */
export function testContext({
  detail = 'full',
  market = handMadeMarket(),
}: { readonly detail?: Detail; readonly market?: MarketService } = {}): CallContext & { readonly lines: readonly Logged[] } {
  const { log, lines } = listLog();
  return { registry: CATALOGUES[detail], services: async () => ({ market }), log, lines };
}
