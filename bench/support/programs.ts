import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScenarioName, SimulatedVenue } from '../../src/simulator/index.ts';
import type { LoopFigures } from './loop-watch.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const START_WITHIN_MS = 60_000;
const LOOP_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 5_000;
/** Maximum run time of a benchmark's program, even if the benchmark itself fails. */
const LONGEST_MS = 30 * 60_000;

export interface ExchangeWords {
  readonly venue: SimulatedVenue;
  readonly seed: number;
  readonly symbols: readonly string[];
  readonly scenario?: ScenarioName;
  readonly intensity?: number;
}

export interface ServedVenue {
  readonly wsUrl: string;
  readonly restUrl: string;
}

/** Programs of one benchmark, each in a process of its own on loopback. */
export interface Programs {
  /** A folder that is deleted afterwards. */
  readonly directory: string;
  exchange(words: ExchangeWords): Promise<ServedVenue>;
  /** `tallyfoil serve` on a free port; resolves to its URL once it listens. */
  server(environment: Readonly<Record<string, string>>): Promise<string>;
  /** Delays of a server's event loop since the last call, and its memory; the first call starts the count. */
  loop(url: string): Promise<LoopFigures>;
  /** Ends a server as a service manager does, and resolves when it has gone. */
  stop(url: string): Promise<void>;
  /** Node's own HTTP server with answers of `bytes` bytes; resolves to its URL. */
  bare(bytes: number): Promise<string>;
}

const FROM_SOURCES = file('../../bin/tallyfoil.js');

/** Runs `work` and ends all programs that it started, even if it fails. `program`: the server's file; default: the checkout's. */
export async function withPrograms<T>(
  work: (programs: Programs) => Promise<T>,
  { program = FROM_SOURCES }: { readonly program?: string } = {},
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'tallyfoil-bench-'));
  const children: ChildProcess[] = [];
  const servers = new Map<string, ChildProcess>();
  const killAll = () => children.forEach((child) => child.kill('SIGKILL'));
  process.on('exit', killAll);
  const start = (args: readonly string[], environment: Readonly<Record<string, string>>, wanted: RegExp) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
    });
    children.push(child);
    let last = '';
    child.stderr?.on('data', (chunk: Buffer) => (last = (last + chunk.toString()).slice(-2_000)));
    child.once('exit', (code, signal) => {
      if (!child.killed) console.error(`a program of the benchmark ended (${code ?? signal}): ${last}`);
    });
    return firstMatch(child, wanted).then((match) => ({ match, child }));
  };
  const serverAt = (url: string): ChildProcess => {
    const child = servers.get(url);
    if (child === undefined) throw new Error(`no server at ${url}`);
    return child;
  };
  try {
    return await work({
      directory,
      async exchange(words) {
        const { match } = await start([file('exchange-program.ts'), JSON.stringify(words)], {}, /^(\{"wsUrl".*\})$/m);
        return JSON.parse(match[1] ?? '') as ServedVenue;
      },
      async server(environment) {
        const given = { TALLYFOIL_DATA_DIR: directory, TALLYFOIL_PORT: '0', LOG_LEVEL: 'error', ...environment };
        const profile = process.env['BENCH_CPU_PROFILE_DIR'];
        const flags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
        const preload = ['--import', file('loop-delay-program.ts')];
        const { match, child } = await start([...flags, ...preload, program, 'serve'], given, /listens at (\S+)/);
        const url = match[1] ?? '';
        servers.set(url, child);
        return url;
      },
      async loop(url) {
        const child = serverAt(url);
        const printed = firstMatch(child, /^loop-delay (.*)$/m, LOOP_WITHIN_MS);
        // child.kill would mark it as ended by us.
        if (child.pid !== undefined) process.kill(child.pid, 'SIGUSR2');
        const [, figures = ''] = await printed;
        return JSON.parse(figures) as LoopFigures;
      },
      stop: (url) => end(serverAt(url)),
      async bare(bytes) {
        const { match } = await start([file('bare-program.ts'), String(bytes)], {}, /listens at (\S+)/);
        return match[1] ?? '';
      },
    });
  } finally {
    await Promise.all(children.map(end));
    process.off('exit', killAll);
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The first match in a program's output from now on; throws with that output if it ends or stays silent. */
function firstMatch(child: ChildProcess, wanted: RegExp, withinMs = START_WITHIN_MS): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    const done = () => {
      clearTimeout(timer);
      child.stdout?.off('data', read).resume();
      child.stderr?.off('data', read).resume();
      child.off('exit', ended).off('error', failed);
    };
    const failed = (why: unknown) => {
      done();
      reject(new Error(`a program of the benchmark did not answer: ${String(why)}: ${text.slice(-2_000)}`));
    };
    const ended = (code: number | null, signal: string | null) => failed(`it ended (${code ?? signal})`);
    const timer = setTimeout(() => failed(`silent for ${withinMs} ms`), withinMs);
    const read = (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-20_000);
      const match = wanted.exec(text);
      if (match === null) return;
      done();
      resolve(match);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', ended).once('error', failed);
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** Environment that points a server at served exchanges. */
export const pointedAt = (venues: Readonly<Partial<Record<SimulatedVenue, ServedVenue>>>): Record<string, string> => ({
  TALLYFOIL_SOURCE: 'simulated',
  VENUES: Object.keys(venues).join(','),
  ...Object.fromEntries(
    Object.entries(venues).flatMap(([venue, { wsUrl, restUrl }]) => {
      const prefix = venue.toUpperCase().replaceAll('-', '_');
      return [
        [`${prefix}_WS_URL`, wsUrl],
        [`${prefix}_REST_URL`, restUrl],
      ];
    }),
  ),
});
