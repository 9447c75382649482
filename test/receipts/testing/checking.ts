import { createAsking, type AskingOptions } from '../../../src/app/asking.ts';
import { readConfig } from '../../../src/app/config.ts';
import { proversOf } from '../../../src/app/proofs/provers.ts';
import type { Source, Venue, VenueId } from '../../../src/core/index.ts';
import { createClaimService, type ClaimAnswer } from '../../../src/services/claims/index.ts';
import { createLogEvidence } from '../../../src/services/market/index.ts';
import { venues as allVenues } from '../../../src/venues/index.ts';

export interface CheckingOptions extends AskingOptions {
  readonly directory: string;
  readonly source: Source;
  readonly venues?: ReadonlyMap<VenueId, Venue>;
}

const LONG_AGO_SEC = 1e9;

/** Checks texts against a log that is on the disk, as this build or a changed one does. */
export function checking({
  directory,
  source,
  venues = allVenues,
  ...build
}: CheckingOptions): (text: string) => Promise<ClaimAnswer> {
  const service = createClaimService({
    provers: proversOf(createLogEvidence({ directory, venues, source, settings: readConfig({}) })),
    source,
    asking: createAsking(build),
    now: null,
    clock: { now: () => 0, after: () => () => {} },
  });
  return (text) => service.check({ text, claims: [], maxAgeSec: LONG_AGO_SEC });
}
