import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backendUnavailable } from '../core/index.ts';
import { serverUnreachable } from '../client/errors.ts';
import { callerRefused } from '../faces/http/errors.ts';
import type { Boundary, Call } from '../operations/index.ts';
import { checkedUrl, enduringBoundary, findAsked } from './backend.ts';
import { readConfig } from './config.ts';

const CALL: Call = {
  name: 'list_markets',
  input: {},
  detail: 'concise',
  caller: { principal: 'stdio 1', via: 'stdio', client: null },
};

const answering = (answer: () => Promise<Record<string, unknown>>): Boundary => ({
  call: async () => ({ answer: await answer(), catalogue: null }),
});
const gone = () => Promise.reject(serverUnreachable({ url: 'http://x', reason: 'ECONNREFUSED' }));

describe('a boundary that survives the server behind it', () => {
  test.each([
    ['is gone', gone],
    ['has another token', () => Promise.reject(callerRefused({}))],
  ])('the server is searched once, and again when it %s', async (_what, fails) => {
    let found = 0;
    let alive = true;
    const { call } = enduringBoundary(
      async () => {
        const mine = ++found;
        return answering(() => (alive || mine > 1 ? Promise.resolve({ source: 'live', from: mine }) : fails()));
      },
      { simulated: 'refuse' },
    );
    const ask = async () => (await call(CALL)).answer;
    expect(await Promise.all([ask(), ask()])).toEqual([
      { source: 'live', from: 1 },
      { source: 'live', from: 1 },
    ]);
    alive = false;
    expect(await ask()).toEqual({ source: 'live', from: 2 });
    expect(found).toBe(2);
  });

  test('the next call repeats a failed search', async () => {
    let tries = 0;
    const { call } = enduringBoundary(
      async () => {
        if (++tries === 1) throw backendUnavailable({ reason: 'none yet' });
        return answering(async () => ({ source: 'live' }));
      },
      { simulated: 'refuse' },
    );
    await expect(call(CALL)).rejects.toMatchObject({ code: 'TF_BACKEND_UNAVAILABLE' });
    expect((await call(CALL)).answer).toEqual({ source: 'live' });
  });

  test('without a successor the call fails; another kind of error is passed on unchanged', async () => {
    const dead = enduringBoundary(async () => answering(gone), { simulated: 'take' });
    await expect(dead.call(CALL)).rejects.toMatchObject({ code: 'TF_CLIENT_SERVER_UNREACHABLE' });
    let calls = 0;
    const failing = enduringBoundary(
      async () =>
        answering(() => {
          calls++;
          return Promise.reject(backendUnavailable({ reason: 'silent' }));
        }),
      { simulated: 'take' },
    );
    await expect(failing.call(CALL)).rejects.toMatchObject({ code: 'TF_BACKEND_UNAVAILABLE' });
    expect(calls).toBe(1);
  });

  test('the call and its signal reach the server unchanged', async () => {
    const heard: unknown[] = [];
    const { call } = enduringBoundary(
      async () => ({
        call: async (...given) => {
          heard.push(...given);
          return { answer: { source: 'live' }, catalogue: 'abc' };
        },
      }),
      { simulated: 'refuse' },
    );
    const { signal } = new AbortController();
    expect(await call(CALL, signal)).toEqual({ answer: { source: 'live' }, catalogue: 'abc' });
    expect(heard).toEqual([CALL, signal]);
  });

  test('simulated answers pass only if they were requested', async () => {
    const simulated = async () => answering(async () => ({ source: 'simulated' }));
    await expect(enduringBoundary(simulated, { simulated: 'refuse' }).call(CALL)).rejects.toMatchObject({
      publicName: 'simulated_refused',
    });
    expect((await enduringBoundary(simulated, { simulated: 'take' }).call(CALL)).answer).toEqual({ source: 'simulated' });
  });
});

test.each(['', 'nonsense', 'ftp://x', 'file:///etc', 'javascript:1'])('"%s" is not the address of a server', (url) => {
  expect(() => checkedUrl(url)).toThrow(expect.objectContaining({ code: 'TF_CLI_URL_INVALID' }));
});

test('without a server, the error names the data directory as written', async () => {
  const TALLYFOIL_DATA_DIR = join(tmpdir(), 'tallyfoil-nothing-here');
  await expect(findAsked(readConfig({ TALLYFOIL_DATA_DIR }), undefined)).rejects.toThrow(`none owns ${TALLYFOIL_DATA_DIR}.`);
});
