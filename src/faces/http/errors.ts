import { codedError } from '../../core/index.ts';

export const hostRefused = codedError<{ header: 'Host' | 'Origin' }>('TF_HTTP_HOST_REFUSED', {
  status: 403,
  message: ({ header }) => `The ${header} header names a host that this server does not accept.`,
  advice: () => 'Use localhost or 127.0.0.1, or start the server with that host allowed.',
});

export const routeUnknown = codedError<{ route: string }>('TF_HTTP_ROUTE_UNKNOWN', {
  public: 'not_found',
  status: 404,
  message: ({ route }) => `There is nothing at ${route}.`,
  advice: () => 'GET /openapi.json describes every route.',
});

export const methodRefused = codedError<{ method: string; route: string; allowed: readonly string[] }>('TF_HTTP_METHOD_REFUSED', {
  public: 'method_not_allowed',
  status: 405,
  message: ({ method, route }) => `${route} does not accept ${method}.`,
  advice: ({ allowed }) => `It accepts ${allowed.join(', ')}.`,
});

export const bodyTooLarge = codedError<{ limit_bytes: number }>('TF_HTTP_BODY_TOO_LARGE', {
  public: 'body_too_large',
  status: 413,
  message: ({ limit_bytes }) => `The body is over ${limit_bytes} bytes.`,
  advice: () => 'Send a smaller body.',
});

export const bodyNotJson = codedError<{ reason: string }>('TF_HTTP_BODY_NOT_JSON', {
  public: 'body_not_json',
  status: 400,
  message: ({ reason }) => `The body can't be read as JSON: ${reason}.`,
  advice: () => 'Send one JSON object with content-type application/json.',
});

export const mediaTypeRefused = codedError<Record<string, never>>('TF_HTTP_MEDIA_TYPE_REFUSED', {
  public: 'unsupported_media_type',
  status: 415,
  message: () => 'The body is not application/json.',
  advice: () => 'Send content-type application/json.',
});

export const requestTooSlow = codedError<Record<string, never>>('TF_HTTP_REQUEST_TOO_SLOW', {
  public: 'request_too_slow',
  status: 408,
  message: () => 'The request did not arrive completely in time.',
  advice: () => 'Send headers within 5 s and the body within 10 s.',
});

export const headersTooLarge = codedError<Record<string, never>>('TF_HTTP_HEADERS_TOO_LARGE', {
  public: 'headers_too_large',
  status: 431,
  message: () => 'The headers of the request are over 16 kB.',
  advice: () => 'Send shorter headers. Arguments belong in the body.',
});

export const requestRefused = codedError<{ reason: string }>('TF_HTTP_REQUEST_REFUSED', {
  public: 'bad_request',
  status: 400,
  message: ({ reason }) => `The request can't be served: ${reason}.`,
  advice: () => 'GET /openapi.json describes every route.',
});

export const callerRefused = codedError<Record<string, never>>('TF_HTTP_CALLER_REFUSED', {
  public: 'caller_refused',
  status: 401,
  message: () => 'The request names a caller without the token of this server.',
  advice: () => 'The token is beside the lock file of the data directory. Without the token, omit the tallyfoil-caller header.',
});

export const tooManyStreams = codedError<{ limit: number }>('TF_HTTP_TOO_MANY_STREAMS', {
  public: 'too_many_streams',
  status: 503,
  message: ({ limit }) => `${limit} streams are open, which is the maximum.`,
  advice: () => 'Close a page or a reader, or join topics on one connection: /api/v1/stream/report,trades.',
});

export const pageNotBuilt = codedError<Record<string, never>>('TF_HTTP_PAGE_NOT_BUILT', {
  public: 'page_not_built',
  status: 404,
  message: () => 'The page was not built, so there is nothing to show here.',
  advice: () =>
    'Run "npm run page" in the checkout and start again; "npm start" does it by itself. The API works without the page.',
});
