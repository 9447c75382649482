import type { AlertService } from '../services/alerts/answers.ts';
import type { CandleService } from '../services/candles/answers.ts';
import type { ClaimService } from '../services/claims/answers.ts';
import type { FundingService } from '../services/funding/answers.ts';
import type { AnomalyService, MarketService } from '../services/market/answers.ts';
import type { FollowingService } from '../services/market/answers/following.ts';

/** The services behind the operations. Asynchronous, with cloneable data, so that each may run in another process. */
export interface Services {
  readonly market: MarketService;
  readonly anomalies: AnomalyService;
  readonly claims: ClaimService;
  readonly alerts: AlertService;
  readonly following: FollowingService;
  readonly funding: FundingService;
  readonly candles: CandleService;
}
