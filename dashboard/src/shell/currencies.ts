import { computed } from '@preact/signals';
import { shown } from '../data/store.ts';
import { decimalsOf } from '../words/format.ts';

/** Names and decimals of the market shown. */
export const currencies = computed(() => {
  const row = shown.row.value;
  return {
    symbol: row?.symbol ?? null,
    base: row?.base ?? '',
    quote: row?.quote ?? '',
    decimals: decimalsOf(row?.tick ?? null),
    lotDecimals: decimalsOf(row?.lot ?? null),
  };
});
