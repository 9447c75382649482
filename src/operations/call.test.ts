import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../test/testing/scale.ts';
import { CodedError, SIMULATED_CAVEAT } from '../core/index.ts';
import { callOperation } from './call.ts';
import { handMadeMarket, report } from './testing/market.ts';
import { testContext } from './testing/context.ts';

const failure = async (promise: Promise<unknown>): Promise<CodedError> => {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CodedError)) throw new Error(`no coded error but ${String(error)}`);
  return error;
};

describe('input', () => {
  test('an unknown name is refused with the nearest ones', async () => {
    const error = await failure(callOperation(testContext(), 'get_reprot', {}));
    expect(error).toMatchObject({ publicName: 'unknown_operation', status: 404 });
    expect(error.advice).toContain('get_report');
  });

  test('arguments that exclude each other are refused by name', async () => {
    const error = await failure(
      callOperation(testContext(), 'get_trades', { symbol: 'BTCUSDT', before_id: 9, largest_in_sec: 60 }),
    );
    expect(error.publicName).toBe('invalid_input');
    expect(error.message).toContain('before_id: pages are of the newest trades');
  });

  test.each(['__proto__', 'constructor', 'toString', ''])('the name %j is no operation', async (name) => {
    expect((await failure(callOperation(testContext(), name, {}))).publicName).toBe('unknown_operation');
  });

  test('each invalid field is named with its error', async () => {
    const error = await failure(callOperation(testContext(), 'get_book', { depth: 0, exchange: 'x', detail: 'all' }));
    expect(error.publicName).toBe('invalid_input');
    for (const field of ['symbol', 'depth', 'exchange', 'detail']) expect(error.message).toContain(field);
    expect(error.message).toContain('arguments: symbol, venue, depth, detail');
  });

  test('the advice shows the schema of each refused argument', async () => {
    const depth =
      'Schema of depth: {"type":"integer","minimum":1,"maximum":200,"description":"Levels a side. Default 10 concise, 20 full."}.';
    const { advice } = await failure(callOperation(testContext(), 'get_book', { symbol: 'BTCUSDT', depth: 'many' }));
    expect(advice).toBe(`Correct what is named here and ask again. ${depth}`);
    const two = await failure(callOperation(testContext(), 'get_book', { symbol: 'BTCUSDT', depth: 0, detail: 'all' }));
    expect(two.advice).toContain(`${depth} Schema of detail: {`);
    expect(two.advice).toContain('"enum":["concise","full"]');
    const missing = await failure(callOperation(testContext(), 'get_book', {}));
    expect(missing.advice).toContain('Schema of symbol: {"type":"string","maxLength":40,');
    // Four are wrong, and three schemas are shown.
    const four = { symbol: {}, venue: {}, depth: 0, detail: 'all' };
    expect((await failure(callOperation(testContext(), 'get_book', four))).advice?.match(/Schema of \w+/g)).toEqual([
      'Schema of symbol',
      'Schema of venue',
      'Schema of depth',
    ]);
  });

  test('of many invalid fields the first are named and the rest counted', async () => {
    const many = Object.fromEntries(Array.from({ length: 9_000 }, (_, index) => [`key${index}\u202e`, index]));
    const error = await failure(callOperation(testContext(), 'get_book', { symbol: 'BTCUSDT', ...many }));
    expect(error.facts['problems']).toHaveLength(9);
    expect(error.message).toMatch(/key7 \(.*; and 8992 more\.$/);
    expect(error.message).not.toContain('\u202e');
  });

  test.each([
    [null, 'symbol'],
    [undefined, 'symbol'],
    [[], 'object'],
    ['BTCUSDT', 'object'],
    [7, 'object'],
  ] as const)('input %j is refused as invalid, naming %s', async (input, said) => {
    const error = await failure(callOperation(testContext(), 'get_report', input));
    expect(error.publicName).toBe('invalid_input');
    expect(error.message).toContain(said);
  });

  const TIMES = [...testContext().registry.byName.values()].flatMap(({ name, inputSchema, operation }) =>
    Object.entries(inputSchema['properties'] as Record<string, object>).flatMap(([argument, schema]) =>
      JSON.stringify(schema).includes('RFC 3339') ? [{ name, argument, example: operation.examples[0]?.input }] : [],
    ),
  );

  test('every argument that is a time is tested below', () => {
    const named = new Set(TIMES.map(({ name, argument }) => `${name} ${argument}`));
    for (const one of ['get_liquidations since', 'get_anomalies since', 'get_funding_history from', 'get_candle_history to'])
      expect(named).toContain(one);
  });

  test.each(TIMES)('$argument of $name has a range', async ({ name, argument, example }) => {
    for (const time of ['0000-01-01T00:00:00Z', '1969-12-31T23:59:59Z', '2255-01-01T00:00:01Z', '9999-12-31T23:59:59Z']) {
      const { publicName, message } = await failure(callOperation(testContext(), name, { ...example, [argument]: time }));
      expect(publicName).toBe('invalid_input');
      expect(message).toContain(`${argument} is "${time}": must be from 1970-01-01T00:00:00Z to 2255-01-01T00:00:00Z`);
    }
    const { message } = await failure(callOperation(testContext(), name, { ...example, [argument]: 'noon' }));
    expect(message).toContain('must be a time such as');
    expect(message).not.toContain('1970');
  });

  test('an own __proto__ key is an unknown argument and changes no prototype', async () => {
    const error = await failure(
      callOperation(testContext(), 'get_report', JSON.parse('{"symbol":"BTCUSDT","__proto__":{"admin":true}}')),
    );
    expect(error.publicName).toBe('invalid_input');
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  test('hostile text in a field name comes back clean and short', async () => {
    const error = await failure(
      callOperation(testContext(), 'get_report', { symbol: 'BTCUSDT', [`\u202eevil\n${'x'.repeat(5_000)}`]: 1 }),
    );
    expect(error.message).not.toMatch(/[\u202e\n]/);
    expect(error.message.length).toBeLessThan(400);
  });

  test('any input yields an answer or a coded error about the input', async () => {
    const context = testContext();
    const names = context.registry.entries.map(({ name }) => name);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }), async (name, input) => {
        const outcome = await callOperation(context, name, input).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'CodedError' });
        if (outcome instanceof CodedError) expect(outcome.publicName).not.toBe('internal_error');
      }),
      { numRuns: runs(150) },
    );
  });
});

describe('detail', () => {
  test('defaults to that of the face; a caller can override it', async () => {
    const levels = async (detail: 'concise' | 'full', input: object) => {
      const { bids } = (await callOperation(testContext({ detail }), 'get_book', { symbol: 'BTCUSDT', ...input })) as {
        bids: unknown[];
      };
      return bids.length;
    };
    expect(await levels('concise', {})).toBe(10);
    expect(await levels('full', {})).toBe(20);
    expect(await levels('concise', { detail: 'full' })).toBe(20);
    expect(await levels('concise', { depth: 50 })).toBe(50);
  });
});

describe('errors', () => {
  test('a coded error of the service is passed on unchanged', async () => {
    const error = await failure(callOperation(testContext(), 'get_report', { symbol: 'NOPE' }));
    expect(error.toBody()).toMatchObject({ error: 'symbol_not_indexed', symbol: 'NOPE' });
  });

  test('any other error is logged with its cause and hidden from the caller', async () => {
    const market = { ...handMadeMarket(), getReport: () => Promise.reject(new Error('password=hunter2')) };
    const context = testContext({ market });
    const error = await failure(callOperation(context, 'get_report', { symbol: 'BTCUSDT' }));
    expect(error.publicName).toBe('internal_error');
    expect(JSON.stringify(error.toBody())).not.toContain('hunter2');
    expect(context.lines).toMatchObject([{ level: 'error', fields: { operation: 'get_report' } }]);
  });

  test.each([
    ['NaN', { mid_price: Number.NaN }],
    ['a field left undefined', { last_price: undefined }],
    ['an undeclared field', { secret: 1 }],
    ['an impossible value', { health: { score: 101, components: report().health!.components } }],
  ])('an answer with %s is an internal error, logged, never sent', async (_what, wrong) => {
    const market = { ...handMadeMarket(), getReport: async () => ({ ...report(), ...wrong }) as never };
    const context = testContext({ market });
    expect((await failure(callOperation(context, 'get_report', { symbol: 'BTCUSDT' }))).publicName).toBe('internal_error');
    expect(context.lines).toMatchObject([{ level: 'error', message: 'an answer breaks its own schema' }]);
  });

  test('the catalogue answers while the services are still starting', async () => {
    const context = { ...testContext(), services: () => new Promise<never>(() => {}) };
    expect(await callOperation(context, 'list_operations', { surface: 'default' })).toMatchObject({ surface: 'default' });
    expect(await callOperation(context, 'find_tools', { query: 'slippage' })).toHaveProperty('hits');
  });
});

test('a call is measured from start to end, by name and outcome', async () => {
  const reports: string[] = [];
  const measure = (name: string) => {
    reports.push(name);
    return (outcome: string) => void reports.push(outcome);
  };
  const context = { ...testContext(), measure };
  await callOperation(context, 'get_report', { symbol: 'BTCUSDT' });
  await failure(callOperation(context, 'get_report', { symbol: 'NOPE' }));
  await failure(callOperation(context, 'get_report', {}));
  await failure(callOperation(context, 'nothing at all', {}));
  expect(reports).toEqual(['get_report', 'ok', 'get_report', 'symbol_not_indexed', 'get_report', 'invalid_input']);
});

test('a cancelled call is neither started nor answered, and its error is not logged', async () => {
  const ending = new AbortController();
  let asked = 0;
  const market = {
    ...handMadeMarket(),
    getReport: () => {
      asked++;
      ending.abort();
      return Promise.reject(new Error('broken off'));
    },
  };
  const context = { ...testContext({ market }), signal: ending.signal };
  for (let i = 0; i < 2; i++) {
    const error = await failure(callOperation(context, 'get_report', { symbol: 'BTCUSDT' }));
    expect(error).toMatchObject({ publicName: 'cancelled', status: 499 });
  }
  expect(asked).toBe(1);
  expect(context.lines).toEqual([]);
});

describe('source', () => {
  const market = (more: object) => ({ ...handMadeMarket(), getReport: async () => ({ ...report(), ...more }) });
  const asked = (more: object) => callOperation(testContext({ market: market(more) }), 'get_report', { symbol: 'BTCUSDT' });

  test.each([undefined, null, '', 'unknown', 'LIVE'])('an answer whose source is %j is never sent', async (source) => {
    expect((await failure(asked({ source }))).publicName).toBe('internal_error');
  });

  test.each(['concise', 'full'])(
    'a simulated answer states this in its first caveat, even if its service forgot: %s',
    async (detail) => {
      const caveats = ['Something else.', SIMULATED_CAVEAT];
      const context = testContext({ market: market({ source: 'simulated', caveats }) });
      const answer = await callOperation(context, 'get_report', { symbol: 'BTCUSDT', detail });
      expect((answer['caveats'] as string[]).slice(0, 2)).toEqual([SIMULATED_CAVEAT, 'Something else.']);
      expect((await asked({ source: 'live', caveats: [] }))['caveats']).toEqual([]);
    },
  );
});
