// Preloaded into a server under test: at SIGUSR2 it prints the delays of its event loop since the last such signal, and its memory.
import { isMainThread } from 'node:worker_threads';
import { createLoopWatch } from './loop-watch.ts';

// Workers inherit the preload.
if (isMainThread) {
  const watch = createLoopWatch();
  process.on('SIGUSR2', () => process.stdout.write(`loop-delay ${JSON.stringify(watch.take())}\n`));
}
