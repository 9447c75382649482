import { withoutProof } from '../../core/answer-fields.ts';

/** A hand-written answer as readers get it, with the given receipt. */
export const withReceipt = <A extends object>(
  answer: A,
  receipt: string | null = null,
): Omit<A, 'grounds'> & { readonly receipt: string | null } => ({ ...withoutProof(answer), receipt });
