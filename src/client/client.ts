import type { Caller } from '../core/index.ts';
import { connectTo, type ConnectionOptions } from './connection.ts';
import { answerNotOurs } from './errors.ts';
import type { OperationAnswer, OperationInput, OperationName } from './operations.ts';

export interface ClientOptions extends ConnectionOptions {
  /** The caller; sent to the server with the token. */
  readonly caller?: Caller;
}

export interface CallOptions {
  /** Cancels the call; the server then stops its work. */
  readonly signal?: AbortSignal | undefined;
}

/** Calls a running server over HTTP. Throws `CodedError`, including those of the server. */
export interface Client {
  call<N extends OperationName>(name: N, input?: OperationInput<N>, options?: CallOptions): Promise<OperationAnswer<N>>;
  /** Any name of the catalogue, aliases too. */
  call(
    name: string,
    input?: Readonly<Record<string, unknown>>,
    options?: CallOptions,
  ): Promise<Readonly<Record<string, unknown>>>;
  /** The server's health; also answered when it is down. */
  health(): Promise<{
    readonly status: 'ok' | 'degraded' | 'down';
    readonly reasons: readonly string[];
    readonly version: string;
  }>;
}

/** @example const report = await createClient({ url: 'http://127.0.0.1:7420' }).call('get_report', { symbol: 'BTCUSDT' }); */
export function createClient({ caller, ...options }: ClientOptions): Client {
  const connection = connectTo(options);
  const call = async (
    name: string,
    input: Readonly<Record<string, unknown>> = {},
    { signal }: CallOptions = {},
  ): Promise<never> => (await connection.call(name, input, { signal, caller })).body as never;
  return {
    call,
    health: async () => {
      const { status, body } = await connection.get('/health');
      if (typeof body['status'] !== 'string' || typeof body['version'] !== 'string')
        throw answerNotOurs({ url: options.url, status });
      return body as Awaited<ReturnType<Client['health']>>;
    },
  };
}
