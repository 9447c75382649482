import { US_PER_SECOND, type Clock, type Log, type Source } from '../../../core/index.ts';
import { READ_AT_ONCE, type Bus, type BusEntry, type Lease, type StreamInfo } from '../types.ts';
import { connectRedis } from './connection.ts';

export interface RedisBusOptions {
  readonly url: string;
  readonly password?: string | undefined;
  /** Consumer group of the analysers. */
  readonly group: string;
  /** This process, among all that share the bus. */
  readonly node: string;
  /** Milliseconds for which messages are kept. */
  readonly keepMs: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

const STREAMS = 'tallyfoil:streams';
const SOURCE = 'tallyfoil:source';
const SET_ASIDE_MOST = 1_000;
const SAMPLE_CHARACTERS = 4_000;
/** A stream that nobody has announced for a day is no more. */
const FORGOTTEN_US = 86_400 * US_PER_SECOND;

type RawEntry = readonly [id: string, fields: readonly string[] | null];

function entryOf([id, fields]: RawEntry): BusEntry {
  const at = fields?.findIndex((name, i) => i % 2 === 0 && name === 'data') ?? -1;
  return { id, data: at < 0 ? null : (fields?.[at + 1] ?? null) };
}

/** The bus on Redis 7 Streams. One database holds one kind of data. */
export function createRedisBus({ group, node, keepMs, clock, ...rest }: RedisBusOptions): Bus {
  const redis = connectRedis({ password: undefined, clock, ...rest });
  const valueOf = ({ token }: Lease): string => `${token} ${node}`;
  const tokenKey = (name: string): string => name.replace('tallyfoil:lease:', 'tallyfoil:token:');

  return {
    status: redis.status,
    async acquire(name, ttlMs) {
      const token = await redis.call('tfAcquire', name, tokenKey(name), node, ttlMs);
      return token === null ? null : { name, token: Number(token), ttlMs };
    },
    async renew(lease) {
      const { name, token, ttlMs } = lease;
      return (await redis.call('tfRenew', name, tokenKey(name), valueOf(lease), ttlMs, token)) === 1;
    },
    async release(lease) {
      await redis.call('tfRelease', lease.name, valueOf(lease));
    },
    async claimSource(source) {
      return (await redis.call('tfClaimSource', SOURCE, source, keepMs)) as Source;
    },
    async announce(streams) {
      if (streams.length === 0) return;
      await redis.call('HSET', STREAMS, ...streams.flatMap((info) => [`${info.venue}:${info.symbol}`, JSON.stringify(info)]));
    },
    async streams() {
      const texts = (await redis.call('HVALS', STREAMS)) as string[];
      return texts
        .map((text) => JSON.parse(text) as StreamInfo)
        .filter(({ at }) => at > clock.now() - FORGOTTEN_US)
        .toSorted((a, b) => a.venue.localeCompare(b.venue) || a.symbol.localeCompare(b.symbol));
    },
    async append(lease, stream, messages) {
      return (await redis.call('tfAppend', lease.name, stream, valueOf(lease), keepMs, ...messages)) === 1;
    },
    async read(lease, stream) {
      const [held, entries] = (await redis.call('tfRead', lease.name, stream, valueOf(lease), group, node, READ_AT_ONCE)) as [
        number,
        RawEntry[],
      ];
      return held === 1 ? entries.map(entryOf) : null;
    },
    async reclaim(lease, stream) {
      const all: BusEntry[] = [];
      for (let cursor = '0-0'; ;) {
        const [held, next, entries] = (await redis.call(
          'tfReclaim',
          lease.name,
          stream,
          valueOf(lease),
          group,
          node,
          cursor,
          READ_AT_ONCE,
        )) as [number, string, RawEntry[]];
        if (held !== 1) return null;
        all.push(...entries.map(entryOf));
        if (next === '0-0') return all;
        cursor = next;
      }
    },
    async commit(lease, stream, { put, acknowledge }) {
      const keys = [lease.name, stream, ...put.map(({ key }) => key)];
      const values = put.flatMap(({ text, ttlMs }) => [text, ttlMs]);
      return (await redis.call('tfCommit', keys.length, ...keys, valueOf(lease), group, ...values, ...acknowledge)) === 1;
    },
    async setAside(stream, { id, data }, reason) {
      const sample = (data ?? '').slice(0, SAMPLE_CHARACTERS);
      const bound = ['MAXLEN', '~', SET_ASIDE_MOST, '*'] as const;
      await redis.call('XADD', `${stream}:quarantine`, ...bound, 'id', id, 'reason', reason, 'data', sample);
      await redis.call('PEXPIRE', `${stream}:quarantine`, 86_400_000);
    },
    async get(keys) {
      return keys.length === 0 ? [] : ((await redis.call('MGET', ...keys)) as (string | null)[]);
    },
    async depth(stream) {
      const length = (await redis.call('XLEN', stream)) as number;
      const groups = length === 0 ? [] : ((await redis.call('XINFO', 'GROUPS', stream)) as (string | number)[][]);
      const ours = groups.find((fields) => fields[fields.indexOf('name') + 1] === group);
      return { length, pending: ours === undefined ? 0 : Number(ours[ours.indexOf('pending') + 1]) };
    },
    close: redis.close,
  };
}
