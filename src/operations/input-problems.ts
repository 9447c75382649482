import type { z } from 'zod';
import { isRecord, nearNames, sanitiseText } from '../core/index.ts';
import type { JsonSchema } from './json-schema.ts';

/** The validator's default message; messages from our schemas are kept. */
const OF_THE_VALIDATOR = /^(Invalid |Too (small|big)|Unrecognized )/;
const LONGEST = 40;
const LONGEST_SCHEMA = 400;

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const ITEMS: Readonly<Record<string, string>> = { string: 'character', array: 'item', set: 'item' };

/** A bound with its unit: `1 item`, `2 characters`, `0.5`. */
function bound(value: number | bigint, origin: string): string {
  const item = ITEMS[origin];
  return item === undefined ? String(value) : `${value} ${item}${Number(value) === 1 ? '' : 's'}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (!OF_THE_VALIDATOR.test(issue.message)) return sanitiseText(issue.message);
  switch (issue.code) {
    case 'invalid_type':
      return `it must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `it must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `it must be ${issue.inclusive === false ? 'more than' : 'at least'} ${bound(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `it must be ${issue.inclusive === false ? 'less than' : 'at most'} ${bound(issue.maximum, issue.origin)}`;
    case 'not_multiple_of':
      return `it must be a multiple of ${issue.divisor}`;
    case 'invalid_union':
      return 'it must have another type; see the input schema';
    default:
      return sanitiseText(issue.message);
  }
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let at = raw;
  for (const name of path)
    at =
      typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as Record<PropertyKey, unknown>)[name] : undefined;
  return at;
}

/** A short form of a given value: text in quotes, lists and objects by their kind. */
function shown(value: unknown): string {
  if (typeof value === 'string') {
    const text = sanitiseText(value, { max: LONGEST + 1 });
    return text.length > LONGEST ? `"${text.slice(0, LONGEST)}…"` : `"${text}"`;
  }
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** `no value`: the value is hidden, because it may be a secret. */
export type ShowValue = 'value' | 'no value';

/** The allowed values that are similar to a text; empty if none is. */
function meant(issue: z.core.$ZodIssue, given: unknown): string {
  if (issue.code !== 'invalid_value' || typeof given !== 'string') return '';
  const near = nearNames(given, issue.values.map(String));
  return near.length === 0 ? '' : `; perhaps ${near.join(' or ')}`;
}

/** Describes an invalid field: its name, its value and the requirement. `depth is 0: it must be at least 1` */
export function inputProblem(issue: z.core.$ZodIssue, raw: unknown, show: ShowValue = 'value'): string {
  const path = issue.path.map((part) => sanitiseText(String(part), { max: LONGEST })).join('.');
  const given = valueAt(raw, issue.path);
  if (given === undefined) return `${path} is missing: ${expectation(issue)}`;
  return show === 'value'
    ? `${path} is ${shown(given)}: ${expectation(issue)}${meant(issue, given)}`
    : `${path}: ${expectation(issue)}`;
}

/** The schema of one argument as text for a reader: `Schema of limit: {"type":"integer",…}.` Empty if there is none or it is long. */
export function argumentSchema({ properties }: JsonSchema, name: string): readonly string[] {
  const schema = isRecord(properties) && Object.hasOwn(properties, name) ? JSON.stringify(properties[name]) : '';
  return schema === '' || schema.length > LONGEST_SCHEMA ? [] : [`Schema of ${name}: ${schema}.`];
}
