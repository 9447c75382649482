import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replayCommand } from '../../src/app/replay-command.ts';
import { listSegments, readRawLog, verifyRawLog } from '../../src/runtime/raw-log/index.ts';
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
    log: { segmentBytes: 2_500_000 },
  });
});
afterAll(cleanUp);

async function replayed(emit: 'events' | 'reports', fromSegment?: number): Promise<string[]> {
  const lines: string[] = [];
  const segment = fromSegment === undefined ? {} : { fromSegment: String(fromSegment) };
  await replayCommand({ path: directory, speed: 'max', emit, ...segment }, async (line) => void lines.push(line));
  return lines;
}

/** A line of a replay in the words of the run itself; one that does not say that it is a replay is refused. */
function asLive(line: string): string {
  const own = line.replace(',"replayed":true', '');
  if (own === line) throw new Error(`it does not say that it is replayed: ${line}`);
  return own;
}

/** Segments of the log, after the first, that open with a checkpoint. */
async function segmentsWithCheckpoint(): Promise<number[]> {
  const found: number[] = [];
  for (const { segment } of await listSegments(directory)) {
    for await (const { record } of readRawLog(directory, { fromSegment: segment })) {
      if (record.kind === 'checkpoint' && segment > 1) found.push(segment);
      break;
    }
  }
  return found;
}

test('the run is worth replaying: whole books on both venues, gaps, several checkpoints', async () => {
  expect(await verifyRawLog(directory)).toMatchObject({ ok: true, tornTail: null, holes: [] });
  expect((await segmentsWithCheckpoint()).length).toBeGreaterThanOrEqual(3);
  const last = live.reports.slice(-4).map((line) => JSON.parse(line) as { venue: string; mid_price: number; state: string });
  expect(last.map(({ venue }) => venue)).toEqual(['binance-spot', 'binance-spot', 'kraken-spot', 'kraken-spot']);
  expect(last.every(({ mid_price }) => mid_price > 0)).toBe(true);
  expect(live.events.filter((line) => line.includes('"state":"gap"')).length).toBeGreaterThan(0);
  expect(live.reports).toHaveLength((SECONDS + 1) * 4);
});

describe.each(['reports', 'events'] as const)('--emit %s', (emit) => {
  test('twice over, and as the live run said it, to the byte', async () => {
    const first = await replayed(emit);
    expect(first.map(asLive).join('\n') === live[emit].join('\n')).toBe(true);
    expect((await replayed(emit)).join('\n') === first.join('\n')).toBe(true);
  });

  test('from the middle, each checkpoint of it, to the byte', async () => {
    const whole = live[emit];
    let shortest = whole.length;
    for (const segment of await segmentsWithCheckpoint()) {
      const rest = await replayed(emit, segment);
      expect(rest.length).toBeGreaterThan(0);
      expect(rest.length).toBeLessThan(shortest);
      shortest = rest.length;
      expect(rest.map(asLive).join('\n') === whole.slice(-rest.length).join('\n')).toBe(true);
    }
  });
});

test('the command line prints those very bytes', async () => {
  const { code, out, err } = await run(['replay', directory, '--emit', 'reports'], { folder });
  expect(code, err).toBe(0);
  expect(out.trimEnd().split('\n').map(asLive).join('\n') === live.reports.join('\n')).toBe(true);
});
