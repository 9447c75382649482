import { signal } from '@preact/signals';
import { call } from '../data/api.ts';
import { polled } from '../data/poll.ts';

const MOST_RULES = 100;
const MOST_FIRINGS = 10;
const MOST_ENTRIES = 30;

/** Every alert with its record, and the newest firings. */
export const alerts = polled(() => call('list_alerts', { limit: MOST_RULES, fired: MOST_FIRINGS }), { previous: 'kept' });

export const HORIZONS_SEC = [60, 300, 900, 3_600] as const;
export type Horizon = (typeof HORIZONS_SEC)[number];

/** Seconds after which the shown ledger judges its entries. */
export const horizonSec = signal<Horizon>(900);
export const ledger = polled(() => call('get_ledger', { horizon_sec: horizonSec.value, limit: MOST_ENTRIES }), {
  previous: 'kept',
});
