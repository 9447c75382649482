import type { z } from 'zod';
import type { OPERATIONS } from '../operations/index.ts';

type Declared = (typeof OPERATIONS)[number];
type Named<N extends OperationName> = Extract<Declared, { readonly name: N }>;

/** Names of operations; aliases are called by plain strings. */
export type OperationName = Declared['name'];
/** Input of an operation. */
export type OperationInput<N extends OperationName> = z.input<Named<N>['input']>;
/** Its output. */
export type OperationAnswer<N extends OperationName> = z.output<Named<N>['output']>;
