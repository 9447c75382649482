import type { Clock, CodedError, Log, Source, Venue, VenueId } from '../../core/index.ts';
import type { Services, WatchHub } from '../../operations/index.ts';
import type { Driver } from '../../runtime/feed/index.ts';
import type { Prover } from '../../services/claims/index.ts';
import type { MarketMemory } from '../../services/market/following/index.ts';
import type { Engine, LogEvidence, MarketService } from '../../services/market/index.ts';
import type { AskVenue } from '../../runtime/venue-answers/index.ts';
import type { Config } from '../config.ts';
import type { Proofs } from '../proofs/run-proofs.ts';
import type { OpenedState } from '../state.ts';

/** The services at the moment of a receipt, as far as its evidence provides them. */
export type Past = Partial<Services>;

/** Dependencies of services in the process with the raw log. */
export interface ServiceHost {
  readonly config: Config;
  readonly opened: OpenedState;
  readonly source: Source;
  readonly engine: Engine;
  /** Venues that this server follows. */
  readonly venues: ReadonlyMap<VenueId, Venue>;
  readonly ask: AskVenue;
  readonly market: MarketService;
  readonly proofs: Proofs;
  /** The feeds that run, by venue; none before the start. */
  readonly drivers: ReadonlyMap<VenueId, Driver>;
  /** The stored changes of the followed markets, or why these markets can't be changed. */
  readonly memory: MarketMemory | CodedError;
  /** All services, once every service is open. */
  readonly services: () => Promise<Services>;
  /** The data directory of this run. */
  readonly directory: string;
  readonly hub: WatchHub;
  readonly clock: Clock;
  readonly log: Log;
  /** True if the market is made by this process, so that it is not the one of earlier runs on the directory. */
  readonly isNewMarket: boolean;
}

export interface OpenService<S> {
  readonly service: S;
  readonly close?: () => Promise<void> | void;
}

/** How a service is created. This also decides in which processes it answers, and the evidence of its receipts. */
export type ServiceRow<S> =
  /** Needs only the arguments of its calls and the source of this server's data. Its receipts have the evidence `GIVEN`. */
  | { readonly fromArguments: (source: Source) => S }
  /**
   * Needs the answers of a current or past market. Also works in a process that gets them over the bus. Its receipts have the
   * evidence of these answers.
   */
  | { readonly fromMarket: (market: MarketService) => S }
  /** Needs the process with the raw log and its other stored data. Its receipts may have their own evidence, by letter. */
  | {
      readonly open: (host: ServiceHost) => OpenService<S> | Promise<OpenService<S>>;
      readonly provers?: (log: LogEvidence) => Readonly<Record<string, Prover<Past>>>;
    };

/** Every service except the market's, by its name in `Services`. */
export type ServiceTable = { readonly [N in Exclude<keyof Services, 'market'>]: ServiceRow<Services[N]> };
