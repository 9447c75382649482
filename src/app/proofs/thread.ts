import { Worker } from 'node:worker_threads';
import { WORKER } from '../places.ts';
import type { FromWorker, ProofSettings, ToWorker } from './messages.ts';

/** A thread that runs proofs until it is ended or fails. */
export interface ProofThread {
  post(message: ToWorker): void;
  /** Milliseconds of its processor time since it started. Time in which it waits for the processor counts a tenth. */
  busyMs(): Promise<number>;
  /** Ends it at any point, without calling `broke`. */
  end(): Promise<void>;
}

/** The code and the memory limit of a thread. */
export interface ThreadPlan {
  readonly entry: URL;
  /** Megabytes of heap. A thread that needs more ends; the server continues. */
  readonly heapMb: number;
}

const YOUNG_HEAP_MB = 48;

/** On a busy machine the thread may wait long, because its priority is low; a call that never returns must end too. */
const WAITING_COUNTS = 10;

/** Processor time of a thread, also while it is busy; 0 if it has ended. */
async function processorMs(worker: Worker): Promise<number> {
  try {
    const { user, system } = await worker.cpuUsage();
    return (user + system) / 1_000;
  } catch {
    // Its end is reported by its own event.
    return 0;
  }
}

export const PROOF_THREAD: ThreadPlan = {
  entry: WORKER,
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
    // Process flags such as `--inspect` must not apply to the thread.
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
  // Must not keep the process alive.
  worker.unref();
  return {
    post: worker.postMessage.bind(worker),
    busyMs: async () => Math.max(await processorMs(worker), worker.performance.eventLoopUtilization().active / WAITING_COUNTS),
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
