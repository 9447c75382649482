import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program as a user starts it: its own process and home folder; only PATH is inherited. */

export const PROGRAM = fileURLToPath(new URL('../../../bin/tallyfoil.js', import.meta.url));

export type Environment = Readonly<Record<string, string>>;

export interface LaunchOptions {
  readonly env?: Environment;
  /** Data directory; a home folder is made beside it. */
  readonly folder: string;
  /** Default: the program of this checkout. */
  readonly program?: string;
}

export interface Child {
  readonly process: ChildProcess;
  readonly startedAt: number;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  kill(signal: NodeJS.Signals): Promise<number | string>;
}

const children = new Set<Child>();
const folders: string[] = [];

/** A folder that `cleanUp` removes. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tallyfoil-app-'));
  folders.push(folder);
  return folder;
}

/** Ends every process a test left. */
export async function endChildren(): Promise<void> {
  await Promise.all([...children].map((child) => child.kill('SIGKILL')));
}

/** Ends every process a test left and removes its folders; for `afterEach`. */
export async function cleanUp(): Promise<void> {
  await endChildren();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

process.on('exit', () => children.forEach((child) => child.process.kill('SIGKILL')));

export const environmentOf = ({ env = {}, folder }: LaunchOptions): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
  HOME: folder,
  USERPROFILE: folder,
  LOG_LEVEL: 'warn',
  TALLYFOIL_DATA_DIR: join(folder, 'data'),
  TALLYFOIL_PORT: '0',
  ...env,
});

/** Starts the program; `cleanUp` ends it if it still runs. */
export function launch(args: readonly string[], options: LaunchOptions): Child {
  const startedAt = performance.now();
  const spawned = spawn(process.execPath, [options.program ?? PROGRAM, ...args], {
    cwd: options.folder,
    env: environmentOf(options),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  spawned.stdout.on('data', (bytes: Buffer) => (out += bytes.toString()));
  spawned.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()));
  // A peer that died is noticed by its exit.
  spawned.stdin.on('error', () => {});
  const ended = new Promise<number | string>((resolve) => {
    spawned.on('close', (code, signal) => {
      children.delete(child);
      resolve(code ?? signal ?? 'unknown');
    });
  });
  const child: Child = {
    process: spawned,
    startedAt,
    out: () => out,
    err: () => err,
    ended,
    kill(signal) {
      spawned.kill(signal);
      return ended;
    },
  };
  children.add(child);
  return child;
}

export interface Finished {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

/** Runs the program to its end. */
export async function run(args: readonly string[], options: LaunchOptions): Promise<Finished> {
  const child = launch(args, options);
  child.process.stdin?.end();
  const code = await child.ended;
  return { code, out: child.out(), err: child.err() };
}

/** Time limit for hanging programs; a loaded machine has taken 29 s instead of 3. */
const ANSWERS_WITHIN_MS = 90_000;
const POLL_MS = 20;

/** Polls until the result is not undefined; fails with the last one seen. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  withinMs = ANSWERS_WITHIN_MS,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`${what}: not in ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The address that a server reports. Fails as soon as the process has ended. */
export const listening = (child: Child): Promise<string> =>
  until(`listening`, () => {
    const url = /listens at (\S+)/.exec(child.err())?.[1];
    if (url !== undefined) return url;
    if (child.process.exitCode !== null) throw new Error(`it ended with ${child.process.exitCode}: ${child.err()}`);
    return undefined;
  });

/** The WebSocket and REST addresses that a simulated exchange reports. */
export const exchangeHosts = (child: Child): Promise<{ ws: string; rest: string }> =>
  until('a simulated exchange', () => {
    const match = /answers at (\S+) and (\S+):/.exec(child.err());
    return match ? { ws: match[1] as string, rest: match[2] as string } : undefined;
  });

export interface HttpReply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One operation over HTTP; null when nothing answers. */
export async function ask(url: string, operation: string, input: object = {}): Promise<HttpReply | null> {
  try {
    const response = await fetch(`${url}/api/v1/call/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    return { status: response.status, body: (await response.json()) as HttpReply['body'] };
  } catch {
    // Pollers retry; a refused connection also counts as an answer.
    return null;
  }
}

/** The error that the program left as its last line on stderr. */
export function codedErrorOf({ err }: Finished): Readonly<Record<string, unknown>> {
  const line = err.trimEnd().split('\n').at(-1) ?? '';
  const [, text, code] = /^([^{].*) \((TF_[A-Z_]+)\)$/.exec(line) ?? [];
  return text === undefined ? (JSON.parse(line) as Readonly<Record<string, unknown>>) : { code, message: text, advice: text };
}

/** Output as one JSON object a line. */
export const jsonLines = (text: string): Readonly<Record<string, unknown>>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
