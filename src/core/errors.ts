import { codedError } from './coded-error.ts';
import { didYouMean } from './near-names.ts';

/** `venues`: the followed venues; present only if the requested venue is not among them. */
export const symbolNotIndexed = codedError<{
  symbol: string;
  venue: string;
  known: readonly string[];
  venues?: readonly string[];
}>('TF_MARKET_SYMBOL_NOT_INDEXED', {
  public: 'symbol_not_indexed',
  status: 404,
  message: ({ symbol, venue }) => `${symbol} is not followed on ${venue}.`,
  advice: ({ symbol, venue, known, venues }) =>
    venues === undefined
      ? `${didYouMean(symbol, known)}Available symbols: ${known.join(', ') || 'none'}. Call follow_market to follow another; over MCP it is on /mcp/full.`
      : `${didYouMean(venue, venues)}Venues followed: ${venues.join(', ')}. A venue is named in full, such as kraken-spot; add one with VENUES or --venues and restart.`,
});

export const backendUnavailable = codedError<{ reason: string }>('TF_BACKEND_UNAVAILABLE', {
  public: 'backend_unavailable',
  status: 503,
  message: ({ reason }) => `The market data behind this answer can't be reached: ${reason}.`,
  advice: () => 'Ask get_data_health for the state of each stream; try again in a few seconds.',
});

export const invalidInput = codedError<{ operation: string; problems: readonly string[] }>('TF_INPUT_INVALID', {
  public: 'invalid_input',
  status: 400,
  message: ({ operation, problems }) => `${operation} can't take this input: ${problems.join('; ')}.`,
  advice: () => 'Correct what is named here and ask again.',
});

export const unknownOperation = codedError<{
  operation: string;
  close: readonly string[];
  search?: string;
  callBy?: string;
  surface?: string;
}>('TF_OPERATION_UNKNOWN', {
  public: 'unknown_operation',
  status: 404,
  message: ({ operation, callBy, surface }) =>
    callBy === undefined && surface === undefined
      ? `There is no operation ${operation}.`
      : `This surface doesn't list ${operation}.`,
  advice: ({ close, search = 'list_operations', callBy, surface }) => {
    if (callBy !== undefined) return `${callBy} runs it.`;
    if (surface !== undefined) return `It is on the surface ${surface}: /mcp/${surface}, or mcp --surface ${surface}.`;
    return close.length > 0 ? `Did you mean ${close.join(', ')}?` : `${search} has the whole catalogue.`;
  },
});

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
