import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { marketNamed } from './named-market.ts';

const BTC = { symbol: 'BTCUSDT', venue: 'binance-spot', base: 'BTC' };
const KRAKEN = { symbol: 'BTCUSDT', venue: 'kraken-spot', base: 'BTC' };
const ETH = { symbol: 'ETHUSDT', venue: 'binance-spot', base: 'ETH' };
const ALL = [BTC, ETH, KRAKEN];
/** A server that understands one name of a coin, and refuses the others. */
const ask = async (symbol: string) => (symbol.toLowerCase() === 'ether' ? ETH : null);
const named = (search: string, markets = ALL, source = 'live') => marketNamed({ markets, source }, search, ask);

beforeAll(() => void vi.stubGlobal('location', { origin: 'http://127.0.0.1:7421' }));
afterAll(() => void vi.unstubAllGlobals());

test.each([
  ['', BTC],
  ['?symbol=ETHUSDT', ETH],
  ['?symbol=eth-usdt', ETH],
  ['?symbol=ether', ETH],
  ['?symbol=BTCUSDT&venue=kraken-spot', KRAKEN],
  ['?venue=kraken-spot', KRAKEN],
  ['?Symbol=ETHUSDT', ETH],
  ['?SYMBOL=BTCUSDT&Venue=kraken-spot', KRAKEN],
  ['?symbol=&venue=', BTC],
  ['?symbol=%20ETHUSDT%20', ETH],
  ['?symbol=ETHUSDT&symbol=ETHUSDT', ETH],
  ['?symbol=ETHUSDT&market=', ETH],
])('the address %j names a market that is followed', async (search, market) => {
  expect(await named(search)).toEqual({ market, note: null });
});

test.each([
  ['?symbol=DOGEUSDT', 'DOGEUSDT is not followed.'],
  ['?symbol=bitcoin', 'bitcoin is not followed.'],
  ['?symbol=ETHUSDT&venue=kraken-spot', 'ETHUSDT is not followed on Kraken Spot.'],
  ['?Symbol=DOGEUSDT', 'DOGEUSDT is not followed.'],
  ['?symbol=---', '--- is not followed.'],
  ['?symbol=%E6%AF%94', '比 is not followed.'],
  ['?symbol=BTCUSDT&venue=---', 'BTCUSDT is not followed on ---.'],
  ['?venue=nope', 'No market is followed on nope.'],
  ['?market=ETHUSDT', 'The address sets "market", which the page does not read. The page reads symbol and venue'],
  ['?pair=ETHUSDT&exchange=kraken', 'The address sets "pair", "exchange", which the page does not read.'],
  ['?symbol=ETHUSDT&symbol=BTCUSDT', 'The address sets "symbol" twice, to different values.'],
])('the address %j is not answered with another market', async (search, said) => {
  expect(await named(search)).toEqual({ failure: expect.stringContaining(said) as string, choices: ALL });
});

test('a coin of several followed markets is refused with these markets to choose from', async () => {
  expect(await named('?symbol=btc')).toEqual({
    failure: 'btc is the coin of several followed markets. Choose a market:',
    choices: [BTC, KRAKEN],
  });
});

test('a parameter beside a named market is stated, and the market is shown', async () => {
  expect(await named('?symbol=ETHUSDT&interval=5m')).toEqual({
    market: ETH,
    note: expect.stringMatching(/^The address sets "interval", which the page does not read/) as string,
  });
});

test('a market that the server understands but the list does not have is not shown', async () => {
  expect(await named('?symbol=ether', [BTC])).toEqual({
    failure: expect.stringContaining('ether is not followed.') as string,
    choices: [BTC],
  });
});

test.each([
  ['beside others', ALL],
  ['while no market is left', []],
])('a simulated market that was unfollowed, %s, says how to follow it again', async (_where, markets) => {
  const found = await marketNamed({ markets, source: 'simulated' }, '?symbol=SOLUSDT', async () => 'unfollowed' as const);
  const { failure } = found as { readonly failure: string };
  expect(failure).toContain(
    'SOLUSDT is no longer followed. Call follow_market to follow it: node bin/tallyfoil.js call follow_market',
  );
  expect(failure).not.toContain('--symbols');
});

test.each(['', 'symbol=BTCUSDT&'])(
  'a wrong venue is named as such, beside the followed venues: ?%svenue=mtgox',
  async (symbol) => {
    for (const source of ['live', 'simulated']) {
      const { failure } = (await named(`?${symbol}venue=mtgox`, ALL, source)) as { failure: string };
      expect(failure).toMatch(/ on mtgox\. There is no venue of this name\. Venues: Binance Spot \(binance-spot\), Kraken Spot/);
      expect(failure).not.toContain('--symbols');
    }
  },
);

test('without any market the page says so, whatever the address names', async () => {
  expect(await named('?symbol=DOGEUSDT', [])).toEqual({
    failure:
      'No market is followed. Call follow_market to follow it: node bin/tallyfoil.js call follow_market symbol=DOGEUSDT --url http://127.0.0.1:7421. ' +
      'The page then shows it by itself.',
    choices: [],
  });
});

test.each(['$(reboot)', 'A;reboot', '-x', 'A'.repeat(60)])(
  'the address %j puts nothing of itself into a command',
  async (symbol) => {
    const { failure } = (await named(`?${new URLSearchParams({ symbol })}`)) as { failure: string };
    expect(failure).toContain('Call follow_market to follow it. ');
    expect(failure).not.toContain('npx');
  },
);

test.each([
  ['a market that it does not have', '?symbol=NOPE', ALL],
  ['a market on a venue', '?symbol=NOPE&venue=binance-spot', ALL],
  ['a market while none is followed', '?symbol=NOPE', []],
])('a simulated server is not asked to follow %s, because it would refuse', async (_what, search, markets) => {
  const { failure } = (await named(search, markets, 'simulated')) as { failure: string };
  expect(failure).toContain(
    'A simulated market has only the symbols it was started with: name it in --symbols of start, demo or simulate.',
  );
  expect(failure).not.toContain('call follow_market');
});
