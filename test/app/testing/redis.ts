import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createServer, connect } from 'node:net';
import { temporaryFolder, until } from './program.ts';

/** Programs of the system, not of a package. */
const SERVER = 'redis-server';
const SYSTEM = { cli: 'redis-cli' } as const;

function isThere(): boolean {
  try {
    execFileSync(SERVER, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    // Without it, the tests that need it are skipped with this reason.
    return false;
  }
}

/** Why the tests on a real Redis are skipped; null if they run. */
export const noRedis: string | null = isThere() ? null : `no ${SERVER} on this machine (Debian: apt-get install redis-server)`;

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  kill(signal?: NodeJS.Signals): Promise<void>;
  pause(): Promise<void>;
  wake(): Promise<void>;
  /** Starts it again on the same port, with nothing in it. */
  restart(): Promise<void>;
  /** Sends it a command, without our own client code. */
  ask(...command: readonly string[]): string;
}

const started = new Set<ChildProcess>();

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

const answers = (port: number): Promise<true | undefined> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      // A Redis that requires a password answers too.
      resolve(/^[+-](PONG|NOAUTH)/.test(data.toString()) ? true : undefined);
    });
    socket.once('error', () => resolve(undefined));
  });

/** A Redis for this test, with its own port and folder and without persistence. `endRedis` ends it. */
export async function startRedis({ password }: { readonly password?: string } = {}): Promise<TestRedis> {
  const port = await freePort();
  const folder = temporaryFolder();
  const base = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn(SERVER, [...base, ...(password === undefined ? [] : ['--requirepass', password])], { stdio: 'ignore' });
    started.add(child);
    await until('redis-server', () => answers(port));
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    async kill(signal = 'SIGKILL') {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      await ended;
      started.delete(child);
    },
    pause: async () => void child.kill('SIGSTOP'),
    wake: async () => void child.kill('SIGCONT'),
    restart: start,
    ask: (...command) =>
      execFileSync(
        SYSTEM.cli,
        ['-p', String(port), ...(password === undefined ? [] : ['--no-auth-warning', '-a', password]), ...command],
        {
          encoding: 'utf8',
        },
      ).trim(),
  };
}

/** Ends every Redis that a test left; for `afterEach`. */
export async function endRedis(): Promise<void> {
  for (const child of started) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
  started.clear();
}

process.on('exit', () => started.forEach((child) => child.kill('SIGKILL')));
