import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FOLLOW_WAIT_MS } from './service.ts';
import { running, stage } from './testing/stage.ts';

describe('following', () => {
  test.each([
    ['binance-spot', 'SOLUSDT', 'binance-spot:SOLUSDT'],
    ['binance-spot', 'sol/usdt', 'binance-spot:SOLUSDT'],
    ['binance-spot', 'Sol-Usdt', 'binance-spot:SOLUSDT'],
    ['binance-spot', 'binance-spot:SOLUSDT', 'binance-spot:SOLUSDT'],
    ['kraken-spot', 'SOL/USD', 'kraken-spot:SOL/USD'],
    ['kraken-spot', 'solusd', 'kraken-spot:SOL/USD'],
    ['kraken-spot', 'kraken-spot:SOL/USD', 'kraken-spot:SOL/USD'],
    ['kraken-spot', 'ETH/BTC', 'kraken-spot:ETH/BTC'],
    ['kraken-spot', 'XDGXBT', 'kraken-spot:DOGE/BTC'],
  ] as const)('on %s of %s follows %s', async (id, symbol, instrument) => {
    const { follow, followed, pass } = await running({ ids: [id] });
    const call = follow({ symbol });
    await pass(1_000);
    expect(await call).toMatchObject({ outcome: 'followed', instrument, venue: id, followed: 3, source: 'simulated' });
    expect(followed()).toContain(instrument);
  });

  test.each(['BTCUSDT', 'btc/usdt', 'binance-spot:BTCUSDT', 'XBTUSDT'])('%s again changes nothing', async (symbol) => {
    const { follow, followed } = await running();
    expect(await follow({ symbol })).toMatchObject({
      outcome: 'already_followed',
      symbol: 'BTCUSDT',
      state: 'synced',
      followed: 2,
    });
    expect(followed()).toHaveLength(2);
  });

  test('what the venue does not list is refused with near names, and changes nothing', async () => {
    const { follow, followed, pass } = await running();
    const call = follow({ symbol: 'BTCUDST' }).catch((error: unknown) => error);
    await pass(1_000);
    expect(await call).toMatchObject({ publicName: 'not_listed', advice: expect.stringContaining('Did you mean BTCUSDT') });
    expect(followed()).toHaveLength(2);
  });

  test('no symbol is suggested that is to be followed but not listed, least of all for itself', async () => {
    const { follow, engine, pass } = await running();
    const symbols = engine.state.feeds.get('binance-spot')?.symbols as Map<string, object>;
    symbols.set('SOLBTC', { ...symbols.get('BTCUSDT'), symbol: 'SOLBTC', unknown: true });
    const calls = Promise.allSettled(['SOLBTC', 'SOLBTD'].map((symbol) => follow({ symbol })));
    await pass(1_000);
    expect(await calls).toMatchObject([1, 2].map(() => ({ reason: { advice: expect.not.stringMatching(/mean .*SOLBTC/) } })));
  });

  test.each([
    ['okx', 'There is no venue okx', 'binance-spot'],
    ['kraken-spot', 'kraken-spot is not followed', 'VENUES'],
  ])('the venue %s is refused', async (venue, message, advice) => {
    const { follow, unfollow } = await running();
    const refusal = {
      publicName: 'venue_not_followed',
      message: expect.stringContaining(message),
      advice: expect.stringContaining(advice),
    };
    await expect(follow({ symbol: 'SOLUSDT', venue })).rejects.toMatchObject(refusal);
    await expect(unfollow({ symbol: 'SOLUSDT', venue })).rejects.toMatchObject(refusal);
  });

  test('without a venue is refused where several could be meant', async () => {
    const { follow, unfollow, followed, soon } = await running({ ids: ['binance-spot', 'binance-usdm', 'kraken-spot'] });
    await expect(follow({ symbol: 'SOLUSDT' })).rejects.toMatchObject({ publicName: 'venue_needed' });
    await expect(unfollow({ symbol: 'BTCUSDT' })).rejects.toMatchObject({ publicName: 'venue_needed' });
    expect(followed()).toHaveLength(6);
    expect(await soon(follow({ symbol: 'kraken-spot:SOL/USD' }))).toBe('followed');
    // Only one venue has this one.
    expect(await unfollow({ symbol: 'SOL/USD' })).toMatchObject({ outcome: 'unfollowed', venue: 'kraken-spot' });
  });

  test.each(['...', '-', '/', '::', '\u0000', '💥', '   '])('the text %j names no instrument', async (symbol) => {
    const { follow, unfollow } = await running();
    await expect(follow({ symbol })).rejects.toMatchObject({ publicName: 'invalid_input' });
    await expect(unfollow({ symbol })).rejects.toMatchObject({ publicName: 'symbol_not_indexed' });
  });

  test('text that would change a request is one symbol that the venue lacks', async () => {
    const { follow, soon, engine } = await running();
    for (const symbol of [
      'SOLUSDT&symbol=ETHUSDT',
      '["SOLUSDT","XRPUSDT"]',
      '../../x',
      "x'); DROP TABLE markets; --",
      'A'.repeat(40),
    ])
      expect(await soon(follow({ symbol }))).toBe('not_listed');
    expect(engine.state.feeds.get('binance-spot')?.wanted).toEqual([]);
  });

  test('twice at once is one attempt, with one answer', async () => {
    const { follow, followed, pass } = await running();
    const both = [follow({ symbol: 'SOLUSDT' }), follow({ symbol: 'sol/usdt' })];
    await pass(1_000);
    expect(new Set((await Promise.all(both)).map(({ outcome }) => outcome))).toEqual(new Set(['followed']));
    expect(followed()).toHaveLength(3);
  });

  test('above the limit is refused, with the limit and what is followed; attempts count too', async () => {
    const { follow, unfollow, soon } = await running({ most: 3 });
    const [one, two] = [follow({ symbol: 'SOLUSDT' }), follow({ symbol: 'XRPUSDT' })];
    const refusal = {
      publicName: 'too_many_markets',
      message: expect.stringContaining('the limit is 3 (MAX_MARKETS)'),
      advice: expect.stringContaining('binance-spot:BTCUSDT, binance-spot:ETHUSDT, binance-spot:SOLUSDT'),
    };
    await expect(two).rejects.toMatchObject(refusal);
    expect(await soon(one)).toBe('followed');
    await expect(follow({ symbol: 'XRPUSDT' })).rejects.toMatchObject(refusal);
    expect(await follow({ symbol: 'BTCUSDT' })).toMatchObject({ outcome: 'already_followed' });
    await unfollow({ symbol: 'ETHUSDT' });
    expect(await soon(follow({ symbol: 'XRPUSDT' }))).toBe('followed');
  });

  test('on a venue that is down says why, and a venue that hangs is waited for so long', async () => {
    const { follow, rest, pass, followed, engine } = await running();
    rest.mode = 'fails';
    const failed = follow({ symbol: 'SOLUSDT' }).catch((error: unknown) => error);
    await pass(10_000);
    expect(await failed).toMatchObject({ publicName: 'follow_failed', message: expect.stringContaining('ECONNREFUSED') });
    rest.mode = 'hangs';
    const hanging = follow({ symbol: 'XRPUSDT' }).catch((error: unknown) => error);
    await pass(FOLLOW_WAIT_MS + 100);
    expect(await hanging).toMatchObject({ publicName: 'follow_failed', message: expect.stringContaining('no answer in 25 s') });
    expect(engine.state.feeds.get('binance-spot')?.wanted).toEqual([]);
    rest.mode = null;
    await pass(30_000);
    expect(followed()).toHaveLength(2);
  });

  test('before any feed has started is refused', async () => {
    const none = stage({ ids: [] });
    await expect(none.follow({ symbol: 'SOLUSDT' })).rejects.toMatchObject({ publicName: 'backend_unavailable' });
    await expect(none.unfollow({ symbol: 'SOLUSDT' })).rejects.toMatchObject({ publicName: 'backend_unavailable' });
  });
});

describe('unfollowing', () => {
  test('ends the market, and again changes nothing', async () => {
    const { unfollow, followed } = await running();
    expect(await unfollow({ symbol: 'eth-usdt' })).toMatchObject({
      outcome: 'unfollowed',
      symbol: 'ETHUSDT',
      followed: 1,
      alerts: [],
    });
    expect(followed()).toEqual(['binance-spot:BTCUSDT']);
    expect(await unfollow({ symbol: 'ETHUSDT' })).toMatchObject({ outcome: 'not_followed', symbol: 'ETHUSDT', followed: 1 });
  });

  test('of what was followed at run time can be sent twice', async () => {
    const { follow, unfollow, soon } = await running();
    await soon(follow({ symbol: 'SOLUSDT' }));
    expect(await unfollow({ symbol: 'SOLUSDT' })).toMatchObject({ outcome: 'unfollowed' });
    expect(await unfollow({ symbol: 'SOLUSDT' })).toMatchObject({ outcome: 'not_followed' });
  });

  test('of what never was followed is refused with near names', async () => {
    const { unfollow } = await running();
    await expect(unfollow({ symbol: 'BTCUDST' })).rejects.toMatchObject({
      publicName: 'symbol_not_indexed',
      advice: expect.stringContaining('Did you mean BTCUSDT'),
    });
  });

  test('of what a simulated market never had does not advise what would be refused', async () => {
    const { follow, unfollow, soon } = await running();
    await expect(unfollow({ symbol: 'NOPE' })).rejects.toMatchObject({
      publicName: 'symbol_not_indexed',
      advice: expect.stringMatching(/only for a symbol that the simulator was started with; to add NOPE, name it in --symbols/),
    });
    expect(await soon(follow({ symbol: 'NOPE' }))).toBe('not_listed');
  });

  test('names the alerts that lose their market, and no others', async () => {
    const { unfollow, alerts } = await running({ ids: ['binance-spot', 'kraken-spot'] });
    alerts.push(
      { id: 'al-1', market: { symbol: 'eth/usdt' } },
      { id: 'al-2', market: { symbol: 'ETHUSDT', venue: 'binance-spot' } },
      { id: 'al-3', market: { symbol: 'ETHUSD' } },
      { id: 'al-4', market: { symbol: 'BTCUSDT' } },
    );
    expect(await unfollow({ symbol: 'ETHUSDT' })).toMatchObject({ alerts: ['al-1', 'al-2'] });
  });

  test('of the last market is allowed and says so; following works after it', async () => {
    const { follow, unfollow, soon, followed } = await running();
    expect((await unfollow({ symbol: 'BTCUSDT' })).caveats).toHaveLength(1);
    const last = await unfollow({ symbol: 'ETHUSDT' });
    expect(last).toMatchObject({ followed: 0 });
    expect(last.caveats).toContain('No market is followed now: only follow_market can change that.');
    expect(followed()).toEqual([]);
    expect(await soon(follow({ symbol: 'SOLUSDT' }))).toBe('followed');
    expect(followed()).toEqual(['binance-spot:SOLUSDT']);
  });

  test('while the venue is asked wins: the waiting call is refused, and a later one begins again', async () => {
    const { follow, unfollow, soon, rest, pass, followed } = await running();
    rest.mode = 'hangs';
    const first = follow({ symbol: 'SOLUSDT' }).catch((error: unknown) => error);
    await pass(100);
    expect(await unfollow({ symbol: 'SOLUSDT' })).toMatchObject({ outcome: 'unfollowed' });
    const again = follow({ symbol: 'SOLUSDT' });
    expect(await first).toMatchObject({ publicName: 'follow_withdrawn' });
    rest.mode = null;
    expect(await soon(again, 20_000)).toBe('followed');
    expect(followed()).toHaveLength(3);
  });
});

describe('after a restart', () => {
  const symbolsAt = (file: string, options: Parameters<typeof stage>[0] = {}) => {
    const { start, state } = stage({ ...options, file });
    state.close();
    return start;
  };

  test('is followed what was', async () => {
    const { follow, unfollow, soon, state, file } = await running();
    await soon(follow({ symbol: 'SOLUSDT' }));
    await unfollow({ symbol: 'BTCUSDT' });
    state.close();
    expect(symbolsAt(file).symbols.get('binance-spot')).toEqual(['ETHUSDT', 'SOLUSDT']);
  });

  test('of a process that was killed after its answer, too: a copy of its files has it', async () => {
    const { follow, unfollow, soon, file } = await running();
    await soon(follow({ symbol: 'SOLUSDT' }));
    await unfollow({ symbol: 'ETHUSDT' });
    const copy = mkdtempSync(join(tmpdir(), 'tallyfoil-following-'));
    cpSync(dirname(file), copy, { recursive: true });
    expect(symbolsAt(join(copy, 'state.sqlite')).symbols.get('binance-spot')).toEqual(['BTCUSDT', 'SOLUSDT']);
  });

  test('only differences from the defaults are kept', async () => {
    const { follow, unfollow, soon, state } = await running();
    await soon(follow({ symbol: 'SOLUSDT' }));
    await unfollow({ symbol: 'SOLUSDT' });
    await unfollow({ symbol: 'BTCUSDT' });
    await soon(follow({ symbol: 'BTCUSDT' }));
    await soon(follow({ symbol: 'NOSUCHUSDT' }));
    expect(state.all('SELECT * FROM markets')).toEqual([]);
  });

  test('an attempt that the venue has not decided is forgotten', async () => {
    const { follow, rest, soon, state, file } = await running();
    rest.mode = 'hangs';
    expect(await soon(follow({ symbol: 'SOLUSDT' }))).toBe('waits');
    state.close();
    expect(symbolsAt(file).symbols.get('binance-spot')).toEqual(['BTCUSDT', 'ETHUSDT']);
  });

  test('a lower limit leaves the newest out, and the defaults in', async () => {
    const { follow, soon, state, file } = await running();
    await soon(follow({ symbol: 'SOLUSDT' }));
    await soon(follow({ symbol: 'XRPUSDT' }));
    state.close();
    expect(symbolsAt(file, { most: 3 })).toEqual({
      symbols: new Map([['binance-spot', ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']]]),
      leftOut: ['binance-spot:XRPUSDT'],
    });
    expect(symbolsAt(file, { most: 1 }).symbols.get('binance-spot')).toEqual(['BTCUSDT', 'ETHUSDT']);
  });

  test('a market above a lowered limit can be unfollowed', async () => {
    const { follow, soon, state, file } = await running();
    await soon(follow({ symbol: 'SOLUSDT' }));
    await soon(follow({ symbol: 'XRPUSDT' }));
    state.close();
    const next = stage({ file, most: 3 });
    await next.pass(2_000);
    expect(next.followed()).not.toContain('binance-spot:XRPUSDT');
    expect(await next.soon(next.unfollow({ symbol: 'xrp-usdt' }))).toBe('unfollowed');
    expect(await next.soon(next.unfollow({ symbol: 'XRPUSDT' }))).toBe('not_followed');
    next.state.close();
    expect(symbolsAt(file, { most: 50 }).symbols.get('binance-spot')).toEqual(['BTCUSDT', 'ETHUSDT', 'SOLUSDT']);
  });

  test('rows of other venues wait for them; rows that no call wrote are set aside', async () => {
    const { state, file } = await running();
    const put = (venue: string, symbol: string) =>
      state.run('INSERT INTO markets (venue, symbol, followed, at) VALUES (?, ?, 1, 1)', venue, symbol);
    put('kraken-spot', 'SOL/USD');
    put('binance-spot', 'X'.repeat(100_000));
    put('binance-spot', 'SOL USDT');
    put('binance-spot', 'SOLUSDT');
    state.close();
    expect(symbolsAt(file).symbols).toEqual(new Map([['binance-spot', ['BTCUSDT', 'ETHUSDT', 'SOLUSDT']]]));
    expect(symbolsAt(file, { ids: ['kraken-spot'] }).symbols.get('kraken-spot')).toEqual(['BTC/USD', 'ETH/USD', 'SOL/USD']);
  });
});

describe('while the state can not be written', () => {
  test('nothing is answered as followed, and nothing is', async () => {
    const { follow, unfollow, soon, state, followed } = await running();
    const call = follow({ symbol: 'SOLUSDT' });
    state.close();
    expect(await soon(call)).not.toBe('followed');
    await expect(unfollow({ symbol: 'BTCUSDT' })).rejects.toMatchObject({ code: 'TF_STATE_UNUSABLE' });
    expect(followed()).toEqual(['binance-spot:BTCUSDT', 'binance-spot:ETHUSDT']);
  });
});
