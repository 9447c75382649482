import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ScenarioName, SimulatedVenue } from '../../src/simulator/index.ts';

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const START_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 5_000;
/** No program of a benchmark runs longer than this, whatever happens to the benchmark. */
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
  /** Ends a server as a service manager does, and resolves when it has gone. */
  stop(url: string): Promise<void>;
  /** Node's own HTTP server with answers of `bytes` bytes; resolves to its URL. */
  bare(bytes: number): Promise<string>;
}

/** Runs `work` and ends all programs that it started, even if it fails. */
export async function withPrograms<T>(work: (programs: Programs) => Promise<T>): Promise<T> {
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
    return firstMatch(child, wanted).then((match) => ({ match, child }));
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
        const { match, child } = await start([...flags, file('../../bin/tallyfoil.js'), 'serve'], given, /listens at (\S+)/);
        const url = match[1] ?? '';
        servers.set(url, child);
        return url;
      },
      async stop(url) {
        const child = servers.get(url);
        if (child === undefined) throw new Error(`no server at ${url}`);
        await end(child);
      },
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

/** The first match in a program's output; throws with its last output if it ends or stays silent. */
function firstMatch(child: ChildProcess, wanted: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let text = '';
    const give = () => reject(new Error(`a program of the benchmark did not start: ${text.slice(-2_000)}`));
    const timer = setTimeout(give, START_WITHIN_MS);
    const read = (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-20_000);
      const match = wanted.exec(text);
      if (match === null) return;
      clearTimeout(timer);
      resolve(match);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      if (!child.killed) console.error(`a program of the benchmark ended (${code ?? signal}): ${text.slice(-2_000)}`);
      give();
    });
    child.once('error', reject);
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
