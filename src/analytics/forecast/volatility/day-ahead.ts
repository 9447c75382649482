import { harModel } from './har.ts';
import { garchModel, meanModel, type VarianceModel } from './variance-model.ts';
import { weekdayModel } from './weekday.ts';

const har = harModel('HAR');
const logHar = harModel('log HAR-J', { scale: 'log', terms: ['jumps'] });

/**
 * HAR for a market that never closes: the mean of HAR-RV and of HAR-RV-J of logarithms, on days adjusted for their weekday. The form in
 * variances follows storms, the form in logarithms calm markets; each alone has a larger loss.
 */
export const dayAheadHar = (): VarianceModel => weekdayModel('HAR, both scales, by weekday', meanModel('both', [har, logHar]));

/** The default for tomorrow's variance: the same with GARCH(1,1) as a third member, which uses only returns and so has different errors. */
export const dayAheadModel = (): VarianceModel =>
  weekdayModel('HAR and GARCH, by weekday', meanModel('three', [har, logHar, garchModel('GARCH', 'garch')]));
