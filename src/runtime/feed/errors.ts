import { codedError } from '../../core/index.ts';

export const simulatedHost = codedError<{ venue: string; source: string }>('TF_FEED_SIMULATED_HOST', {
  status: 409,
  message: ({ venue, source }) =>
    `The host of ${venue} says that it is a Tallyfoil simulator, so nothing of it is served as ${source} data`,
  advice: () => 'Set TALLYFOIL_SOURCE=simulated to follow it as a simulated market, or remove the host variables.',
});
