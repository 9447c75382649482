import type { FastifyError } from 'fastify';
import { CodedError, sanitiseText, type Log } from '../../core/index.ts';
import { toCodedError } from '../error-body.ts';
import { bodyNotJson, bodyTooLarge, mediaTypeRefused, requestRefused } from './errors.ts';

const TOO_LARGE = 413;
const BAD_MEDIA_TYPE = 415;
const BAD_REQUEST = 400;
const SERVER_FAULT = 500;

/** Converts anything thrown by Fastify or a route to a coded error. */
export function toHttpError(error: FastifyError | Error, limits: { readonly bodyLimit: number }, log: Log): CodedError {
  if (error instanceof CodedError) return error;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  const reason = sanitiseText(error.message, { max: 120 });
  if (status === TOO_LARGE) return bodyTooLarge({ limit_bytes: limits.bodyLimit });
  if (status === BAD_MEDIA_TYPE) return mediaTypeRefused({});
  if (error instanceof SyntaxError || ('code' in error && error.code.startsWith('FST_ERR_CTP'))) return bodyNotJson({ reason });
  if (status !== undefined && status >= BAD_REQUEST && status < SERVER_FAULT) return requestRefused({ reason });
  return toCodedError(error, 'http', log);
}
