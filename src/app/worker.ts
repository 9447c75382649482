// The worker entry: a thread of the server that replays the raw log separately from the feed.
import module from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from './proofs/lower-priority.ts';
import type { ProofSettings } from './proofs/messages.ts';

if (parentPort === null) throw new Error('the server runs this file in its own thread');
// Each thread must enable the cache first, because modules imported earlier aren't cached.
module.enableCompileCache();
lowerPriority();
const { serveProofs } = await import('./proofs/serve-proofs.ts');
serveProofs(parentPort, workerData as ProofSettings);
