import { shown, trouble } from '../data/store.ts';
import { currencies } from '../shell/currencies.ts';
import { fieldOf, type TypedCondition } from './rule-form.ts';
import { watchableOf, written } from './watchable.ts';

/** The present value of the chosen field, so that a threshold can be set beside it. */
export function Present({ typed }: { readonly typed: TypedCondition }) {
  const report = shown.report.value?.message ?? null;
  const known = watchableOf(fieldOf(typed));
  if (known === undefined || report === null)
    return <p class="quiet present">The server reads this path; its value is not shown here.</p>;
  // A report that was kept after the last message is not about now.
  const isCurrent = shown.link.value === 'live' && trouble.value === null;
  return <p class="quiet present">now {written(known, isCurrent ? known.now(report) : null, currencies.value)}</p>;
}
