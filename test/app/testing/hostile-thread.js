// A thread of proofs that misbehaves in the way that the text of a check names.
import { parentPort as port } from 'node:worker_threads';

port.on('message', ({ id, job }) => {
  const { text } = job.query;
  port.postMessage({ kind: 'begun', id });
  const held = [];
  if (text === 'spin') for (;;);
  // Blocked without processor time, as while other processes have it.
  if (text === 'wait') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_000);
  if (text === 'exit') process.exit(3);
  if (text === 'throw') throw new Error('broken');
  if (text === 'hoard') for (;;) held.push(Array.from({ length: 1_000_000 }).fill(0.5));
  port.postMessage({ kind: 'done', id, outcome: { ok: true, value: text } });
});
