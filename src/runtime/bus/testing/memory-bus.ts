import { backendUnavailable, US_PER_MS, type Clock, type Source } from '../../../core/index.ts';
import { READ_AT_ONCE, type Bus, type BusEntry, type BusStatus, type Lease, type StreamInfo } from '../types.ts';

interface Stream {
  readonly entries: BusEntry[];
  /** Number of entries delivered to the group, and the entries not acknowledged yet. */
  given: number;
  readonly pending: Set<string>;
}

interface Held {
  value: string;
  until: number;
}

/** A bus shared by the processes of a test: the parts of Redis that we use, in memory, on the test's clock. */
export interface MemoryStore {
  connect(node: string): Bus;
  /** Makes it unreachable, with the reason; null makes it reachable again, on a new connection. */
  cut(reason: string | null): void;
  /** Deletes everything, like a restart of a Redis without persistence. */
  wipe(): void;
  /** Makes it answer but refuse writes. */
  refuse(reason: string | null): void;
  readonly values: ReadonlyMap<string, { readonly value: string; readonly until: number }>;
  messages(stream: string): readonly BusEntry[];
  readonly setAside: readonly { readonly id: string; readonly reason: string }[];
}

export function createMemoryStore(clock: Clock): MemoryStore {
  const values = new Map<string, Held>();
  const streams = new Map<string, Stream>();
  const infos = new Map<string, StreamInfo>();
  const setAside: { id: string; reason: string }[] = [];
  let source: Source | null = null;
  let status: BusStatus = { state: 'up', reason: null, since: clock.now(), session: 1, where: 'memory' };
  let refusal: string | null = null;
  let ids = 0;

  const reach = (): void => {
    if (status.state === 'down') throw backendUnavailable({ reason: status.reason ?? '' });
    if (refusal !== null) throw backendUnavailable({ reason: refusal });
  };
  const valueOf = (key: string): string | null => {
    const held = values.get(key);
    return held !== undefined && held.until > clock.now() ? held.value : null;
  };
  const put = (key: string, value: string, ttlMs: number) => values.set(key, { value, until: clock.now() + ttlMs * US_PER_MS });
  const streamOf = (name: string): Stream => {
    const found = streams.get(name) ?? { entries: [], given: 0, pending: new Set<string>() };
    streams.set(name, found);
    return found;
  };

  const connect = (node: string): Bus => {
    const text = ({ token }: Lease) => `${token} ${node}`;
    const holds = (lease: Lease): boolean => valueOf(lease.name) === text(lease);
    return {
      status: () => status,
      async acquire(name, ttlMs) {
        reach();
        if (valueOf(name) !== null) return null;
        const token = Math.max(Number(values.get(`${name} token`)?.value ?? 0) + 1, Math.floor(clock.now() / US_PER_MS));
        put(`${name} token`, String(token), Number.POSITIVE_INFINITY);
        const lease = { name, token, ttlMs };
        put(name, text(lease), ttlMs);
        return lease;
      },
      async renew(lease) {
        reach();
        const last = values.get(`${lease.name} token`)?.value;
        if (valueOf(lease.name) !== null ? !holds(lease) : last !== undefined && last !== String(lease.token)) return false;
        put(`${lease.name} token`, String(lease.token), Number.POSITIVE_INFINITY);
        put(lease.name, text(lease), lease.ttlMs);
        return true;
      },
      async release(lease) {
        reach();
        if (holds(lease)) values.delete(lease.name);
      },
      async claimSource(wanted) {
        reach();
        return (source ??= wanted);
      },
      async announce(given) {
        reach();
        for (const info of given) infos.set(`${info.venue}:${info.symbol}`, info);
      },
      async withdraw(given) {
        reach();
        for (const { venue, symbol } of given) infos.delete(`${venue}:${symbol}`);
      },
      async streams() {
        reach();
        return [...infos.values()];
      },
      async append(lease, stream, messages) {
        reach();
        if (!holds(lease)) return false;
        for (const data of messages) streamOf(stream).entries.push({ id: `${++ids}-0`, data });
        return true;
      },
      async read(lease, stream) {
        reach();
        if (!holds(lease)) return null;
        const found = streamOf(stream);
        const next = found.entries.slice(found.given, found.given + READ_AT_ONCE);
        found.given += next.length;
        for (const { id } of next) found.pending.add(id);
        return next;
      },
      async reclaim(lease, stream) {
        reach();
        if (!holds(lease)) return null;
        const { entries, pending } = streamOf(stream);
        return entries.filter(({ id }) => pending.has(id));
      },
      async commit(lease, stream, { put: given, acknowledge }) {
        reach();
        if (!holds(lease)) return false;
        for (const { key, text: value, ttlMs } of given) put(key, value, ttlMs);
        for (const id of acknowledge) streamOf(stream).pending.delete(id);
        return true;
      },
      async setAside(_stream, { id }, reason) {
        reach();
        setAside.push({ id, reason });
      },
      async get(keys) {
        reach();
        return keys.map(valueOf);
      },
      async depth(stream) {
        reach();
        return { length: streamOf(stream).entries.length, pending: streamOf(stream).pending.size };
      },
      async close() {},
    };
  };

  return {
    connect,
    cut(reason) {
      const session = status.session + (reason === null && status.state === 'down' ? 1 : 0);
      status = { ...status, state: reason === null ? 'up' : 'down', reason, since: clock.now(), session };
    },
    wipe() {
      values.clear();
      streams.clear();
      infos.clear();
      source = null;
    },
    refuse(reason) {
      refusal = reason;
    },
    values,
    messages: (stream) => streamOf(stream).entries,
    setAside,
  };
}
