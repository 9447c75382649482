import { afterEach, beforeEach } from 'vitest';

declare module 'vitest' {
  interface TaskMeta {
    /** Processor seconds of the thread that ran it: neither other load nor a wait counts, nor do child processes. */
    cpuSeconds?: number;
  }
}

const spent = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
};

// Before the imports of the test file.
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
