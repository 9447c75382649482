import { CodedError, internalError, type ErrorBody, type Log } from '../core/index.ts';

/** Whatever was thrown, as a coded error; what nobody foresaw is logged here and told to nobody. */
export function toCodedError(error: unknown, where: string, log: Log): CodedError {
  if (error instanceof CodedError) return error;
  log.error({ where, error }, 'an unforeseen error');
  return internalError({ where }, error);
}

/** The body of an error, name and code first, as callers of every face see it. */
export function errorBody(error: CodedError): ErrorBody {
  const { error: name, code, message, advice, ...facts } = error.toBody();
  return { error: name, code, ...facts, message, advice };
}
