import { ok, refuse, type Result } from './result.ts';

/** Longest address that is taken, characters; a token is a few hundred. */
const MOST_CHARACTERS = 4_096;

const refused = (detail: string): Result<never> => refuse('bad_address', detail);

/**
 * Checks the address that a venue gave for a planned connection. It must be encrypted, unless the planned one is not, and name
 * a host. A refusal does not quote it, because it may contain a token.
 */
export function socketAddress(planned: string, given: string): Result<string> {
  if (given.length > MOST_CHARACTERS) return refused(`it has over ${MOST_CHARACTERS} characters`);
  // The parser would remove or escape them.
  if (!/^[!-~]+$/.test(given)) return refused('it has spaces, control or non-ASCII characters');
  // The parser adds missing slashes, and takes a host from a path.
  const scheme = /^(wss?):\/\/[^/\\]/i.exec(given)?.[1]?.toLowerCase();
  if (scheme === undefined || !URL.canParse(given)) return refused('it is no WebSocket address with a host');
  const { username, password, hash, hostname, href } = new URL(given);
  if (hostname === '') return refused('it has no host');
  if (username !== '' || password !== '' || hash !== '') return refused('it has a user name or a fragment');
  if (scheme === 'ws' && !/^ws:/i.test(planned)) return refused('it is not encrypted, and the planned one is');
  return ok(href);
}
