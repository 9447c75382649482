/** A client for a running Tallyfoil server. The type of an answer is `OperationAnswer<'get_report'>`. */
export { followTopics, type Followed } from './follow-topics.ts';
export { createClient, type Client, type ClientOptions } from './client.ts';
export type { OperationAnswer, OperationInput, OperationName } from './operations.ts';
export { remoteBoundary } from './remote-boundary.ts';
export { CodedError, type ErrorBody } from '../core/index.ts';
