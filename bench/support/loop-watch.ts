import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Delays of one process's event loop since the last reading, and its memory. */
export interface LoopFigures {
  /** Longest and 99th percentile, milliseconds; both include the 1 ms between two measurements. */
  readonly maxMs: number;
  readonly p99Ms: number;
  /** Number of measurements. */
  readonly n: number;
  readonly rssMb: number;
  /** Most resident memory since the process started. */
  readonly peakMb: number;
  readonly cpuSeconds: number;
}

export interface LoopWatch {
  /** The figures since the last call. */
  take(): LoopFigures;
}

const NS_PER_MS = 1e6;
const MB = 1e6;

/** Measures the event loop of this process, once a millisecond. */
export function createLoopWatch(): LoopWatch {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  return {
    take() {
      const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
      const figures = {
        maxMs: delays.max / NS_PER_MS,
        p99Ms: delays.percentile(99) / NS_PER_MS,
        n: delays.count,
        rssMb: process.memoryUsage.rss() / MB,
        peakMb: (maxRSS * 1_024) / MB,
        cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      };
      delays.reset();
      return figures;
    },
  };
}
