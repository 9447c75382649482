import { callOf, type Question, type RestCall, type Result } from '../../src/core/index.ts';

/** A question about one input: the call that asks it, null where it can't be asked, and how its answer is read. */
export interface Asking {
  readonly call: RestCall | null;
  readonly decode: (body: string) => Result<unknown>;
}

export function asking<I extends object, A>(question: Question<I, A> | undefined, input: I): Asking {
  if (question === undefined) throw new Error('the venue has no such question');
  return { call: callOf(question, input), decode: (body) => question.decode(input, body) };
}

/** What a body says as the answer to a question, or why it is refused. */
export function answerOf({ decode }: Asking, body: unknown): unknown {
  const read = decode(JSON.stringify(body));
  return read.ok ? read.value : read.error;
}
