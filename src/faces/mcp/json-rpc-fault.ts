import { isSpecType } from '@modelcontextprotocol/server';
import { isRecord } from '../../core/index.ts';
import type { RefusedLine } from './bounded-lines.ts';

const isId = (id: unknown): id is string | number => typeof id === 'string' || typeof id === 'number';

/** Why JSON is no message of JSON-RPC 2.0, and the id to answer by; null if it is one. */
export function jsonRpcFault(message: unknown): RefusedLine | null {
  if (isSpecType.JSONRPCMessage(message)) return null;
  if (!isRecord(message)) return { reason: 'it is no object', id: null };
  // The id of a response is one of this server's: an error by it could end another request of the client.
  const isResponse = message['method'] === undefined && ('result' in message || 'error' in message);
  return { reason: reasonOf(message), id: !isResponse && isId(message['id']) ? message['id'] : null };
}

function reasonOf({ jsonrpc, id, method, params, ...rest }: Readonly<Record<string, unknown>>): string {
  if (jsonrpc !== '2.0') return 'its jsonrpc is not "2.0"';
  if (id !== undefined && typeof id !== 'string' && !Number.isInteger(id)) return 'its id is neither a text nor a whole number';
  if (method !== undefined && typeof method !== 'string') return 'its method is no text';
  if (params !== undefined && !isRecord(params)) return 'its params are no object';
  return method === undefined && !('result' in rest) && !('error' in rest)
    ? 'it has neither a method nor a result'
    : 'it is no JSON-RPC message';
}
