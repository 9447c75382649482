import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../../../src/app/check.ts';
import { readConfig } from '../../../src/app/config.ts';
import { replayCommand } from '../../../src/app/replay-command.ts';
import { startServer } from '../../../src/app/server.ts';
import { markDirectory } from '../../../src/app/source-marker.ts';
import { CodedError, silentLog, SOURCES, type Source } from '../../../src/core/index.ts';
import { compileCatalogue, callOperation } from '../../../src/operations/index.ts';
import { claimSource, openState } from '../../../src/runtime/state/index.ts';
import { systemClock } from '../../../src/runtime/transport/index.ts';
import { appendLedger, newLedgerRow } from '../../../src/services/alerts/ledger-store.ts';
import { RUN_START, logRun } from './logged-run.ts';

/** Directories that real runs wrote, one per source, with receipts of each. */
let origin: string;
const receipts = new Map<Source, readonly string[]>();
const folders: string[] = [];

const temporary = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-matrix-'));
  folders.push(folder);
  return folder;
};

function writeState(directory: string, source: Source): void {
  const state = openState(join(directory, 'state.sqlite'));
  claimSource(state, source);
  appendLedger(
    state,
    newLedgerRow({
      id: `anomaly:${source}`,
      kind: 'spoofing',
      subject: source,
      at: RUN_START,
      instrument: 'binance-spot:BTCUSDT',
      source,
      expects: 'up',
      text: `found in ${source} data`,
      receipt: null,
      mid: 1,
    }),
  );
  state.close();
}

beforeAll(async () => {
  origin = temporary();
  for (const [index, source] of SOURCES.entries()) {
    const directory = join(origin, source);
    mkdirSync(directory);
    const { asked } = await logRun({
      directory,
      venues: ['binance-spot', 'kraken-spot'],
      seconds: 8,
      seed: 300 + index,
      askEveryMs: 1_000,
      source,
      log: { segmentMinutes: 0.05, firstSession: 100 * (index + 1) },
    });
    receipts.set(
      source,
      asked.map(({ answer }) => answer['receipt']).filter((receipt) => typeof receipt === 'string'),
    );
    writeState(directory, source);
    await markDirectory(directory, source);
  }
}, 120_000);
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const segments = (directory: string): string[] => readdirSync(join(directory, 'raw')).toSorted();
const remove = (path: string): void => rmSync(path, { recursive: true, force: true });

/** Every way in which a person or a script may copy parts of one directory into another. */
const WAYS: Readonly<Record<string, (from: string, to: string) => void>> = {
  'the whole directory in its place': (from, to) => {
    remove(to);
    cpSync(from, to, { recursive: true });
  },
  'the whole directory in its place, but for the marker': (from, to) => {
    remove(to);
    cpSync(from, to, { recursive: true });
    remove(join(to, 'source.json'));
  },
  'the whole raw folder in place of its own': (from, to) => {
    remove(join(to, 'raw'));
    cpSync(join(from, 'raw'), join(to, 'raw'), { recursive: true });
  },
  'all segments beside its own': (from, to) => cpSync(join(from, 'raw'), join(to, 'raw'), { recursive: true }),
  'the newest segment beside its own': (from, to) => {
    const name = segments(from).at(-1) ?? '';
    copyFileSync(join(from, 'raw', name), join(to, 'raw', name));
  },
  'the first segment beside its own': (from, to) => {
    const name = segments(from)[0] ?? '';
    copyFileSync(join(from, 'raw', name), join(to, 'raw', name));
  },
  'a segment over one of its own, under that name': (from, to) => {
    copyFileSync(join(from, 'raw', segments(from)[1] ?? ''), join(to, 'raw', segments(to)[1] ?? ''));
  },
  'the first segment over its own, under that name': (from, to) => {
    copyFileSync(join(from, 'raw', segments(from)[0] ?? ''), join(to, 'raw', segments(to)[0] ?? ''));
  },
  'the state in place of its own': (from, to) => copyFileSync(join(from, 'state.sqlite'), join(to, 'state.sqlite')),
  'the marker in place of its own': (from, to) => copyFileSync(join(from, 'source.json'), join(to, 'source.json')),
  'state and marker in place of its own': (from, to) => {
    for (const name of ['state.sqlite', 'source.json']) copyFileSync(join(from, name), join(to, name));
  },
};

type Pair = readonly [from: Source, to: Source];

export const ALL_PAIRS: readonly Pair[] = SOURCES.flatMap((from) =>
  SOURCES.filter((to) => to !== from).map((to): Pair => [from, to]),
);
const refusalOf = (error: unknown): string => {
  if (error instanceof CodedError) return error.code;
  throw error;
};

/** Every source label anywhere in an answer. */
function labelsIn(value: unknown, found = new Set<unknown>()): Set<unknown> {
  if (Array.isArray(value)) for (const item of value) labelsIn(item, found);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      if (key === 'source') found.add(item);
      else labelsIn(item, found);
  return found;
}

/** Answers of a server with a source on a directory of that name; the error code if it does not start or answer. */
async function served(folder: string, source: Source): Promise<unknown[]> {
  const config = readConfig({ TALLYFOIL_DATA_DIR: folder, TALLYFOIL_PORT: '0' });
  const server = await startServer({ config, source, feeds: [], environment: {}, clock: systemClock, log: silentLog }).catch(
    refusalOf,
  );
  if (typeof server === 'string') return [server];
  try {
    const context = {
      registry: compileCatalogue({ detail: 'full' }),
      services: () => Promise.resolve(server.services),
      caller: { principal: 'a test', via: 'job' as const, client: null },
      log: silentLog,
    };
    const cited = SOURCES.flatMap((one) => receipts.get(one) ?? []).join(' ');
    const asks = [
      ['list_alerts', { fired: 9 }],
      ['get_ledger', { since_hours: 8_000 }],
      ['check_claim', { text: cited }],
      ['list_markets', {}],
      ['get_data_health', {}],
    ] as const;
    return await Promise.all(asks.map(([name, input]) => callOperation(context, name, input).catch(refusalOf)));
  } finally {
    await server.close();
  }
}

/** Declares the tests of some pairs of directories, and of each by itself. */
export function matrixOf(pairs: readonly Pair[]): void {
  describe.each(pairs)('something %s copied into the directory that is %s', (from, to) => {
    test.each(Object.keys(WAYS))('%s: no answer with another label', async (way) => {
      const folder = temporary();
      cpSync(origin, folder, { recursive: true });
      WAYS[way]?.(join(folder, from), join(folder, to));

      // From the disk: a receipt matches only under the label of its own run.
      for (const one of SOURCES) {
        const checked = await check((receipts.get(one) ?? []).slice(0, 6).join(' '), { dataDir: folder });
        expect(checked.receipts).toHaveLength(6);
        for (const row of checked.receipts)
          if (row.verdict === 'matched') expect({ row: row.source, all: checked.source }).toEqual({ row: one, all: one });
          else expect(row).toMatchObject({ verdict: 'unsupported', source: null });
      }

      // Replayed: refused, or each line has the label of the run that wrote the log.
      const lines: string[] = [];
      const summary = await replayCommand(
        { path: join(folder, to), speed: 'max', emit: 'reports' },
        async (line) => void lines.push(line),
      ).catch(refusalOf);
      const mixed = new Set(way.includes('segment') ? [from, to] : way.includes('whole') ? [from] : [to]);
      if (mixed.size > 1) expect(summary).toBe('TF_LOG_SOURCES_MIXED');
      else {
        const [only] = mixed;
        expect(summary).toMatchObject({ source: only, replayed: true });
        expect(lines.length).toBeGreaterThan(0);
        for (const line of lines) expect(JSON.parse(line)).toMatchObject({ source: only, replayed: true });
      }

      // Served: refused by code, or no answer contains data of another source.
      const answers = await served(folder, to);
      for (const answer of answers) {
        if (typeof answer === 'string')
          expect(answer).toMatch(/^TF_(LOG_SOURCE_OTHER|DATA_DIRECTORY_OTHER_SOURCE|STATE_OTHER_SOURCE)$/);
        else expect([...labelsIn(answer)].filter((label) => label !== to && label !== null)).toEqual([]);
      }
      // Something was mixed, so something is refused.
      expect(answers.some((answer) => typeof answer === 'string')).toBe(true);
    });
  });

  test.each(SOURCES)('unmixed, %s data are served and replayed under their own label', async (source) => {
    const folder = temporary();
    cpSync(origin, folder, { recursive: true });
    const text = (receipts.get(source) ?? []).slice(0, 6).join(' ');
    const checked = await check(text, { dataDir: folder });
    expect(checked.receipts.filter(({ verdict }) => verdict !== 'matched')).toEqual([]);
    expect(checked).toMatchObject({ source, verdict: 'matched' });
    expect(checked.receipts.map((row) => [row.verdict, row.source])).toEqual(
      Array.from({ length: 6 }, () => ['matched', source]),
    );
    // Served last, because a server deletes data past its retention.
    const answers = await served(folder, source);
    expect(answers.filter((answer) => typeof answer === 'string')).toEqual([]);
    for (const answer of answers) expect([...labelsIn(answer)].filter((label) => label !== null)).toEqual([source]);
    expect(existsSync(join(folder, source, 'source.json'))).toBe(true);
  });
}
