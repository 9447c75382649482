import { codedError } from './coded-error.ts';
import type { Source } from './event.ts';
import type { InstrumentId } from './instrument.ts';
import { didYouMean } from './near-names.ts';

const LATEST_ADVICE = {
  here: 'Only its newest values are kept: get_latest shows them, and follow_market brings its book, trades and candles. ',
  ingest: 'The process with the role ingest may have its newest values: call get_latest there. ',
} as const;

const howToAdd = (symbol: string, source: Source | undefined): string =>
  source === 'simulated'
    ? `Call follow_market only for a symbol that the simulator was started with; to add ${symbol}, name it in --symbols of start, demo or simulate.`
    : 'Call follow_market to follow another, over MCP through call_write_tool.';

/**
 * `venues`: the followed venues; present only if the requested venue is not among them. `near`: similar names that are not
 * followed. `coins`: the followed markets of a coin that does not decide for one of them. `conflict`: the symbol and the argument name two venues. `source`: of the server's data; a simulator has only the symbols it was started with. `unfollowed`: the requested market, if it was followed or a default and unfollow_market ended that. `latest`: the market's newest values are kept in this process, or the process with the role ingest may have them.
 */
export const symbolNotIndexed = codedError<{
  symbol: string;
  venue: string;
  known: readonly string[];
  venues?: readonly string[];
  near?: readonly string[];
  coins?: readonly string[];
  conflict?: boolean;
  unfollowed?: readonly InstrumentId[];
  latest?: 'here' | 'ingest';
  source?: Source | undefined;
}>('TF_MARKET_SYMBOL_NOT_INDEXED', {
  public: 'symbol_not_indexed',
  status: 404,
  message: ({ symbol, venue }) => `${symbol} is not followed on ${venue}.`,
  advice: ({ symbol, venue, known, venues, near = [], coins = [], conflict, unfollowed = [], latest, source }) =>
    conflict === true
      ? `The venue in the symbol and the argument venue name two venues: give one of them.`
      : unfollowed.length > 0
        ? `Unfollowed by unfollow_market: ${unfollowed.join(', ')}. Call follow_market to follow it again, over MCP through call_write_tool. Available symbols: ${known.join(', ') || 'none'}.`
        : coins.length > 0
          ? `Followed markets of ${symbol}: ${coins.join(', ')}. Give one of them as symbol.`
          : venues === undefined
            ? `${latest === undefined ? didYouMean(symbol, [...known, ...near]) : LATEST_ADVICE[latest]}Available symbols: ${known.join(', ') || 'none'}. ${latest === 'here' && source === 'simulated' ? '' : howToAdd(symbol, source)}`
            : `${didYouMean(venue, venues)}Venues followed: ${venues.join(', ')}. A venue is named in full, such as kraken-spot; add one with VENUES or --venues and restart.`,
});

export const backendUnavailable = codedError<{ reason: string }>('TF_BACKEND_UNAVAILABLE', {
  public: 'backend_unavailable',
  status: 503,
  message: ({ reason }) => `The market data behind this answer can't be reached: ${reason}.`,
  advice: () => 'Ask get_data_health for the state of each stream; try again in a few seconds.',
});

/** `schemas`: the JSON Schema of each argument in the problems, as text. */
export const invalidInput = codedError<{
  operation: string;
  problems: readonly string[];
  schemas?: readonly string[];
}>('TF_INPUT_INVALID', {
  public: 'invalid_input',
  status: 400,
  message: ({ operation, problems }) => `${operation} can't take this input: ${problems.join('; ')}.`,
  advice: ({ schemas = [] }) => ['Correct what is named here and ask again.', ...schemas].join(' '),
});

/** `close`: similar names; `callBy`: the dispatcher that runs the first of them, if this surface does not list it. */
export const unknownOperation = codedError<{
  operation: string;
  close: readonly string[];
  callBy?: string | undefined;
  search?: string;
}>('TF_OPERATION_UNKNOWN', {
  public: 'unknown_operation',
  status: 404,
  message: ({ operation }) => `There is no operation ${operation}.`,
  advice: ({ close: [first, ...others], callBy, search = 'list_operations' }) => {
    if (first === undefined) return `${search} has the whole catalogue.`;
    return `Did you mean ${[first, ...others].join(', ')}?${callBy === undefined ? '' : ` ${callBy} runs ${first}.`}`;
  },
});

export const operationNotListed = codedError<{ operation: string; callBy: string | null; surface: string }>(
  'TF_OPERATION_NOT_LISTED',
  {
    public: 'operation_not_listed',
    status: 404,
    message: ({ operation }) => `${operation} exists, but this surface does not list it, so it was not run.`,
    advice: ({ operation, callBy, surface }) =>
      callBy === null
        ? `It is on the surface ${surface}: /mcp/${surface}, or mcp --surface ${surface}.`
        : `Call ${callBy} with {"name":"${operation}","arguments":{…}}.`,
  },
);

/** The caller has gone, so only the log and the counters see this error. */
export const callCancelled = codedError<{ operation: string }>('TF_CALL_CANCELLED', {
  public: 'cancelled',
  status: 499,
  message: ({ operation }) => `The call of ${operation} was cancelled by its caller.`,
  advice: () => 'Call it again for an answer.',
});

export const internalError = codedError<{ where: string }>('TF_INTERNAL_ERROR', {
  public: 'internal_error',
  status: 500,
  message: ({ where }) => `Something that should not happen did, in ${where}.`,
  advice: () => 'The log on stderr has the details; please report it with the log lines.',
});

export const roleElsewhere = codedError<{ what: string; needs: string; has: readonly string[]; why: string }>(
  'TF_ROLE_ELSEWHERE',
  {
    public: 'role_elsewhere',
    status: 503,
    message: ({ what, needs, has, why }) =>
      `${what} needs the role ${needs}, and this process has only ${has.join(', ')}: ${why}.`,
    advice: ({ needs }) => `Ask a process that has the role ${needs}, or give it to this one with --roles.`,
  },
);
