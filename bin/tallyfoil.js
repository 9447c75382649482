#!/usr/bin/env node
// Finds a Node that is new enough, then hands over to the program. Must parse on Node 20.
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
const newEnough = major > 22 || (major === 22 && minor >= 18);

/** V8 lets its young generation grow to 64 MB; docs/benchmarks.md has the memory of a server with a smaller one. */
const SERVER_FLAGS = JSON.parse(readFileSync(new URL('server-flags.json', import.meta.url), 'utf8'));
/** Without these settings, glibc keeps freed large blocks instead of returning them at once. Other systems don't read them. */
const SERVER_MEMORY = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' };
const SERVERS = new Set(['start', 'serve', 'demo', 'mcp']);
const isServer = SERVERS.has(process.argv[2] ?? '');
const environment = isServer ? { ...SERVER_MEMORY, ...process.env } : process.env;
const flags = isServer ? SERVER_FLAGS.filter((flag) => !process.execArgv.includes(flag)) : [];

if (newEnough) {
  endWithParent();
  // The flags count only from a process's start; where it can't be replaced (Windows, Electron) it runs without them.
  const replaceable = typeof process.execve === 'function' && process.platform !== 'win32' && !process.versions.electron;
  if (flags.length > 0 && replaceable) {
    process.execve(process.execPath, [process.execPath, ...flags, ...process.execArgv, ...process.argv.slice(1)], environment);
  }
  module.enableCompileCache();
  // Node writes the compile cache at exit, which a killed server never reaches, so a server also writes it after its start.
  if (isServer) setTimeout(() => module.flushCompileCache(), 2_000).unref();
  // A checkout runs from its sources even if it also has a build; a package has no sources.
  const source = new URL('../src/app/main.ts', import.meta.url);
  await import(existsSync(source) ? source.href : new URL('../dist/app/main.js', import.meta.url).href);
} else {
  await runOnCheckoutNode();
}

/** Ends as SIGTERM does when the process that started this one through `runOnCheckoutNode` dies. */
function endWithParent() {
  if (process.channel === undefined || !process.env.TALLYFOIL_CALLED_BY_NODE) return;
  process.once('disconnect', () => process.emit('SIGTERM', 'SIGTERM') || process.exit(143));
  // The channel alone must not keep a finished command running.
  process.channel.unref();
}

/** A checkout brings its own Node through npm; a package relies on the user's. */
async function runOnCheckoutNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = new URL(`../node_modules/node-${platform}-${process.arch}/bin/${program}`, import.meta.url);
  if (!existsSync(node)) {
    process.stderr.write(`tallyfoil needs Node 22.18 or newer; this is ${process.version}. Install Node 24 and try again.\n`);
    process.exit(1);
  }
  const { spawn } = await import('node:child_process');
  const { fileURLToPath } = await import('node:url');
  const child = spawn(fileURLToPath(node), [...flags, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    // The channel closes when this process dies, even by SIGKILL, so that no server is left without its parent.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // For doctor, which says why this Node runs.
    env: { ...environment, TALLYFOIL_CALLED_BY_NODE: process.version },
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A terminal gives Ctrl-C to the whole group: passing it on as well would make it count twice.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  child.on('error', (error) => {
    process.stderr.write(`tallyfoil: the checkout's Node could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
