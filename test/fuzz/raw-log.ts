import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../../src/app/check.ts';
import { replayCommand } from '../../src/app/replay-command.ts';
import { verify } from '../../src/app/verify.ts';
import { CodedError, seededRandom } from '../../src/core/index.ts';
import { openRawLog } from '../../src/runtime/raw-log/index.ts';
import { systemClock } from '../../src/runtime/transport/index.ts';
import { logRun, type Asked } from '../app/testing/logged-run.ts';
import { damaged, forged, oneOf } from './mutations.ts';

/** Outcomes of the attacks on a log. */
export interface LogTally {
  cases: number;
  /** Commands that ended with an answer, and with a coded error. */
  answered: number;
  refused: number;
  /** Places that `verify` named. */
  named: number;
  readonly failures: string[];
}

const SOURCE = 'simulated';
const SEGMENT_BYTES = 500_000;

async function original(): Promise<{ folder: string; receipts: readonly string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-fuzz-'));
  const directory = join(folder, SOURCE);
  const run = await logRun({
    directory,
    venues: ['binance-spot', 'kraken-spot'],
    source: SOURCE,
    seconds: 8,
    seed: 5,
    log: { segmentBytes: SEGMENT_BYTES },
    askEveryMs: 1_000,
  });
  return {
    folder,
    receipts: run.asked.flatMap(({ answer }: Asked) => (typeof answer['receipt'] === 'string' ? [answer['receipt']] : [])),
  };
}

/**
 * Damages or forges one segment of a log in each case, and runs every command that reads a log. Only coded errors may be thrown. A receipt
 * must not be called altered because of damage that a checksum shows.
 */
export async function fuzzLog({ from, count }: { readonly from: number; readonly count: number }): Promise<LogTally> {
  const tally: LogTally = { cases: 0, answered: 0, refused: 0, named: 0, failures: [] };
  const { folder, receipts } = await original();
  const raw = join(folder, SOURCE, 'raw');
  const segments = readdirSync(raw).toSorted();
  for (let seed = from; seed < from + count; seed++) {
    const random = seededRandom(seed);
    const way = random() < 0.5 ? 'damaged' : 'forged';
    const work = mkdtempSync(join(tmpdir(), 'tallyfoil-fuzz-case-'));
    mkdirSync(join(work, SOURCE, 'raw'), { recursive: true });
    cpSync(raw, join(work, SOURCE, 'raw'), { recursive: true });
    const target = join(work, SOURCE, 'raw', oneOf(random, segments));
    writeFileSync(target, (way === 'damaged' ? damaged : forged)(random, readFileSync(target)));
    const attempt = async (what: string, run: () => Promise<unknown>): Promise<unknown> => {
      try {
        const answer = await run();
        tally.answered++;
        return answer;
      } catch (error) {
        if (error instanceof CodedError && error.code !== 'TF_INTERNAL_ERROR') tally.refused++;
        else tally.failures.push(`seed ${seed} ${way} ${what}: ${error instanceof Error ? error.stack : String(error)}`);
        return null;
      }
    };
    const silent = () => Promise.resolve();
    const report = (await attempt('verify', () => verify({ path: work }))) as Awaited<ReturnType<typeof verify>> | null;
    tally.named += report?.report.reduce((sum, { corrupt, breaks }) => sum + corrupt.length + breaks.length, 0) ?? 0;
    await attempt('replay', () => replayCommand({ path: join(work, SOURCE), speed: 'max', emit: 'reports' }, silent));
    await attempt('replay from 2', () => replayCommand({ path: join(work, SOURCE), speed: 'max', fromSegment: '2' }, silent));
    const receipt = oneOf(random, receipts);
    const checked = (await attempt('check', () => check(receipt, { dataDir: work }))) as Awaited<ReturnType<typeof check>> | null;
    if (way === 'damaged' && checked?.receipts.some(({ verdict }) => verdict === 'altered') === true)
      tally.failures.push(`seed ${seed}: ${receipt} is called altered on a damaged log`);
    await attempt('open', async () => {
      const log = await openRawLog({
        directory: join(work, SOURCE),
        clock: systemClock,
        venues: ['v'],
        source: SOURCE,
        configHash: 'x',
        checkpoint: () => null,
      });
      await log.close();
    });
    rmSync(work, { recursive: true, force: true });
    tally.cases++;
  }
  rmSync(folder, { recursive: true, force: true });
  return tally;
}
