import { expect, test } from 'vitest';
import { marketNamed } from './named-market.ts';

const BTC = { symbol: 'BTCUSDT', venue: 'binance-spot' };
const KRAKEN = { symbol: 'BTCUSDT', venue: 'kraken-spot' };
const ETH = { symbol: 'ETHUSDT', venue: 'binance-spot' };
const ALL = [BTC, ETH, KRAKEN];

test.each([
  ['', BTC],
  ['?symbol=ETHUSDT', ETH],
  ['?symbol=eth-usdt', ETH],
  ['?symbol=BTCUSDT&venue=kraken-spot', KRAKEN],
  ['?venue=kraken-spot', KRAKEN],
  ['?Symbol=ETHUSDT', ETH],
  ['?SYMBOL=BTCUSDT&Venue=kraken-spot', KRAKEN],
  ['?symbol=&venue=', BTC],
  ['?symbol=%20ETHUSDT%20', ETH],
])('the address %j names a market that is followed', (search, market) => {
  expect(marketNamed(ALL, search)).toBe(market);
});

test.each([
  ['?symbol=DOGEUSDT', 'DOGEUSDT is not followed.'],
  ['?symbol=BTC', 'BTC is not followed.'],
  ['?symbol=ETHUSDT&venue=kraken-spot', 'ETHUSDT is not followed on Kraken Spot.'],
  ['?Symbol=DOGEUSDT', 'DOGEUSDT is not followed.'],
  ['?symbol=---', '--- is not followed.'],
  ['?symbol=%E6%AF%94', '比 is not followed.'],
  ['?symbol=BTCUSDT&venue=---', 'BTCUSDT is not followed on ---.'],
  ['?venue=nope', 'No market is followed on nope.'],
])('the address %j is not answered with another market', (search, said) => {
  expect(marketNamed(ALL, search)).toEqual({ failure: expect.stringContaining(said) as string });
});

test('without any market the page says so, whatever the address names', () => {
  expect(marketNamed([], '?symbol=DOGEUSDT')).toEqual({
    failure:
      'No market is followed. Call follow_market to follow it: node bin/tallyfoil.js call follow_market symbol=DOGEUSDT. ' +
      'The page then shows it by itself.',
  });
});

test.each(['$(reboot)', 'A;reboot', '-x', 'A'.repeat(60)])('the address %j puts nothing of itself into a command', (symbol) => {
  const { failure } = marketNamed(ALL, `?${new URLSearchParams({ symbol })}`) as { failure: string };
  expect(failure).toContain('Call follow_market to follow it. ');
  expect(failure).not.toContain('npx');
});
