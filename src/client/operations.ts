import type { z } from 'zod';
import type { OPERATIONS } from '../operations/index.ts';

type Declared = (typeof OPERATIONS)[number];
type Named<N extends OperationName> = Extract<Declared, { readonly name: N }>;

/** Every operation by its own name; aliases are called as plain text. */
export type OperationName = Declared['name'];
/** What an operation takes. */
export type OperationInput<N extends OperationName> = z.input<Named<N>['input']>;
/** What it answers. */
export type OperationAnswer<N extends OperationName> = z.output<Named<N>['output']>;
