import type { OperationName } from './num.tsx';

/** The figure that the inspector is about. */
export interface Target {
  readonly element: HTMLElement;
  readonly operation: OperationName;
  readonly field: string;
  /** Id of its trade, on the tape. */
  readonly trade: number | null;
  readonly pinned: boolean;
}
