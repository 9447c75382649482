import { harModel } from './har.ts';
import { garchModel, meanModel, type VarianceModel } from './variance-model.ts';
import { weekdayModel } from './weekday.ts';

const har = harModel('HAR');
const logHar = harModel('log HAR-J', { scale: 'log', terms: ['jumps'] });

/**
 * HAR for a market that never closes: the mean of HAR-RV and of HAR-RV-J of logarithms, on days freed of their weekday. Of variances it keeps up with
 * a storm and of logarithms with a calm; the loss of either alone is larger.
 */
export const dayAheadHar = (): VarianceModel => weekdayModel('HAR, both scales, by weekday', meanModel('both', [har, logHar]));

/** The default for tomorrow's variance: the same with GARCH(1,1) as a third member, which sees returns only and so errs at other times. */
export const dayAheadModel = (): VarianceModel =>
  weekdayModel('HAR and GARCH, by weekday', meanModel('three', [har, logHar, garchModel('GARCH', 'garch')]));
