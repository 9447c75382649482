import { join } from 'node:path';
import { killRound, type Round } from './kill-round.ts';
import { hostsEnvironment, serveSimulated } from './served.ts';
import { run, temporaryFolder } from './program.ts';

export interface Killed {
  readonly problems: readonly string[];
  /** Milliseconds from each start to its first report. */
  readonly answers: readonly number[];
  /** Milliseconds between the last record on disk and the kill. */
  readonly lost: readonly number[];
  readonly updates: number;
}

/** Commits come every 250 ms; the rest is for a machine with other things to do. */
export const LOST_MOST_MS = 2_000;
/** The claim is 5 s; what it was is printed. */
export const ANSWER_WITHIN_MS = 15_000;

/** An exchange bans who starts more often than its request weights allow a minute. */
const LIVES_AN_EXCHANGE = 8;

/** Kills a server so often while a simulated exchange keeps it busy, and tells what it left. */
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
  console.log(
    `${rounds} kills: a report after ${Math.round(Math.max(...answers))} ms at most; ` +
      `${Math.round(Math.max(...lost))} ms lost at most; ${updates} updates read back`,
  );
  const problems = lives.flatMap((life) => life.problems);
  const verified = await run(['verify'], { folder });
  if (verified.code !== 0) problems.push(verified.out + verified.err);
  return { problems, answers, lost, updates };
}
