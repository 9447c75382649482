import { Redis } from 'ioredis';
import { backendUnavailable, sanitiseText, type Clock, type Log } from '../../../core/index.ts';
import type { BusStatus } from '../types.ts';
import { createReconnectDelay } from './reconnect-delay.ts';
import { SCRIPTS } from './scripts.ts';

export interface ConnectionOptions {
  /** `redis://` or `rediss://`, with or without user, password and database. */
  readonly url: string;
  /** Overrides the password in the URL. */
  readonly password: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 to 1, for the jitter of back-offs. */
  readonly random: () => number;
}

export interface Connection {
  status(): BusStatus;
  /** One command or script; throws `backend_unavailable` on any failure. */
  call(command: string, ...args: readonly (string | number)[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Maximum length of an answer, because the client buffers an answer completely. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const CONNECT_WITHIN_MS = 2_000;
const ANSWER_WITHIN_MS = 2_000;
/** How often a connected server that does not answer is tried. */
const PROBE_EVERY_MS = 500;

/** The address without secrets. */
export function shownAddress(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

const reasonOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message || ('code' in error ? String(error.code) : error.name) : String(error);
  return sanitiseText(text.split('\n')[0] ?? '');
};

/**
 * One connection that reconnects by itself, with back-off up to two seconds. A command that can't be sent fails and is never
 * queued.
 */
export function connectRedis({ url, password, clock, log, random }: ConnectionOptions): Connection {
  const where = shownAddress(url);
  const delay = createReconnectDelay(() => clock.now(), random);
  const client = new Redis(url, {
    ...(password === undefined ? {} : { password }),
    // Version 2 of the protocol, because version 3 returns maps in place of some lists.
    protocol: 2,
    scripts: { ...SCRIPTS },
    connectTimeout: CONNECT_WITHIN_MS,
    commandTimeout: ANSWER_WITHIN_MS,
    // The connection neither queues nor resends; the publisher's backlog does both, in order.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: null,
    // The client's own count restarts with each connection.
    retryStrategy: delay.lost,
  });
  let status: BusStatus = { state: 'down', reason: 'not connected yet', since: clock.now(), session: 0, where };
  const down = (reason: string): void => {
    if (status.state === 'up') log.warn({ where, reason }, 'the bus is lost');
    status = { ...status, state: 'down', reason, since: status.state === 'up' ? clock.now() : status.since };
  };
  let cancelProbe = () => {};
  const up = (): void => {
    cancelProbe();
    status = { ...status, state: 'up', reason: null, since: clock.now(), session: status.session + 1 };
    log.info({ where, session: status.session }, 'the bus is there');
  };
  /** The server is connected but silent: commands fail at once, and one PING is repeated until it answers. */
  const probe = (): void => {
    cancelProbe();
    cancelProbe = clock.after(PROBE_EVERY_MS, () => {
      // If the connection is lost before then, the client reconnects by itself.
      if (client.status === 'ready') client.ping().then(up, probe);
    });
  };
  let unanswered = 0;
  client.on('connect', () => {
    unanswered = 0;
    client.stream.on('data', ({ length }: Buffer) => {
      unanswered += length;
      if (unanswered > MAX_ANSWER_BYTES) client.stream.destroy(new Error(`an answer of over ${MAX_ANSWER_BYTES} bytes`));
    });
  });
  client.on('ready', () => {
    delay.up();
    up();
  });
  client.on('error', (error: unknown) => down(reasonOf(error)));
  client.on('close', () => down(status.state === 'up' ? 'the connection was closed' : (status.reason ?? 'not connected')));
  return {
    status: () => status,
    async call(command, ...args) {
      if (status.state === 'down') throw backendUnavailable({ reason: `Redis at ${where}: ${status.reason}` });
      try {
        const scripted = (client as unknown as Readonly<Record<string, unknown>>)[command];
        const answer =
          command in SCRIPTS && typeof scripted === 'function'
            ? await (scripted.call(client, ...args) as Promise<unknown>)
            : await client.call(command, ...args);
        unanswered = 0;
        delay.answered();
        return answer;
      } catch (error) {
        if (error instanceof Error && error.message === 'Command timed out' && status.state === 'up') {
          down(`no answer within ${ANSWER_WITHIN_MS} ms`);
          probe();
        }
        throw backendUnavailable({ reason: `Redis at ${where}: ${reasonOf(error)}` }, error);
      }
    },
    close: async () => {
      cancelProbe();
      client.disconnect();
    },
  };
}
