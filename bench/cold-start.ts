import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { manyNames } from './support/many-names.ts';
import type { BenchRow } from './support/row.ts';
import { withStagedBuild } from './support/staged-build.ts';
import { median, rounded } from './support/stats.ts';

const ROUNDS = 11;
const LIMIT_MS = 400;
const MORE_NAMES = 500;
const LONGEST_MS = 20_000;

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tallyfoil-bench', version: '1' } },
};

/** Milliseconds from spawn to the answer of `tools/list` over stdio, asked as clients do: after `initialize` was answered. */
async function toToolsList(program: string, directory: string): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [program, 'mcp', '--data-dir', directory], {
    stdio: ['pipe', 'pipe', 'ignore'],
    timeout: LONGEST_MS,
  });
  const say = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  say(initialize);
  let took: number | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const { id, result } = JSON.parse(line) as { id?: number; result?: { tools?: unknown[] } };
    if (id === 1) {
      say({ method: 'notifications/initialized' });
      say({ id: 2, method: 'tools/list' });
    } else if (id === 2 && (result?.tools?.length ?? 0) > 0) {
      took = performance.now() - began;
      break;
    }
  }
  // Clients end it this way; Node then writes its compile cache.
  child.stdin.end();
  await once(child, 'exit');
  if (took === null) throw new Error('the program ended without a list of tools');
  return took;
}

async function bareNode(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore', timeout: LONGEST_MS });
  await once(child, 'exit');
  return performance.now() - began;
}

/** Rounds of a build, alternating with a bare start of Node. */
async function rows(bench: string, program: string): Promise<BenchRow[]> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await bareNode());
    ours.push(await toToolsList(program, join(program, '..', '..', 'data')));
  }
  const value = median(ours);
  const row = (against: string, ratio: number): BenchRow => ({
    bench,
    value: rounded(value, 1),
    unit: 'ms to tools/list over stdio, median',
    against,
    ratio: rounded(ratio),
    n: ROUNDS,
    beside: { bare_node_ms: rounded(median(bare), 1), first_ms: rounded(ours[0] ?? Number.NaN, 1) },
  });
  return [row(`limit ${LIMIT_MS} ms`, value / LIMIT_MS), row('node -e 0', value / median(bare))];
}

/** Start of the packed build to its list of tools, with today's names and with 500 more. */
export default async function coldStartBench(): Promise<readonly BenchRow[]> {
  const today = await withStagedBuild((program) => rows('cold-start', program));
  const more = await withStagedBuild((program) => rows(`cold-start, ${MORE_NAMES} names more`, program), {
    plugins: [manyNames(MORE_NAMES)],
  });
  return [...today, ...more];
}
