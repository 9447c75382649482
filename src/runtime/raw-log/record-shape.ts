import { isRecord } from '../../core/index.ts';
import type { LogRecord, SegmentHeader } from './types.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number';
const boolean: Check = (value) => typeof value === 'boolean';
const whole: Check = (value) => Number.isSafeInteger(value);
/** Microseconds since the epoch. */
const time: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const textsByName: Check = (value) => isRecord(value) && Object.values(value).every(text);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const shaped =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isRecord(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

const settings = shaped({
  symbols: texts,
  streams: texts,
  wsHosts: texts,
  restHosts: texts,
  seed: number,
  backfillMinutes: number,
  auditSeconds: number,
  recorded: boolean,
});
const absentOr =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const call = shaped({
  question: text,
  input: isRecord,
  symbol: orNull(text),
  path: text,
  body: absentOr(text),
  weight: number,
});

/** Required fields of each kind of input, in addition to `venue` and `at`; other fields are not checked. */
const INPUTS: ReadonlyMap<unknown, Check> = new Map([
  ['start', shaped({ settings })],
  ['open', shaped({ conn: whole })],
  ['frame', shaped({ conn: whole, text })],
  ['pong', shaped({ conn: whole })],
  ['close', shaped({ conn: whole, code: number, reason: text, status: orNull(number) })],
  ['rest', shaped({ request: orNull(whole), call, status: number, headers: textsByName, body: text })],
  ['rest_failed', shaped({ request: orNull(whole), call, reason: text })],
  ['follow', shaped({ symbol: text })],
  ['unfollow', shaped({ symbol: text })],
  ['ask', shaped({ question: text, input: isRecord })],
  ['tick', () => true],
]);

const common = shaped({ venue: text, at: time });
const input: Check = (value) => isRecord(value) && common(value) && INPUTS.get(value['kind'])?.(value) === true;

const RECORDS: ReadonlyMap<unknown, Check> = new Map([
  ['input', shaped({ input })],
  ['sent', shaped({ venue: text, conn: whole, at: time, text })],
  ['checkpoint', shaped({ state: text })],
  ['hole', shaped({ from: whole, to: whole, lost: number, reason: text })],
]);

/** Whether a number is a valid record time. */
export const isRecordTime = (at: number): boolean => time(at);

/** Whether a decoded value is a valid record. */
export const isLogRecord = (value: unknown): value is LogRecord =>
  isRecord(value) && RECORDS.get(value['kind'])?.(value) === true;

type HeaderJson = Omit<SegmentHeader, 'version' | 'source' | 'log'> & { readonly source?: unknown; readonly log?: unknown };

/** Whether a value is a segment's header. The version is stored before it; headers of older logs have no source or identity. */
export const isHeader: (value: unknown) => value is HeaderJson = shaped({
  session: whole,
  segment: whole,
  firstSeq: whole,
  configHash: text,
  createdAt: time,
  venues: texts,
}) as (value: unknown) => value is HeaderJson;
