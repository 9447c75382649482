import { visibleText, visibleValue } from './sanitise-text.ts';

type Facts = Readonly<Record<string, unknown>>;

interface Definition<F extends Facts> {
  /** Name shown to callers if adapters need a fixed one; default: the code in lower case without `TF_`. */
  readonly public?: string;
  readonly status: number;
  readonly message: (facts: F) => string;
  readonly advice: (facts: F) => string;
}

/** An error as callers receive it. */
export interface ErrorBody {
  readonly error: string;
  readonly code: string;
  readonly message: string;
  readonly advice: string;
  readonly [fact: string]: unknown;
}

/** An error that a person or an agent can act on: code, what happened, what to do. Invisible characters are removed. */
export class CodedError extends Error {
  override readonly name = 'CodedError';
  readonly code: string;
  readonly status: number;
  readonly publicName: string;
  readonly advice: string;
  readonly facts: Facts;

  constructor(code: string, publicName: string, status: number, message: string, advice: string, facts: Facts, cause?: unknown) {
    super(visibleText(message), cause === undefined ? {} : { cause });
    this.code = code;
    this.publicName = publicName;
    this.status = status;
    this.advice = visibleText(advice);
    this.facts = facts;
  }

  toBody(): ErrorBody {
    return { ...visibleValue(this.facts), error: this.publicName, code: this.code, message: this.message, advice: this.advice };
  }
}

/** Makes errors of one kind. */
export interface ErrorFactory<F extends Facts = Facts> {
  (facts: F, cause?: unknown): CodedError;
  readonly code: string;
  readonly publicName: string;
  readonly status: number;
}

const catalogue = new Map<string, ErrorFactory<never>>();

/**
 * Declares a coded error: `TF_<AREA>_<REASON>`. `status` is its HTTP status. Each code is declared once.
 * @example const gone = codedError('TF_LOG_GONE', { status: 410, message: () => 'It is gone.', advice: () => 'Ask later.' });
 */
export function codedError<F extends Facts>(code: string, definition: Definition<F>): ErrorFactory<F> {
  if (!/^TF_[A-Z]+(_[A-Z0-9]+)+$/.test(code)) throw new Error(`not an error code: ${code}`);
  if (catalogue.has(code)) throw new Error(`error code declared twice: ${code}`);
  const publicName = definition.public ?? code.slice(3).toLowerCase();
  const make = (facts: F, cause?: unknown) =>
    new CodedError(code, publicName, definition.status, definition.message(facts), definition.advice(facts), facts, cause);
  const factory: ErrorFactory<F> = Object.assign(make, { code, publicName, status: definition.status });
  catalogue.set(code, factory);
  return factory;
}

/** Every code declared so far, for the generated reference. */
export const errorCatalogue = (): ReadonlyMap<string, ErrorFactory<never>> => catalogue;
