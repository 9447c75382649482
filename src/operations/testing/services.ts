import { servicesOfArguments, servicesOfMarket } from '../../app/services/make.ts';
import type { ClaimAnswer } from '../../services/claims/answers.ts';
import type { MarketService } from '../../services/market/answers.ts';
import type { Services } from '../services.ts';
import { handMadeAlerts } from './alerts.ts';
import { handMadeFollowing } from './following.ts';
import { explained, handMadeMarket } from './market.ts';

const claim = (text: string): ClaimAnswer => ({
  as_of: '2026-11-20T12:34:56.789Z',
  source: 'live',
  verdict: 'unsupported',
  receipts: [
    {
      receipt: text,
      verdict: 'unsupported',
      reason: 'the log of that time is not here, or no longer',
      operation: null,
      as_of: null,
      state: null,
      source: null,
    },
  ],
  figures: [],
  caveats: [],
});

/** Hand-written answers of the services that would otherwise need a raw log. */
const byHand: Partial<Services> = {
  anomalies: { explain: async ({ id }) => explained(id) },
  claims: { check: async ({ text }) => claim(text) },
};

/** Every service that a server has. */
export const handMadeServices = (market: MarketService = handMadeMarket()): Services =>
  ({
    ...servicesOfArguments('live'),
    ...servicesOfMarket(market),
    ...byHand,
    alerts: handMadeAlerts(),
    following: handMadeFollowing(),
  }) as Services;
