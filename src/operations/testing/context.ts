import type { z } from 'zod';
import type { Caller, Log } from '../../core/index.ts';
import type { MarketService } from '../../services/market/answers.ts';
import type { LocalContext } from '../call.ts';
import type { Entry } from '../types.ts';
import { compileCatalogue } from '../catalogue.ts';
import type { Detail } from '../fields.ts';
import { handMadeServices } from './services.ts';

export interface Logged {
  readonly level: keyof Log;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A log that keeps its entries. */
export function listLog(): { readonly log: Log; readonly lines: readonly Logged[] } {
  const lines: Logged[] = [];
  const at = (level: keyof Log) => (fields: Readonly<Record<string, unknown>>, message: string) =>
    void lines.push({ level, fields, message });
  return { log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }, lines };
}

const CATALOGUES = { concise: compileCatalogue({ detail: 'concise' }), full: compileCatalogue({ detail: 'full' }) } as const;

/** An input that the hand-made answers support: the entry's first example, with their symbol and without optional arguments. */
export const sampleInput = ({ examples, input }: Entry): Readonly<Record<string, unknown>> => {
  const first = examples[0]?.input ?? {};
  if (first['symbol'] === undefined) return first;
  const isRequired = (name: string) => !(input.shape[name] as z.ZodType).safeParse(undefined).success;
  return { ...Object.fromEntries(Object.entries(first).filter(([name]) => isRequired(name))), symbol: 'BTCUSDT' };
};

/** The caller in tests. */
export const TESTER: Caller = { principal: 'a test', via: 'job', client: null };

/** The whole catalogue over hand-made answers. */
export function testContext({
  detail = 'full',
  market,
}: { readonly detail?: Detail; readonly market?: MarketService } = {}): LocalContext & { readonly lines: readonly Logged[] } {
  const { log, lines } = listLog();
  return { registry: CATALOGUES[detail], caller: TESTER, services: async () => handMadeServices(market), log, lines };
}
