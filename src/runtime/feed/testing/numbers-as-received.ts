import { ALL_SYMBOLS, type CardStream, type DecodedData, type Subscription, type Venue } from '../../../core/index.ts';
import { testVenue } from './venue.ts';

/** The test venue with other streams. */
export const havingStreams = (...streams: readonly CardStream[]): Venue => ({
  ...testVenue,
  card: { ...testVenue.card, streams },
});

const EACH: Omit<CardStream, 'kind'> = { everyMs: 1_000, tier: 'latest' };

/** A venue that also sends the mark prices and funding of all its instruments, over a connection of their own. */
export function markingAll(): Venue {
  const venue = havingStreams({ kind: 'mark', ...EACH }, { kind: 'funding', ...EACH });
  const { plan } = venue.connect;
  const isOfAll = ({ symbol }: Subscription) => symbol === ALL_SYMBOLS;
  const groups = (wanted: readonly Subscription[]) => [wanted.filter((one) => !isOfAll(one)), wanted.filter(isOfAll)];
  return {
    ...venue,
    connect: {
      ...venue.connect,
      plan: (wanted, host) => groups(wanted).flatMap((group) => (group.length === 0 ? [] : plan(group, host))),
    },
  };
}

const common = { symbol: 'AAA', tsEvent: 1_800_000_000_000_000 } as const;

export const mark = (changed: Partial<DecodedData<'mark'>> = {}): DecodedData<'mark'> => ({
  kind: 'mark',
  ...common,
  markPrice: 100.25,
  indexPrice: 100.5,
  nextFundingRate: -0.000_1,
  nextFundingTime: 1_800_003_600_000_000,
  ...changed,
});

export const funding = (changed: Partial<DecodedData<'funding'>> = {}): DecodedData<'funding'> => ({
  kind: 'funding',
  ...common,
  status: 'predicted',
  rate: 0.000_2,
  intervalHours: 8,
  fundingTime: 1_800_003_600_000_000,
  nextFundingTime: 1_800_003_600_000_000,
  ...changed,
});

export const liquidation = (changed: Partial<DecodedData<'liquidation'>> = {}): DecodedData<'liquidation'> => ({
  kind: 'liquidation',
  ...common,
  side: 'long',
  price: 99,
  averagePrice: 99.5,
  size: 3,
  unit: 'base',
  ...changed,
});
