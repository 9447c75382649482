import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom, silentLog, toRfc3339 } from '../../../src/core/index.ts';
import { openState } from '../../../src/runtime/state/index.ts';
import { systemClock } from '../../../src/runtime/transport/index.ts';
import { createAlerts } from '../../../src/services/alerts/index.ts';

// A child process to be killed. Its rules fire as often as possible; it writes each message to a file, and the number of the newest firing
// on disk to stdout.
const [directory = ''] = process.argv.slice(2);
const RULES = 20;

const state = openState(join(directory, 'state.sqlite'));
let count = 0;
const { service, start } = createAlerts({
  state,
  asking: {
    // Values never repeat, so each answer is a change.
    ask: async (_operation, { symbol }) => ({
      symbol,
      venue: 'v',
      source: 'simulated',
      state: 'synced',
      as_of: toRfc3339(systemClock.now()),
      value: Date.now() + count++ / 1_000,
    }),
    outputSchema: () => ({ type: 'object', properties: { value: { type: 'number' } } }),
    operations: () => ['ask'],
  },
  market: { mid: async () => ({ mid: 100, at: systemClock.now() }), stamp: () => count },
  outlets: {
    refuse: async () => null,
    shown: (outlet) => outlet,
    send: async ({ id }) => {
      appendFileSync(join(directory, 'received'), `${id}\n`);
      return { kind: 'taken' };
    },
  },
  source: 'simulated',
  clock: systemClock,
  random: seededRandom(1),
  log: silentLog,
});
const { total } = await service.list({ limit: 0, fired: 0 });
for (let i = total; i < RULES; i++)
  await service.create({
    operation: 'ask',
    input: { symbol: `S${i}` },
    field: 'value',
    aggregate: null,
    when: 'changes',
    value: null,
    rearm: null,
    match: null,
    more: [],
    side: 'both',
    window_sec: 900,
    cooldown_sec: 0,
    enabled: true,
    when_stale: 'hold',
    expects: null,
    outlets: ['log'],
    note: null,
    expires_in_sec: null,
  });
start();
setInterval(() => {
  void service.list({ limit: 0, fired: 1 }).then(({ fired: [newest] }) => process.stdout.write(`${newest?.seq ?? 0}\n`));
}, 20);
