import { expect, test } from 'vitest';
import binance from '../binance-spot/fixtures/rest.json' with { type: 'json' };
import usdm from '../binance-usdm/fixtures/rest.json' with { type: 'json' };
import { venueById } from '../index.ts';
import kraken from '../kraken-spot/fixtures/rest.json' with { type: 'json' };

type Body = Readonly<Record<string, unknown>>;

const list = (body: Body, extra: readonly unknown[]): Body => ({
  ...body,
  symbols: [...extra, ...(body['symbols'] as unknown[])],
});
const pairs = (body: Body, extra: readonly unknown[]): Body => ({
  ...body,
  result: { ...Object.fromEntries(extra.map((entry, i) => [`ODD${i}`, entry])), ...(body['result'] as object) },
});

test.each([
  ['binance-spot', binance.exchangeInfo, list, { symbol: 'ODDUSDT' }, 'ODDUSDT'],
  ['binance-usdm', usdm.exchangeInfo, list, { symbol: 'ODDUSDT' }, 'ODDUSDT'],
  ['kraken-spot', kraken.pairs, pairs, { wsname: 'XBT/ODD' }, 'BTC/ODD'],
] as const)('%s: an odd definition loses only itself, and the answer names it', (id, body, put, odd, symbol) => {
  const definitions = venueById(id)?.questions.instruments;
  const read = (value: Body) => definitions?.decode({ symbols: [] }, JSON.stringify(value));
  const whole = read(body);
  const answer = read(put(body, [odd, 7]));
  if (!answer?.ok || !whole?.ok) throw new Error('the list was refused');
  expect(answer.value).toMatchObject({ instruments: (whole.value as unknown as Body)['instruments'] });
  expect(answer.value).toMatchObject({
    refused: [
      { symbol, reason: 'missing_field' },
      { symbol: null, reason: 'bad_field' },
    ],
  });
});
