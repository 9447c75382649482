import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replayCommand } from '../../src/app/replay-command.ts';
import { createStartFinder, listSegments, readRawLog, verifyRawLog, type RestoreStart } from '../../src/runtime/raw-log/index.ts';
import { createEngine, restoringFrom } from '../../src/services/market/index.ts';
import { partsOf, stateText } from '../../src/services/market/testing/engine-state.ts';
import { venues } from '../../src/venues/index.ts';
import { readConfig } from '../../src/app/config.ts';
import { logRun, type LoggedRun } from './testing/logged-run.ts';
import { cleanUp, run, temporaryFolder } from './testing/program.ts';

const SECONDS = 120;

const folder = temporaryFolder();
const directory = join(folder, 'both');
let live: LoggedRun;

beforeAll(async () => {
  live = await logRun({
    directory,
    venues: ['binance-spot', 'kraken-spot'],
    seconds: SECONDS,
    seed: 7,
    faults: 'drop:0.002,duplicate:0.002,close@40s',
    log: { segmentBytes: 2_500_000, checkpointSeconds: 9 },
  });
});
afterAll(cleanUp);

async function replayed(emit: 'events' | 'reports', fromSegment?: number): Promise<string[]> {
  const lines: string[] = [];
  const segment = fromSegment === undefined ? {} : { fromSegment: String(fromSegment) };
  await replayCommand({ path: directory, speed: 'max', emit, ...segment }, async (line) => void lines.push(line));
  return lines;
}

/** A line of a replay without its replay label; throws if the label is missing. */
function asLive(line: string): string {
  const own = line.replace(',"replayed":true', '');
  if (own === line) throw new Error(`the replay label is missing: ${line}`);
  return own;
}

test('the run has synced books on both venues, gaps and several checkpoints', async () => {
  expect(await verifyRawLog(directory)).toMatchObject({ ok: true, tornTail: null, holes: [] });
  expect((await listSegments(directory)).length).toBeGreaterThanOrEqual(3);
  expect((await starts()).length).toBeGreaterThanOrEqual(10);
  const last = live.reports.slice(-4).map((line) => JSON.parse(line) as { venue: string; mid_price: number; state: string });
  expect(last.map(({ venue }) => venue)).toEqual(['binance-spot', 'binance-spot', 'kraken-spot', 'kraken-spot']);
  expect(last.every(({ mid_price }) => mid_price > 0)).toBe(true);
  expect(live.events.filter((line) => line.includes('"state":"gap"')).length).toBeGreaterThan(0);
  expect(live.reports).toHaveLength((SECONDS + 1) * 4);
});

describe.each(['reports', 'events'] as const)('--emit %s', (emit) => {
  test('two replays equal the live run to the byte', async () => {
    const first = await replayed(emit);
    expect(first.map(asLive).join('\n') === live[emit].join('\n')).toBe(true);
    expect((await replayed(emit)).join('\n') === first.join('\n')).toBe(true);
  });

  test('from the middle, each segment after the first, to the byte', async () => {
    const whole = live[emit];
    let shortest = whole.length;
    for (const { segment } of (await listSegments(directory)).slice(1)) {
      const rest = await replayed(emit, segment);
      expect(rest.length).toBeGreaterThan(0);
      expect(rest.length).toBeLessThan(shortest);
      shortest = rest.length;
      expect(rest.map(asLive).join('\n') === whole.slice(-rest.length).join('\n')).toBe(true);
    }
  });
});

/** Everywhere that a replay can start. */
async function starts(): Promise<readonly RestoreStart[]> {
  const found = [];
  for await (const start of createStartFinder(await listSegments(directory)).startsFrom(1)) found.push(start);
  return found;
}

const newEngine = () => createEngine({ venues, source: 'recorded', settings: readConfig({}), replayed: true });

/** The whole state after the log's last input, as one text. */
async function stateFrom(start: RestoreStart | null, wanted: (name: string) => boolean = () => true) {
  const engine = newEngine();
  const from = start === null ? {} : { fromSegment: start.segment.segment, fromOffset: start.fromOffset, fromSeq: start.fromSeq };
  const restoring = restoringFrom(start ?? { checkpoint: null, fromSeq: 1 }, wanted);
  for await (const { position, record } of readRawLog(directory, from)) {
    if (record.kind !== 'input') continue;
    if (restoring.isDue(position.seq)) await restoring.putIn(engine, position.seq);
    engine.apply(record.input, position);
  }
  expect(restoring.isWhole()).toBe(true);
  return engine;
}

test('the state at the end is the same from the start, twice, and from each checkpoint, to the byte', async () => {
  const whole = stateText(await stateFrom(null));
  expect(stateText(await stateFrom(null)) === whole).toBe(true);
  for (const start of await starts()) expect(stateText(await stateFrom(start)) === whole).toBe(true);
});

test('one venue and one of its markets, from each checkpoint, are as they are in the whole', async () => {
  const whole = new Map(partsOf(await stateFrom(null)).map(({ name, bytes }) => [name, Buffer.from(bytes).toString('base64')]));
  const market = [...whole.keys()].filter((name) => name.startsWith('market ')).at(-1) ?? '';
  const venue = market.slice('market '.length).split(':')[0] ?? '';
  const wanted = (name: string) =>
    name === 'engine' || name === market || name === `feed ${venue}` || name.startsWith(`symbol ${venue}:`);
  for (const start of (await starts()).slice(1)) {
    const part = partsOf(await stateFrom(start, wanted));
    expect(part.map(({ name }) => name)).toEqual([...whole.keys()].filter(wanted));
    for (const { name, bytes } of part) expect(Buffer.from(bytes).toString('base64') === whole.get(name), name).toBe(true);
  }
});

test('the command line prints the same bytes', async () => {
  const { code, out, err } = await run(['replay', directory, '--emit', 'reports'], { folder });
  expect(code, err).toBe(0);
  expect(out.trimEnd().split('\n').map(asLive).join('\n') === live.reports.join('\n')).toBe(true);
});
