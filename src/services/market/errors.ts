import { CodedError, codedError, didYouMean, sanitiseText, type Source } from '../../core/index.ts';

/** Why a process without the role analyze can't answer. */
export const ONLY_REPORTS_SHARED =
  'only reports are shared, and the trades and levels behind them are in the process that analyses the symbol';

export const anomalyUnknown = codedError<{ id: string }>('TF_ANOMALY_UNKNOWN', {
  public: 'anomaly_unknown',
  status: 404,
  message: ({ id }) => `There is no anomaly ${id}.`,
  advice: () => 'Use an id from get_anomalies; the last hundred of each market are kept.',
});

export const logUnplayable = codedError<{ reason: string }>('TF_LOG_UNPLAYABLE', {
  public: 'log_unplayable',
  status: 422,
  message: ({ reason }) => `The log can't be replayed: ${reason}.`,
  advice: () =>
    'Its checksums hold, so another program or version wrote it. `node bin/tallyfoil.js verify` reads it record by record.',
});

/** Converts an error that a log's content caused to a coded error. */
export const unplayable = (error: unknown, what: string): CodedError =>
  error instanceof CodedError ? error : logUnplayable({ reason: `${what} (${reasonOf(error)})` }, error);

const reasonOf = (error: unknown): string => sanitiseText(error instanceof Error ? error.message : String(error), { max: 120 });

export const anomalyUnproven = codedError<{ id: string; reason: string }>('TF_ANOMALY_UNPROVEN', {
  public: 'anomaly_unproven',
  status: 409,
  message: ({ id, reason }) => `${id} can't be replayed: ${reason}.`,
  advice: () =>
    'Only findings whose raw log still exists can be replayed. RAW_LOG_MAX_DAYS and RAW_LOG_MAX_GB limit how long it is kept.',
});

export const checkpointOtherSource = codedError<{ found: string; wanted: string }>('TF_MARKET_CHECKPOINT_OTHER_SOURCE', {
  status: 409,
  message: ({ found, wanted }) => `The checkpoint is of ${found} data, in a log of ${wanted} data.`,
  advice: () => 'The segment was altered, or belongs to another log; restore it from the directory that wrote it.',
});

/** Maximum names in one sentence; the others are counted. */
const MOST_NAMED = 30;

const named = (names: readonly string[]): string =>
  names.length <= MOST_NAMED
    ? names.join(', ') || 'none'
    : `${names.slice(0, MOST_NAMED).join(', ')} and ${names.length - MOST_NAMED} more`;

export const marketNotListed = codedError<{
  symbol: string;
  venue: string;
  known: readonly string[];
  source: Source;
}>('TF_MARKET_NOT_LISTED', {
  public: 'not_listed',
  status: 404,
  message: ({ symbol, venue, source }) =>
    source === 'simulated'
      ? `The simulator of ${venue} has no ${symbol}. Nothing has changed, and this says nothing of the real venue.`
      : `${venue} does not list ${symbol}. Nothing has changed.`,
  advice: ({ symbol, venue, known, source }) =>
    didYouMean(symbol, known) +
    (source === 'simulated'
      ? `A simulated market has only the symbols it was started with: name ${symbol} in --symbols of start, demo or simulate.`
      : `Give base and quote as ${venue} lists them, such as ${known[0] ?? 'BTCUSDT'}.`),
});

export const venueNotFollowed = codedError<{ venue: string; followed: readonly string[]; built: boolean }>(
  'TF_MARKET_VENUE_NOT_FOLLOWED',
  {
    public: 'venue_not_followed',
    status: 404,
    message: ({ venue, built }) => (built ? `${venue} is not followed by this server.` : `There is no venue ${venue}.`),
    advice: ({ venue, followed, built }) =>
      `${built ? 'Add it to VENUES and restart. ' : didYouMean(venue, followed)}Venues followed: ${named(followed)}.`,
  },
);

export const venueNeeded = codedError<{ symbol: string; venues: readonly string[] }>('TF_MARKET_VENUE_NEEDED', {
  public: 'venue_needed',
  status: 400,
  message: ({ symbol, venues }) => `${symbol} can be on ${venues.length} venues, and none is named. Nothing has changed.`,
  advice: ({ venues }) => `Name one as \`venue\`: ${named(venues)}.`,
});

export const marketsFull = codedError<{ symbol: string; most: number; followed: readonly string[] }>('TF_MARKET_TOO_MANY', {
  public: 'too_many_markets',
  status: 409,
  message: ({ symbol, most, followed }) =>
    `${symbol} is not followed: ${followed.length} markets are, and the limit is ${most} (MAX_MARKETS).`,
  advice: ({ followed }) =>
    `Unfollow one with unfollow_market, or raise MAX_MARKETS and restart. Followed or asked for: ${named(followed)}.`,
});

export const followFailed = codedError<{ symbol: string; venue: string; reason: string }>('TF_MARKET_FOLLOW_FAILED', {
  public: 'follow_failed',
  status: 503,
  message: ({ symbol, venue, reason }) =>
    `${venue} did not define ${symbol}, so it is not followed: ${reason}. Nothing has changed.`,
  advice: ({ venue }) => `Check ${venue} with get_data_health, and try again in a minute.`,
});

export const followWithdrawn = codedError<{ symbol: string; venue: string }>('TF_MARKET_FOLLOW_WITHDRAWN', {
  public: 'follow_withdrawn',
  status: 409,
  message: ({ symbol, venue }) => `${symbol} on ${venue} was unfollowed before ${venue} defined it, so it is not followed.`,
  advice: () => 'Another call of unfollow_market came first. Call follow_market again if you still want it.',
});
