import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, with the platform's separators. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A development tool's program, to be run by `process.execPath`: no shell and no `.cmd` wrapper in between. */
export const tool = (path: string): string => join(ROOT, 'node_modules', path);

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

interface Output {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without a shell, its output shown as it comes; gives its exit status. */
export function show(program: string, args: readonly string[], { cwd = ROOT, env = {} }: RunOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a program without a shell and returns its output. */
export function output(program: string, args: readonly string[], { cwd = ROOT, env = {} }: RunOptions = {}): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ status: code ?? 1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}

/** npm's own program, to be run by `process.execPath`: the path that npm passes to scripts, else from PATH. */
export function npmProgram(): string {
  const named = process.env['npm_execpath'] ?? '';
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => [join(folder, 'npm'), join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')])
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path));
  const program = [named, ...onPath].find((path) => /npm-cli\.c?js$/.test(path));
  if (program === undefined) throw new Error('npm is not on PATH');
  return program;
}
