import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { STATUS_CODES, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { brokenBound, type CodedError } from '../../core/index.ts';
import { errorBody } from '../error-body.ts';
import { bodyNotJson, headersTooLarge, requestRefused, requestTooSlow } from './errors.ts';
import type { HttpLimits } from './limits.ts';

/** Deadlines and sizes of requests, as options of Fastify and Node. */
export const limitedServer = ({ bodyBytes, headersMs, requestMs, lookMs }: HttpLimits) =>
  ({
    bodyLimit: bodyBytes,
    requestTimeout: requestMs,
    http: { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: lookMs } satisfies ServerOptions,
    clientErrorHandler: refuseConnection,
  }) satisfies FastifyServerOptions & { readonly http: ServerOptions };

function codedFrom({ code, message }: NodeJS.ErrnoException): CodedError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestTooSlow({});
  return code === 'HPE_HEADER_OVERFLOW' ? headersTooLarge({}) : requestRefused({ reason: message });
}

/** Answers an invalid or too slow request and closes the connection. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  const coded = codedFrom(error);
  const body = JSON.stringify(errorBody(coded));
  const head = `HTTP/1.1 ${coded.status} ${STATUS_CODES[coded.status]}\r\ncontent-type: application/json; charset=utf-8`;
  socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`);
}

/** Reads JSON bodies; checks the limits before parsing. */
export function limitBodies(app: FastifyInstance, { bodyBytes, bodyItems, connections }: HttpLimits): void {
  app.server.maxConnections = connections;
  app.removeContentTypeParser('application/json');
  // Refuses names that would modify prototypes.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    const broken = brokenBound(text, { maxLength: bodyBytes, maxItems: bodyItems });
    if (broken === null) void parse(request, text, done);
    else done(bodyNotJson({ reason: broken }));
  });
}
