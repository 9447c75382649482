import { frame, options, textState, tick } from './disk.ts';
import { openRawLog } from '../index.ts';

// Runs in a separate process, to be killed: writes numbered frames as fast as possible, and committed positions to stdout.
const [directory = ''] = process.argv.slice(2);
const clock = {
  now: () => Date.now() * 1_000,
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
let n = 0;
/** Three parts, each with the number of frames at its capture. */
const checkpoint = textState(() => ({ a: String(n), b: String(n), c: String(n) }));
const log = await openRawLog(
  options(directory, { clock, segmentBytes: 200_000, commitMs: 5, checkpointSeconds: 0.01, checkpoint }),
);
let reported = 0;
for (;;) {
  for (let some = 0; some < 50; some++) log.append(frame(++n));
  log.append(tick());
  await new Promise((resolve) => setImmediate(resolve));
  const seq = log.status().committed?.seq ?? 0;
  if (seq > reported) process.stdout.write(`${log.session} ${seq}\n`);
  reported = seq;
}
