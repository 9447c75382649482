import { CodedError } from '../../core/index.ts';

/** The message of a coded error, as a reason; anything else is a bug and is rethrown. */
export function reasonOf(error: unknown): string {
  if (error instanceof CodedError) return error.message;
  throw error;
}
