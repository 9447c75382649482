import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { backendUnavailable } from '../core/index.ts';
import { serverUnreachable } from '../client/errors.ts';
import type { Services } from '../operations/index.ts';
import { handMadeServices } from '../operations/testing/services.ts';
import { checkedUrl, enduringServices, serverUrl } from './backend.ts';
import { readConfig } from './config.ts';

type Market = Services['market'];

/** Services of which only list_markets is asked. */
const answering = (list: () => Promise<unknown>) => handMadeServices({ listMarkets: list } as unknown as Market);
const gone = () => Promise.reject(serverUnreachable({ url: 'http://x', reason: 'ECONNREFUSED' }));

describe('services that survive the server behind them', () => {
  test('the server is looked for once, and again when it is gone', async () => {
    let found = 0;
    let alive = true;
    const { market } = enduringServices(
      async () => {
        const mine = ++found;
        return answering(() => (alive || mine > 1 ? Promise.resolve({ source: 'live', from: mine }) : gone()));
      },
      { simulated: 'refuse' },
    );
    const ask = () => market.listMarkets({}) as Promise<unknown>;
    expect(await Promise.all([ask(), ask()])).toEqual([
      { source: 'live', from: 1 },
      { source: 'live', from: 1 },
    ]);
    alive = false;
    expect(await ask()).toEqual({ source: 'live', from: 2 });
    expect(found).toBe(2);
  });

  test('a search that failed is made again by the next question', async () => {
    let tries = 0;
    const { market } = enduringServices(
      async () => {
        if (++tries === 1) throw backendUnavailable({ reason: 'none yet' });
        return answering(async () => ({ source: 'live' }));
      },
      { simulated: 'refuse' },
    );
    await expect(market.listMarkets({})).rejects.toMatchObject({ code: 'TF_BACKEND_UNAVAILABLE' });
    expect(await market.listMarkets({})).toEqual({ source: 'live' });
  });

  test('when nobody takes over the question fails; another kind of error passes as it is', async () => {
    const dead = enduringServices(async () => answering(gone), { simulated: 'take' });
    await expect(dead.market.listMarkets({})).rejects.toMatchObject({ code: 'TF_CLIENT_SERVER_UNREACHABLE' });
    let calls = 0;
    const failing = enduringServices(
      async () =>
        answering(() => {
          calls++;
          return Promise.reject(backendUnavailable({ reason: 'silent' }));
        }),
      { simulated: 'take' },
    );
    await expect(failing.market.listMarkets({})).rejects.toMatchObject({ code: 'TF_BACKEND_UNAVAILABLE' });
    expect(calls).toBe(1);
  });

  test('simulated answers pass only where they were asked for', async () => {
    const simulated = async () => answering(async () => ({ source: 'simulated' }));
    await expect(enduringServices(simulated, { simulated: 'refuse' }).market.listMarkets({})).rejects.toMatchObject({
      publicName: 'simulated_refused',
    });
    expect(await enduringServices(simulated, { simulated: 'take' }).market.listMarkets({})).toEqual({ source: 'simulated' });
  });
});

test.each(['', 'nonsense', 'ftp://x', 'file:///etc', 'javascript:1'])('"%s" is no address of a server', (url) => {
  expect(() => checkedUrl(url)).toThrow(expect.objectContaining({ code: 'TF_CLI_URL_INVALID' }));
});

test('where no server runs, the data directory is named as it is written', async () => {
  const TALLYFOIL_DATA_DIR = join(tmpdir(), 'tallyfoil-nothing-here');
  await expect(serverUrl(readConfig({ TALLYFOIL_DATA_DIR }), undefined)).rejects.toThrow(`none owns ${TALLYFOIL_DATA_DIR}.`);
});
