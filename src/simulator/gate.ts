import type { HttpAnswer } from '../core/index.ts';
import type { Link, Wire } from './link.ts';

/** How a transport reaches the exchange. */
export interface Gate {
  /** Opens a connection, or names the HTTP status that refuses it. */
  accept(path: string): { readonly refused: number } | { readonly open: (wire: Wire) => Link };
  request(path: string, done: (answer: HttpAnswer) => void): void;
  latencyMs(): number;
}
