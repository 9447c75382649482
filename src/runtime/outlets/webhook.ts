import { lookup, type LookupAddress } from 'node:dns';
import type { RequestOptions } from 'node:http';
import { isIP } from 'node:net';
import { isBarred } from './address.ts';
import { post, type Posted } from './post.ts';
import { retryAfterMs } from './retry-after.ts';
import { signature } from './sign.ts';

/** Result of posting a message. */
export type WebhookAnswer =
  | { readonly ok: true }
  | { readonly ok: false; readonly problem: string; readonly canRetry: boolean; readonly afterMs: number | null };

export interface WebhookMessage {
  readonly url: string;
  /** Unchanged between retries. */
  readonly id: string;
  readonly body: string;
  readonly secret: string;
  /** Seconds since the epoch. */
  readonly seconds: number;
  /** Hosts that may be reached at any address. If not empty, no other host is allowed. */
  readonly allowed: readonly string[];
  readonly signal: AbortSignal;
}

const MOST_URL = 2_000;
const GONE = 410;

/** The host in canonical form: the URL parser normalises numbers, Unicode and case; a trailing dot is removed here. */
const hostOf = ({ hostname }: URL): string =>
  hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();

/** An allowed host in the form of `hostOf`. */
function canonicalHost(host: string): string {
  const text = `http://${isIP(host) === 6 ? `[${host}]` : host}/`;
  return URL.canParse(text) ? hostOf(new URL(text)) : host;
}

/** Why a URL can't be a webhook; null if it can. Names are not resolved here, but at each use. */
export function refuseUrl(text: string, allowed: readonly string[]): string | null {
  if (text.length > MOST_URL || !URL.canParse(text)) return 'it is no address';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'only http and https are spoken';
  if (url.username !== '' || url.password !== '') return 'an address with a password in it would be shown in answers';
  const host = hostOf(url);
  if (allowed.length > 0)
    return allowed.some((one) => canonicalHost(one) === host) ? null : 'TALLYFOIL_WEBHOOK_HOSTS does not have this host';
  return isIP(host) !== 0 && isBarred(host) ? BARRED : null;
}

const BARRED = 'it leads to a link-local or metadata address; TALLYFOIL_WEBHOOK_HOSTS can allow the host';

type Lookup = NonNullable<RequestOptions['lookup']>;
type LookupAll = (
  hostname: string,
  options: object,
  done: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

/** Resolves names and rejects forbidden addresses. The connection uses only the checked addresses. */
export const guarded =
  (find: LookupAll): Lookup =>
  (hostname, options, done) => {
    find(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, '', 0);
      const [first] = found;
      if (first === undefined || found.some(({ address }) => isBarred(address))) return done(new Error(BARRED), '', 0);
      if (options.all === true) done(null, found);
      else done(null, first.address, first.family);
    });
  };

const guardedLookup = guarded(lookup as LookupAll);

/** Posts a signed message. Follows no redirect, so that only the named host gets it. Never throws. */
export function postWebhook({ url: text, id, body, secret, seconds, allowed, signal }: WebhookMessage): Promise<WebhookAnswer> {
  const reason = refuseUrl(text, allowed);
  if (reason !== null) return Promise.resolve({ ok: false, problem: reason, canRetry: false, afterMs: null });
  const url = new URL(text);
  return post(url, {
    headers: { 'tallyfoil-delivery': id, 'tallyfoil-signature': signature(secret, body, seconds) },
    body,
    signal,
    mostRead: 0,
    ...(allowed.length > 0 ? {} : { lookup: guardedLookup }),
  }).then((answer) =>
    typeof answer === 'string' ? { ok: false, problem: answer, canRetry: true, afterMs: null } : judgeResponse(answer, seconds),
  );
}

const OK = 200;
const REDIRECT = 300;
const CLIENT_ERROR = 400;

function judgeResponse({ status, retryAfter }: Posted, nowSeconds: number): WebhookAnswer {
  if (status >= OK && status < REDIRECT) return { ok: true };
  if (status === GONE) return { ok: false, problem: 'the receiver says it is gone (410)', canRetry: false, afterMs: null };
  const redirect = status >= REDIRECT && status < CLIENT_ERROR ? ', a redirect, which is not followed' : '';
  const afterMs = retryAfterMs(retryAfter, nowSeconds);
  return { ok: false, problem: `status ${status}${redirect}`, canRetry: true, afterMs };
}
