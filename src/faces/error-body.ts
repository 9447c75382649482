import { CodedError, internalError, type ErrorBody, type Log } from '../core/index.ts';

/** Converts anything thrown to a coded error. An unexpected error is logged, and its details are hidden from the caller. */
export function toCodedError(error: unknown, where: string, log: Log): CodedError {
  if (error instanceof CodedError) return error;
  log.error({ where, error }, 'an unexpected error');
  return internalError({ where }, error);
}

/** The body of an error for callers of every face, name and code first. */
export function errorBody(error: CodedError): ErrorBody {
  const { error: name, code, message, advice, ...facts } = error.toBody();
  return { error: name, code, ...facts, message, advice };
}
