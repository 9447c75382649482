import { expect, test } from 'vitest';
import { runUntilEnded } from './command-parts.ts';

test('a server that is asked to end closes, and then reports that it has stopped', async () => {
  const output: string[] = [];
  const streams = {
    ended: () => Promise.resolve(),
    out: (text: string) => Promise.resolve(void output.push(text)),
    err: (text: string) => void output.push(text),
    reader: 'person' as const,
    waiting: () => () => {},
    width: () => 80,
    input: () => Promise.resolve(''),
  };
  const close = () => Promise.resolve(void output.push('closed'));
  await runUntilEnded(streams, {}, () => Promise.resolve({ url: 'http://x', source: 'live', close }));
  expect(output).toEqual(['closed', 'Stopped.\n']);
});
