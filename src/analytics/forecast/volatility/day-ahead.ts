import { harModel } from './har.ts';
import { garchModel, meanModel, type VarianceModel } from './variance-model.ts';
import { weekdayModel } from './weekday.ts';

const har = harModel('HAR');
const logHar = harModel('log HAR-J', { scale: 'log', terms: ['jumps'] });

/**
 * HAR for a market that never closes: the mean of HAR-RV in variances and HAR-RV-J in logarithms, on days adjusted for their weekday.
 * Variances follow turbulent markets better, logarithms calm ones; each model alone has a larger loss.
 */
export const dayAheadHar = (): VarianceModel => weekdayModel('HAR, both scales, by weekday', meanModel('both', [har, logHar]));

/** Default model of tomorrow's variance: both HAR models and GARCH(1,1), whose errors differ because it uses only returns. */
export const dayAheadModel = (): VarianceModel =>
  weekdayModel('HAR and GARCH, by weekday', meanModel('three', [har, logHar, garchModel('GARCH', 'garch')]));
