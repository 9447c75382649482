import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportSchema } from '../../scripts/docs/operations-page.ts';
import { logRun, type LoggedRun } from '../app/testing/logged-run.ts';

const SECONDS = 45;
const directory = mkdtempSync(join(tmpdir(), 'tallyfoil-requirements-'));
let ran: LoggedRun;

beforeAll(async () => {
  ran = await logRun({
    directory,
    venues: ['binance-spot', 'kraken-spot'],
    seconds: SECONDS,
    seed: 404,
    faults: 'drop:0.01,duplicate:0.01,corrupt:0.001,close@20s,half_open@30s',
    askEveryMs: 250,
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('every report of a run with faults is valid by the published schema', async () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const valid = ajv.compile<{ best_bid: object | null; depth: { top20_bid: object[] } | null }>(
    JSON.parse(await reportSchema()) as object,
  );
  const reports = ran.reports.map((text) => JSON.parse(text) as unknown);
  expect(reports.length).toBeGreaterThan(SECONDS * 2);
  expect(reports.filter((report) => !valid(report)).map(() => ajv.errorsText(valid.errors))).toEqual([]);
  // Some are complete with twenty levels, and some have nulls.
  const typed = reports as { depth: { top20_bid: object[] } | null }[];
  expect(typed.some(({ depth }) => depth?.top20_bid.length === 20)).toBe(true);
  expect(typed.some(({ depth }) => depth === null)).toBe(true);
  expect(valid({ ...(reports[0] as object), surprise: 1 })).toBe(false);
});

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
/** A number of this size would be a time in seconds, milliseconds or more since 1970. */
const isStamp = (value: number) => Number.isInteger(value) && value > 1.6e9 && value < 2e16;
const TIMELY = /(^|_)(as_of|at|time|from|to|since|generated|oldest|newest|until|start|end)$/;

function times(value: unknown, path: string, found: Map<string, string>): void {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]/.test(value)) found.set(path, value);
  else if (typeof value === 'number' && isStamp(value) && TIMELY.test(path.split('.').at(-1) ?? ''))
    found.set(path, String(value));
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) times(inner, `${path}.${key}`, found);
}

test('every time in every answer is RFC 3339 in UTC', () => {
  const found = new Map<string, string>();
  ran.asked.forEach(({ operation, answer }) => times(answer, operation, found));
  ran.events.forEach((text) => times(JSON.parse(text), 'event', found));
  expect([...found].filter(([, time]) => !RFC3339.test(time))).toEqual([]);
  const places = new Set([...found.keys()].map((path) => path.replaceAll(/\.\d+/g, '')));
  for (const place of ['get_report.as_of', 'get_trades.trades.time', 'get_flow.cvd.since', 'event.ts_event', 'event.ts_recv'])
    expect(places).toContain(place);
});
