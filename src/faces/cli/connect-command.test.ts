import { expect, test } from 'vitest';
import { writingCommand } from './connect-command.ts';

test.each([
  [{}, 'node bin/tallyfoil.js connect cursor --write'],
  [{ remove: true }, 'node bin/tallyfoil.js connect cursor --remove --write'],
  [
    { file: "/tmp/it's mine.json", surface: 'full', allowSimulated: true },
    "node bin/tallyfoil.js connect cursor --allow-simulated --file '/tmp/it'\\''s mine.json' --surface full --write",
  ],
  [
    { url: 'http://127.0.0.1:7420', symbols: 'BTCUSDT,ETHUSDT', venues: 'kraken-spot', dataDir: '/tmp/x' },
    'node bin/tallyfoil.js connect cursor --url http://127.0.0.1:7420 --data-dir /tmp/x --symbols BTCUSDT,ETHUSDT --venues kraken-spot --write',
  ],
] as const)('with %j, the command that writes is %s', (options, command) =>
  expect(writingCommand('cursor', options)).toBe(command),
);
