import { expect, test } from 'vitest';
import { runUntilEnded } from './command-parts.ts';

test('a server that is asked to end closes, and then says that it has stopped', async () => {
  const told: string[] = [];
  const streams = {
    ended: () => Promise.resolve(),
    out: (text: string) => Promise.resolve(void told.push(text)),
    err: (text: string) => void told.push(text),
    reader: 'person' as const,
    waiting: () => () => {},
    width: () => 80,
    input: () => Promise.resolve(''),
  };
  const close = () => Promise.resolve(void told.push('closed'));
  await runUntilEnded(streams, {}, () => Promise.resolve({ url: 'http://x', source: 'live', close }));
  expect(told).toEqual(['closed', 'Stopped.\n']);
});
