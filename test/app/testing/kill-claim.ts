import { join } from 'node:path';
import { report } from '../../testing/report.ts';
import { killRound, type Round } from './kill-round.ts';
import { hostsEnvironment, serveSimulated } from './served.ts';
import { run, temporaryFolder } from './program.ts';

export interface Killed {
  readonly problems: readonly string[];
  /** Runs that gave a report with a price before they were killed. */
  readonly answers: number;
  readonly updates: number;
}

/** An exchange bans clients that start more often than its request weights allow. */
const LIVES_AN_EXCHANGE = 8;

/** Kills a busy server repeatedly and checks the files it left. */
export async function killAndRead({ rounds, seed }: { readonly rounds: number; readonly seed: number }): Promise<Killed> {
  const folder = temporaryFolder();
  const lives: Round[] = [];
  while (lives.length < rounds) {
    const exchange = await serveSimulated({ venue: 'binance-spot', intensity: 3, seed: seed + lives.length });
    const env = hostsEnvironment(exchange);
    for (let i = 0; i < LIVES_AN_EXCHANGE && lives.length < rounds; i++)
      lives.push(
        await killRound({ folder, env, directory: join(folder, 'data', 'simulated'), seed: seed * 1_000 + lives.length }),
      );
    await exchange.close();
  }
  const answers = lives.flatMap(({ answerMs }) => answerMs ?? []);
  const lost = lives.map(({ lostMs }) => lostMs);
  const updates = lives.reduce((sum, life) => sum + life.updates, 0);
  report(
    `${rounds} kills: a report after ${Math.round(Math.max(...answers))} ms at most; ` +
      `${Math.round(Math.max(...lost))} ms lost at most; ${updates} updates read back`,
  );
  const problems = lives.flatMap((life) => life.problems);
  const verified = await run(['verify'], { folder });
  if (verified.code !== 0) problems.push(verified.out + verified.err);
  return { problems, answers: answers.length, updates };
}
