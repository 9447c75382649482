import { afterEach, beforeEach } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Processor seconds of the test's thread; other load, waiting and child processes do not count. */
    cpuSeconds?: number;
  }
}

const spent = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
};

// Runs before the imports of the test file.
const fileFrom = spent();
let from = fileFrom;

beforeEach(() => {
  from = spent();
});
afterEach(({ task }) => {
  const now = spent();
  task.meta.cpuSeconds = now - from;
  task.file.meta.cpuSeconds = now - fileFrom;
});
