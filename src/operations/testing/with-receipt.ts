import { withoutProof } from '../../core/answer-fields.ts';

/** An answer by hand as readers get it, with this receipt. */
export const withReceipt = <A extends object>(
  answer: A,
  receipt: string | null = null,
): Omit<A, 'grounds'> & { readonly receipt: string | null } => ({ ...withoutProof(answer), receipt });
