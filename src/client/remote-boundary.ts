import { DETAIL_HEADER } from '../core/index.ts';
import type { Boundary } from '../operations/index.ts';
import { connectTo, type ConnectionOptions } from './connection.ts';

/** Forwards each call unchanged to a running server, from a process that has no data. */
export function remoteBoundary(options: ConnectionOptions): Boundary {
  const connection = connectTo(options);
  return {
    async call({ name, input, detail, caller }, signal) {
      const { body, catalogue } = await connection.call(name, input, { signal, caller, headers: { [DETAIL_HEADER]: detail } });
      return { answer: body, catalogue };
    },
  };
}
