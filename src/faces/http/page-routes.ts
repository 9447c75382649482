import type { FastifyInstance } from 'fastify';
import { pageNotBuilt } from './errors.ts';

/** One file of the page, read once at start. */
export interface PageFile {
  readonly body: Buffer;
  readonly type: string;
  /** Hash of the contents, so that a browser with the same contents gets 304. */
  readonly etag: string;
}

export interface PageRoutesOptions {
  /** By path, `/` for the page itself; null if it was not built. */
  readonly page: ReadonlyMap<string, PageFile> | null;
}

/** The page may load and call only this server, and no page may frame it. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache',
};

const NOT_MODIFIED = 304;

/** The page at `/` and its files beside it. */
export async function pageRoutes(app: FastifyInstance, { page }: PageRoutesOptions): Promise<void> {
  if (page === null) {
    app.get('/', () => {
      throw pageNotBuilt({});
    });
    return;
  }
  for (const [path, { body, type, etag }] of page) {
    app.get(path, (request, reply) => {
      void reply.headers(HEADERS).header('etag', etag);
      if (request.headers['if-none-match'] === etag) return reply.code(NOT_MODIFIED).send();
      return reply.type(type).send(body);
    });
  }
}
