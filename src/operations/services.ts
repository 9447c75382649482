import type { AlertService } from '../services/alerts/answers.ts';
import type { ClaimService } from '../services/claims/answers.ts';
import type { AnomalyService, MarketService } from '../services/market/answers.ts';

/** Everything that operations are served from. Asynchronous and cloneable, so each may live in another process. */
export interface Services {
  readonly market: MarketService;
  readonly anomalies: AnomalyService;
  readonly claims: ClaimService;
  readonly alerts: AlertService;
}
