import { callOf, type Question, type RestCall, type Result } from '../../src/core/index.ts';

/** A question with one input: its request (null if it can't be asked), and the decoding of its answer. */
export interface Asking {
  readonly call: RestCall | null;
  readonly decode: (body: string) => Result<unknown>;
}

export function asking<I extends object, A>(question: Question<I, A> | undefined, input: I): Asking {
  if (question === undefined) throw new Error('the venue has no such question');
  return { call: callOf(question, input), decode: (body) => question.decode(input, body) };
}

/** The decoded answer in a body, or why it is refused. */
export function answerOf({ decode }: Asking, body: unknown): unknown {
  const read = decode(JSON.stringify(body));
  return read.ok ? read.value : read.error;
}
