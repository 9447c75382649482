import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test, vi } from 'vitest';
import { benchForecast } from './bench-command.ts';
import { forecast } from './forecast-command.ts';
import type { Actions } from '../../faces/cli/actions.ts';
import { createProgram } from '../../faces/cli/program.ts';
import { plot } from './plot.ts';

const folder = mkdtempSync(join(tmpdir(), 'forecast-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'sales.csv');
const rows = Array.from({ length: 60 }, (_, t) => {
  const month = new Date(Date.UTC(2019, t, 1)).toISOString().slice(0, 10);
  return `${month};${(100 + t + 20 * Math.sin((t * Math.PI) / 6)).toFixed(2).replace('.', ',')}`;
});
writeFileSync(file, `month;sales\n${rows.join('\n')}\n`);
const cutOff = (text: string) => {
  const whole = gzipSync(text);
  return whole.subarray(0, whole.length - 12);
};
writeFileSync(join(folder, 'cut.csv.gz'), cutOff(readFileSync(file, 'utf8')));
const command = { file, model: 'AutoETS', priority: 'research' };

test('a file is forecast: the answer names its model, has the requested length, and continues the times', async () => {
  const out = join(folder, 'ahead.csv');
  const { json, text } = await forecast({ ...command, horizon: '3', out }, 80);
  expect(json).toMatchObject({
    model: 'AutoETS',
    series: { column: 'sales', length: 60, period: 12, step: 'P1M' },
    forecast: { times: ['2024-01-01T00:00:00.000Z', '2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z'], levels: [80, 95] },
    skill: { beats: true },
  });
  expect(text).toContain('Model: AutoETS. It was asked for by name.');
  expect(text).toMatch(/2024-01-01 +1\d\d\.\d\d/);
  const written = readFileSync(out, 'utf8').trim().split('\n');
  expect(written[0]).toBe('time,mean,lower_80,upper_80,lower_95,upper_95');
  expect(written).toHaveLength(4);
});

test('without options AutoETS, AutoARIMA and Ensemble are judged, and the answer says so', async () => {
  let out = '';
  const streams = {
    out: (text: string) => Promise.resolve(void (out += text)),
    err: () => {},
    input: () => Promise.resolve(''),
    ended: () => Promise.resolve(),
    reader: 'program' as const,
    width: () => 80,
    waiting: () => () => {},
  };
  const actions = { version: '0.0.0', forecast } as unknown as Actions;
  await createProgram({ actions, streams }).parseAsync(['node', 'tallyfoil', 'forecast', file, '--json']);
  const answer = JSON.parse(out) as {
    readonly reasons: readonly string[];
    readonly judged: readonly { readonly model: string; readonly error: number }[];
    readonly skipped: readonly object[];
  };
  expect(answer.reasons[0]).toMatch(/\. Mean absolute error: [\d.]+ at the last \d+ origins/);
  expect(answer).toMatchObject({ priority: 'accurate', ended: 'whole', skipped: [] });
  for (const model of ['AutoETS', 'AutoARIMA', 'Ensemble'])
    expect(answer.judged).toContainEqual(expect.objectContaining({ model, error: expect.any(Number) as number }));
});

test.each([
  [{ file: join(folder, 'none.csv') }, 'TF_FORECAST_FILE_UNREADABLE'],
  [{ file: join(folder, 'cut.csv.gz') }, 'TF_FORECAST_FILE_UNREADABLE'],
  [{ file: folder }, 'TF_FORECAST_FILE_UNREADABLE'],
  [{ column: 'sails' }, 'TF_FORECAST_COLUMN_UNKNOWN'],
  [{ model: 'AutoEST' }, 'TF_FORECAST_MODEL_UNKNOWN'],
  [{ horizon: 'far' }, 'TF_CLI_NUMBER_WANTED'],
  [{ horizon: '0' }, 'TF_FORECAST_REQUEST_INVALID'],
  [{ out: file }, 'TF_FORECAST_OUTPUT_UNWRITABLE'],
  [{ out: join(folder, 'no', 'such', 'folder.csv') }, 'TF_FORECAST_OUTPUT_UNWRITABLE'],
] as const)('%j is refused as %s, and the file stays unchanged', async (wrong, code) => {
  const before = readFileSync(file, 'utf8');
  await expect(forecast({ ...command, ...wrong }, 80)).rejects.toMatchObject({ code });
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('the plot stays inside its width and shows past, path and interval', () => {
  const past = Array.from({ length: 500 }, (_, t) => Math.sin(t / 9));
  const text = plot({ past, mean: [0.1, 0.2, 0.3], bounds: { lower: [-1, -1, -1], upper: [1, 1, 1] } }, 60);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  expect(text).toMatch(/·[^]*│[^]*●[^]*/);
  expect(text).toContain('░');
  expect(plot({ past: [5], mean: [5], bounds: null }, 40)).toContain('●');
});

test('competition tables are printed for the parts in a folder; unreadable ones are named', async () => {
  const data = mkdtempSync(join(folder, 'data-'));
  const series = (id: string, period: string, freq: number) =>
    JSON.stringify({ id, period, freq, x: Array.from({ length: 24 }, (_, t) => 50 + t + ((t * 7) % freq)), xx: [80, 81] });
  writeFileSync(join(data, 'm3.jsonl'), `${series('N1', 'YEARLY', 1)}\n${series('N2', 'MONTHLY', 12)}\n`);
  writeFileSync(join(data, 'Weekly-train.csv'), '"V1","V2","V3","V4","V5","V6"\n"W1",1,2,4,3,5\n');
  writeFileSync(join(data, 'Weekly-test.csv'), 'V1,V2\nW1,6\n');
  writeFileSync(join(data, 'tourism.jsonl.gz'), cutOff(series('T1', 'YEARLY', 1)));
  writeFileSync(join(data, 'golden.jsonl'), '{"series":"x","model":"y"}\n');
  const { json, text } = await benchForecast({ data, models: 'naive2,theta', every: '1' }, () => undefined);
  const { tables, skipped } = json as {
    tables: readonly { table: string; rows: readonly object[] }[];
    skipped: readonly string[];
  };
  expect(tables.map(({ table }) => table)).toEqual(['M4 weekly', 'M3 yearly', 'M3 monthly', 'M3 all']);
  expect(tables[3]!.rows[1]).toMatchObject({ model: 'Theta', n: 2, published: { smape: 12.762, mase: 1.395 } });
  expect(skipped).toEqual([
    expect.stringMatching(/golden\.jsonl \(line 1 lacks x or xx/),
    expect.stringMatching(/tourism\.jsonl\.gz \(.*unexpected end of file/),
  ]);
  expect(text).toMatch(/M3 all, 2 series[^]*Theta/);
  await expect(benchForecast({ data: mkdtempSync(join(folder, 'empty-')), every: '1' }, () => undefined)).rejects.toMatchObject({
    code: 'TF_FORECAST_COMPETITION_MISSING',
  });
});

const fixture = (name: string) => new URL(`../../services/forecast/tables/fixtures/${name}`, import.meta.url).pathname;

test.each(['realtime', 'fast'])('%s continues a table of prices that stands newest first', async (priority) => {
  // On a loaded machine the clock of realtime would end the choice of a model early.
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
  const { json } = await forecast({ file: fixture('b01-investing-newest-first.csv'), priority }, 80).finally(() =>
    clock.mockRestore(),
  );
  expect(json).toMatchObject({ ended: 'whole' });
  const { times, mean } = (json as { forecast: { times: readonly string[]; mean: readonly number[] } }).forecast;
  expect(times[0]).toBe('2021-03-02T00:00:00.000Z');
  // The line through the prices continues at 220.9.
  expect(Math.abs(mean[0]! - 220.9)).toBeLessThan(0.5);
});

test('30,000 rows of ten seconds are forecast by realtime, from their newest values, which is said', async () => {
  const long = join(folder, 'long.csv');
  const lines = Array.from(
    { length: 30_000 },
    (_, i) => `${1_738_368_000 + 10 * i},${(100 + i / 200 + Math.sin(i / 900)).toFixed(4)}`,
  );
  writeFileSync(long, `time,close\n${lines.join('\n')}\n`);
  const { json } = await forecast({ file: long, priority: 'realtime' }, 80);
  expect(json).toMatchObject({ series: { length: 30_000, step: 'PT10S' } });
  expect(JSON.stringify(json)).toMatch(/Fitted to the newest \d+ of 30000 values, because of the work of realtime/);
});
