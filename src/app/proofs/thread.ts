import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromWorker, ProofSettings, ToWorker } from './messages.ts';

/** A thread that runs proofs until it is ended, or breaks. */
export interface ProofThread {
  post(message: ToWorker): void;
  /** Milliseconds for which it worked since it began. */
  busyMs(): number;
  /** Ends it wherever it is; `broke` is not called for it. */
  end(): Promise<void>;
}

/** What a thread runs, and what it may hold. */
export interface ThreadPlan {
  readonly entry: URL;
  /** Megabytes of heap. Where it needs more it ends, and the server goes on. */
  readonly heapMb: number;
}

const YOUNG_HEAP_MB = 48;

/** Sources run as they are in a checkout, compiled in a package. */
export const PROOF_THREAD: ThreadPlan = {
  entry: new URL(`../worker${extname(import.meta.url)}`, import.meta.url),
  heapMb: 1_024,
};

export function startThread(
  { entry, heapMb }: ThreadPlan,
  settings: ProofSettings,
  { heard, broke }: { readonly heard: (message: FromWorker) => void; readonly broke: (reason: string) => void },
): ProofThread {
  const worker = new Worker(entry, {
    name: 'proofs',
    workerData: settings,
    // Flags of the process's own start are none of a thread's.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  });
  let over: ((reason: string) => void) | null = broke;
  const end = (reason: string) => {
    over?.(reason);
    over = null;
  };
  worker.on('message', heard);
  worker.on('error', (error) => end(reasonOf(error, heapMb)));
  worker.on('exit', (code) => end(`its thread ended with ${code}`));
  // A process that has nothing else to do may end.
  worker.unref();
  return {
    post: worker.postMessage.bind(worker),
    busyMs: () => worker.performance.eventLoopUtilization().active,
    async end() {
      over = null;
      await worker.terminate();
    },
  };
}

const reasonOf = (error: unknown, heapMb: number): string =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? `it needed more than ${heapMb} MB`
    : String(error);
