import { z } from 'zod';
import { backendUnavailable, parseBounded, SOURCES, US_PER_SECOND, type Clock, type Log } from '../../../core/index.ts';
import { KEYS, READ_AT_ONCE, type Bus, type BusEntry, type Lease, type StreamInfo } from '../types.ts';
import { connectRedis } from './connection.ts';

export interface RedisBusOptions {
  readonly url: string;
  readonly password?: string | undefined;
  /** Consumer group of the analysers. */
  readonly group: string;
  /** Name of this process on the bus. */
  readonly node: string;
  /** How long messages are kept, milliseconds. */
  readonly keepMs: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

const STREAMS = 'tallyfoil:streams';
const SOURCE = 'tallyfoil:source';
const SET_ASIDE_MOST = 1_000;
/** Maximum entries reclaimed at once; the others follow in the next round. */
const RECLAIMED_MOST = 200_000;
const SAMPLE_CHARACTERS = 4_000;
/** A stream is forgotten if no process has announced it for a day. */
const FORGOTTEN_US = 86_400 * US_PER_SECOND;

const whole = z.number().int();
const entrySchema = z.tuple([z.string(), z.array(z.string()).nullable()]);
type RawEntry = z.output<typeof entrySchema>;

/** Shape of each command's answer. The database is shared, so other programs may have written values of another shape. */
const ANSWERS = {
  token: z
    .string()
    .regex(/^\d{1,16}$/)
    .nullable(),
  source: z.enum(SOURCES),
  texts: z.array(z.string()),
  entries: z.tuple([whole, z.array(entrySchema)]),
  reclaimed: z.tuple([whole, z.string(), z.array(entrySchema)]),
  values: z.array(z.string().nullable()),
  length: whole,
  groups: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
} as const;

/** Maximum length of a stream's description, characters. */
const MOST_INFO = 4_000;
const infoSchema = z.object({
  stream: z.string(),
  venue: z.string(),
  symbol: z.string(),
  source: z.enum(SOURCES),
  first: z.boolean(),
  at: whole,
}) satisfies z.ZodType<StreamInfo>;

const keysOfReports = ({ venue, symbol, first }: Omit<StreamInfo, 'at'>): string[] => [
  KEYS.market(venue, symbol),
  KEYS.venueReport(venue, symbol),
  ...(first ? [KEYS.report(symbol)] : []),
];

/** A stream as announced; empty if the text is invalid, because another program wrote it. */
function infoOf(text: string): StreamInfo[] {
  const read = parseBounded(text, { maxLength: MOST_INFO });
  const info = read.ok ? infoSchema.safeParse(read.value) : null;
  return info?.success === true ? [info.data] : [];
}

function entryOf([id, fields]: RawEntry): BusEntry {
  const at = fields?.findIndex((name, i) => i % 2 === 0 && name === 'data') ?? -1;
  return { id, data: at < 0 ? null : (fields?.[at + 1] ?? null) };
}

/** The bus on Redis 7 Streams. One database holds one kind of data. */
export function createRedisBus({ group, node, keepMs, clock, ...rest }: RedisBusOptions): Bus {
  const redis = connectRedis({ password: undefined, clock, ...rest });
  const valueOf = ({ token }: Lease): string => `${token} ${node}`;
  const ask = async <K extends keyof typeof ANSWERS>(kind: K, command: string, ...args: readonly (string | number)[]) => {
    const answer = ANSWERS[kind].safeParse(await redis.call(command, ...args));
    if (!answer.success)
      throw backendUnavailable({ reason: `Redis at ${redis.status().where}: the answer to ${command} is invalid` });
    return answer.data as z.output<(typeof ANSWERS)[K]>;
  };
  const tokenKey = (name: string): string => name.replace('tallyfoil:lease:', 'tallyfoil:token:');

  return {
    status: redis.status,
    async acquire(name, ttlMs) {
      const token = await ask('token', 'tfAcquire', name, tokenKey(name), node, ttlMs);
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
      return ask('source', 'tfClaimSource', SOURCE, source, keepMs);
    },
    async announce(streams) {
      if (streams.length === 0) return;
      await redis.call('HSET', STREAMS, ...streams.flatMap((info) => [`${info.venue}:${info.symbol}`, JSON.stringify(info)]));
    },
    async withdraw(streams) {
      if (streams.length === 0) return;
      await redis.call('HDEL', STREAMS, ...streams.map(({ venue, symbol }) => `${venue}:${symbol}`));
      await redis.call('DEL', ...streams.flatMap(keysOfReports));
    },
    async streams() {
      const texts = await ask('texts', 'HVALS', STREAMS);
      return texts
        .flatMap(infoOf)
        .filter(({ at }) => at > clock.now() - FORGOTTEN_US)
        .toSorted((a, b) => a.venue.localeCompare(b.venue) || a.symbol.localeCompare(b.symbol));
    },
    async append(lease, stream, messages) {
      return (await redis.call('tfAppend', lease.name, stream, valueOf(lease), keepMs, ...messages)) === 1;
    },
    async read(lease, stream) {
      const [held, entries] = await ask('entries', 'tfRead', lease.name, stream, valueOf(lease), group, node, READ_AT_ONCE);
      return held === 1 ? entries.map(entryOf) : null;
    },
    async reclaim(lease, stream) {
      const all: BusEntry[] = [];
      for (let cursor = '0-0'; ;) {
        const [held, next, entries] = await ask(
          'reclaimed',
          'tfReclaim',
          lease.name,
          stream,
          valueOf(lease),
          group,
          node,
          cursor,
          READ_AT_ONCE,
        );
        if (held !== 1) return null;
        all.push(...entries.map(entryOf));
        // Cursors must rise, because a repeated one would loop for ever.
        if (next === '0-0' || next === cursor || all.length >= RECLAIMED_MOST) return all;
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
      return keys.length === 0 ? [] : ask('values', 'MGET', ...keys);
    },
    async depth(stream) {
      const length = await ask('length', 'XLEN', stream);
      const groups = length === 0 ? [] : await ask('groups', 'XINFO', 'GROUPS', stream);
      const ours = groups.find((fields) => fields[fields.indexOf('name') + 1] === group);
      return { length, pending: ours === undefined ? 0 : Number(ours[ours.indexOf('pending') + 1]) };
    },
    close: redis.close,
  };
}
