import { ApiError, call } from './api.ts';
import { isUnfollowed, wasUnfollowed, type Market } from './stream.ts';

/** The server's refusal of a text that can't be a symbol, such as `<b>`. */
const NO_SYMBOL = 'invalid_input';

/**
 * The followed market that the server understands by a name, or that it is unfollowed; null for any other name. Throws `ApiError` if the
 * server can't be reached.
 */
export async function askMeant(symbol: string, venue: string | null): Promise<Market | 'unfollowed' | null> {
  try {
    return await call('get_latest', { symbol, ...(venue === null ? {} : { venue }), prints: 1 });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.body.error === NO_SYMBOL) return null;
    if (isUnfollowed(error.body)) return wasUnfollowed(error.body) ? 'unfollowed' : null;
    throw error;
  }
}
