import { spawnSync } from 'node:child_process';
import { existsSync, openSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  cleanUp,
  codedErrorOf,
  environmentOf,
  launch,
  listening,
  PROGRAM,
  run,
  temporaryFolder,
  until,
} from './testing/program.ts';

let folder = '';
let demoFolder = '';
let demoUrl = '';
const taken = createServer((_request, response) => response.end('not ours'));
let takenPort = 0;

beforeAll(async () => {
  folder = temporaryFolder();
  demoFolder = temporaryFolder();
  const demo = launch(['demo', '--seed', '5'], { folder: demoFolder });
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  takenPort = (taken.address() as AddressInfo).port;
  demoUrl = await listening(demo);
  await until('a whole book', async () =>
    (await ask(demoUrl, 'get_report', { symbol: 'BTCUSDT' }))?.status === 200 ? true : undefined,
  );
});
afterAll(async () => {
  await cleanUp();
  await new Promise((resolve) => taken.close(resolve));
});

/** Runs a command against the demo, found by its data directory. */
const onDemo = (...args: string[]) => run(args, { folder: demoFolder });

describe('words', () => {
  test('--version and --help answer on stdout', async () => {
    expect(await run(['--version'], { folder })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
      err: '',
    });
    const help = await run(['--help'], { folder });
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const command of [
      'start',
      'serve',
      'demo',
      'mcp',
      'call',
      'report',
      'check',
      'replay',
      'simulate',
      'verify',
      'completion',
    ])
      expect(help.out).toContain(`  ${command} `);
  });

  test.each([
    [['serv'], 'Did you mean serve?'],
    [['demo', '--prot', '1'], 'Did you mean --port?'],
    [['report'], "missing required argument 'symbol'"],
    [['replay', 'x', '--emit', 'nothing'], 'Allowed choices are events, quotes, reports'],
    [['completion', 'csh'], 'Allowed choices are bash, zsh, fish'],
  ])('the error for %j suggests the correct word', async (args, suggestion) => {
    const { code, out, err } = await run(args, { folder });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(suggestion);
  });
});

describe('an operation of the running server', () => {
  test.each([
    ['JSON', ['{"symbol":"btc-usdt","depth":3}']],
    ['pairs', ['symbol=BTCUSDT', 'depth=3']],
  ])('takes %s', async (_what, words) => {
    const { code, out, err } = await onDemo('call', 'get_book', ...words);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const book = JSON.parse(out) as { bids: unknown[]; source: string; caveats: string[] };
    expect(book).toMatchObject({ symbol: 'BTCUSDT', source: 'simulated' });
    expect(book.bids).toHaveLength(3);
    expect(book.caveats[0]).toContain('Simulated');
  });

  test.each([
    ['get_raport', ['call', 'get_raport'], 'get_report'],
    ['a symbol', ['report', 'BTCUSTD'], 'BTCUSDT'],
    ['a venue', ['report', 'BTCUSDT', '--venue', 'binance-sopt'], 'binance-spot'],
    ['a surface', ['mcp', '--surface', 'reedonly'], 'readonly'],
    ['a venue to follow', ['serve', '--venues', 'kraken-spto'], 'kraken-spot'],
  ])('the error for a mistyped %s suggests the correct word', async (_what, args, meant) => {
    const finished = await (args[0] === 'serve' ? run(args, { folder }) : onDemo(...args));
    expect(finished.code).toBe(1);
    expect(codedErrorOf(finished)['advice']).toContain(`Did you mean ${meant}?`);
  });

  test('a symbol that a demo never had is answered with the way to add it', async () => {
    const { advice } = codedErrorOf(await onDemo('report', 'NOPE'));
    expect(advice).toContain(
      'only for a symbol that the simulator was started with; to add NOPE, name it in --symbols of start, demo or simulate',
    );
  });

  test('a report in a pipe, or by --json, is readable JSON, by address as well', async () => {
    const { code, out } = await run(['report', 'BTCUSDT', '--url', demoUrl, '--json'], { folder });
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeGreaterThan(20);
    expect(JSON.parse(out)).toMatchObject({ symbol: 'BTCUSDT', source: 'simulated' });
  });

  test.each([
    ['a symbol that is not followed', ['get_report', 'symbol=NOPEUSDT'], 'symbol_not_indexed'],
    ['an unknown operation', ['get_raport'], 'unknown_operation'],
    ['a wrong input', ['get_book', 'symbol=BTCUSDT', 'depth=many'], 'invalid_input'],
    ['an unknown field', ['get_book', 'symbol=BTCUSDT', 'depht=3'], 'invalid_input'],
    ['cut JSON', ['get_book', '{"symbol":'], 'cli_argument_unreadable'],
    ['a word', ['get_book', 'BTCUSDT'], 'cli_argument_unreadable'],
    ['a prototype', ['get_book', '{"__proto__":{"symbol":"BTCUSDT"}}'], 'body_not_json'],
    ['deep JSON', ['get_book', `{"symbol":${'['.repeat(50_000)}${']'.repeat(50_000)}}`], 'cli_argument_unreadable'],
    ['control characters', ['get_report', 'symbol=\u001b[2J\u202eBTC'], 'invalid_input'],
    ['a path for a name', ['../../health'], 'unknown_operation'],
  ])('%s is a coded error', async (_what, args, error) => {
    const finished = await onDemo('call', ...args);
    expect({ code: finished.code, out: finished.out }).toEqual({ code: 1, out: '' });
    const body = codedErrorOf(finished);
    expect(body['error']).toBe(error);
    expect(body['code']).toMatch(/^TF_/);
    expect(body['advice']).not.toBe('');
    expect(finished.err.trimEnd().split('\n')).toHaveLength(1);
    expect(finished.err).not.toContain('\u001b');
  });
});

describe('without a server', () => {
  test.each([
    [
      'list_operations',
      [],
      { operations: expect.arrayContaining([expect.objectContaining({ name: 'get_report' })]) as unknown[] },
    ],
    [
      'find_tools',
      ['query=slippage'],
      { hits: expect.arrayContaining([expect.objectContaining({ name: 'estimate_execution' })]) as unknown[] },
    ],
    ['list_formulas', [], { formulas: expect.arrayContaining([expect.objectContaining({ id: 'mid' })]) as unknown[] }],
  ])('%s answers, because it needs no data', async (name, input, answer) => {
    const { code, out, err } = await run(['call', name, ...input], { folder });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject(answer);
  });

  test('an operation on data is refused, with the way to start one', async () => {
    const finished = await run(['call', 'list_markets'], { folder });
    expect({ code: finished.code, out: finished.out }).toEqual({ code: 1, out: '' });
    expect(codedErrorOf(finished)).toMatchObject({ code: 'TF_CLI_NO_SERVER' });
  });
});

describe('errors are named', () => {
  const file = (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  test.each([
    ['no server', ['call', 'get_report', 'symbol=BTCUSDT'], {}, 'TF_CLI_NO_SERVER', 'No server is running'],
    ['a gone server', ['report', 'BTCUSDT', '--url', 'http://127.0.0.1:1'], {}, 'TF_CLIENT_SERVER_UNREACHABLE', '127.0.0.1:1'],
    ['no address', ['report', 'BTCUSDT', '--url', 'nonsense'], {}, 'TF_CLI_URL_INVALID', 'nonsense'],
    ['a port', ['serve'], { TALLYFOIL_PORT: 'abc' }, 'TF_CONFIG_INVALID', 'TALLYFOIL_PORT'],
    ['a port too high', ['demo'], { TALLYFOIL_PORT: '70000' }, 'TF_CONFIG_INVALID', 'TALLYFOIL_PORT'],
    ['two at once', ['demo'], { LOG_LEVEL: 'loud', SYNC_WAIT_MS: '-1' }, 'TF_CONFIG_INVALID', 'SYNC_WAIT_MS'],
    ['no symbols', ['serve'], { SYMBOLS: ' , ' }, 'TF_CONFIG_INVALID', 'SYMBOLS'],
    ['a venue', ['serve'], { VENUES: 'mtgox' }, 'TF_CONFIG_VENUE_UNKNOWN', 'mtgox'],
    ['a seed', ['demo', '--seed', 'x'], {}, 'TF_CLI_NUMBER_WANTED', '--seed'],
    ['a scenario', ['demo', '--scenario', 'moon'], {}, 'TF_SIMULATOR_BAD_OPTION', 'moon'],
    ['a fault', ['simulate', '--faults', 'gremlins'], {}, 'TF_SIMULATOR_BAD_FAULTS', 'gremlins'],
    ['a truth file', ['simulate', '--truth', join('no', 'such', 'folder')], {}, 'TF_SIMULATOR_TRUTH_UNWRITABLE', 'such'],
    ['a missing recording', ['replay', 'nothing.gz'], {}, 'TF_RECORDING_UNREADABLE', 'nothing.gz'],
    ['a speed', ['replay', 'x', '--speed', '0'], {}, 'TF_REPLAY_SPEED_UNKNOWN', '"0"'],
    ['an invalid log', ['verify', 'nowhere'], {}, 'TF_LOG_MISSING', 'nowhere'],
  ])('%s', async (_what, args, env, code, word) => {
    const finished = await run(args, { folder, env });
    expect({ code: finished.code, out: finished.out }).toEqual({ code: 1, out: '' });
    expect(codedErrorOf(finished)).toMatchObject({ code, message: expect.stringContaining(word) as string });
    expect(finished.err).not.toContain('    at ');
  });

  test('of a server that does not start, in one plain line, also in a pipe', async () => {
    const { code, err } = await run(['serve'], { folder, env: { TALLYFOIL_PORT: 'abc' } });
    expect(code).toBe(1);
    expect(err).toMatch(/^[^{\n].*TALLYFOIL_PORT.*\(TF_CONFIG_INVALID\)\n$/);
  });

  test('a taken port, and nothing is left owned', async () => {
    const finished = await run(['demo', '--port', String(takenPort), '--json'], { folder });
    expect(finished.code).toBe(1);
    expect(codedErrorOf(finished)).toMatchObject({ code: 'TF_SERVER_PORT_TAKEN', port: takenPort });
    const next = await run(['demo', '--port', String(takenPort)], { folder });
    expect(codedErrorOf(next)).toMatchObject({ code: 'TF_SERVER_PORT_TAKEN' });
  });

  test('a server of another kind', async () => {
    const finished = await run(['report', 'BTCUSDT', '--url', `http://127.0.0.1:${takenPort}`], { folder });
    expect(codedErrorOf(finished)).toMatchObject({ code: 'TF_CLIENT_ANSWER_NOT_OURS' });
  });

  test('a data directory of another server', async () => {
    const finished = await onDemo('demo', '--port', '0', '--json');
    expect(finished.code).toBe(1);
    expect(codedErrorOf(finished)).toMatchObject({ code: 'TF_DATA_DIRECTORY_OWNED', url: demoUrl });
  });

  test('a data directory that is a file', async () => {
    const finished = await run(['demo'], { folder, env: { TALLYFOIL_DATA_DIR: file('data-file', 'x') } });
    expect(codedErrorOf(finished)).toMatchObject({ code: 'TF_DATA_DIRECTORY_UNUSABLE' });
  });

  test.each([
    ['text', 'hello', 'TF_RECORDING_FORMAT_UNKNOWN'],
    ['nothing', '', 'TF_RECORDING_FORMAT_UNKNOWN'],
    ['noise.gz', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]), 'TF_RECORDING_'],
    ['cut.gz', gzipSync('{"lastUpdateId":1,'.repeat(9)).subarray(0, 20), 'TF_RECORDING_'],
  ])('a recording that is %s', async (name, content, code) => {
    const finished = await run(['replay', file(name, content)], { folder });
    expect({ code: finished.code, out: finished.out }).toEqual({ code: 1, out: '' });
    expect(codedErrorOf(finished)['code']).toContain(code);
  });

  test.each([
    ['99', 'TF_REPLAY_NO_CHECKPOINT'],
    ['x', 'TF_CLI_NUMBER_WANTED'],
  ])('a segment %s of a log that has one', async (segment, code) => {
    const finished = await onDemo('replay', join(demoFolder, 'data', 'simulated'), '--from-segment', segment);
    expect({ code: finished.code, out: finished.out }).toEqual({ code: 1, out: '' });
    expect(codedErrorOf(finished)).toMatchObject({ code });
  });
});

test('connect warns if the server it points to has a simulated market', async () => {
  const warningOf = async (...more: readonly string[]) =>
    (JSON.parse((await run(['connect', 'cursor', ...more], { folder: demoFolder })).out) as { warning: string | null }).warning;
  expect(await warningOf('--url', demoUrl)).toMatch(/SIMULATED market, and the client will refuse its answers/);
  expect(await warningOf()).toMatch(/SIMULATED market/);
  expect(await warningOf('--allow-simulated')).toMatch(/none of its numbers is real/);
  expect(await warningOf('--remove')).toBeNull();
  expect(await warningOf('--url', `http://127.0.0.1:${takenPort}`)).toMatch(/is not a Tallyfoil server.*Check the address/);
  expect(await warningOf('--url', 'http://127.0.0.1:1')).toBeNull();
});

test.each([
  ['a taken port', () => ['demo', '--port', String(takenPort)], /--port/],
  ['a port that is no number', () => ['demo', '--port', 'abc'], /must be a number/],
  ['a port above 65535', () => ['start', '--port', '99999'], /at most 65535/],
  ['a seed that is no number', () => ['demo', '--seed', 'x'], /whole number/],
  ['a folder that is a file', () => ['demo', '--data-dir', join(folder, 'file')], /Make it writable/],
  ['an unknown venue', () => ['simulate', '--venue', 'binnance'], /there are binance-spot/],
  ['an unknown scenario', () => ['demo', '--scenario', 'clam'], /there are calm/],
  ['a fault that can’t be read', () => ['simulate', '--faults', 'nonsense'], /Write kind:rate/],
])('a start with %s ends with one plain line in a pipe, which says what to do', async (_, words, said) => {
  writeFileSync(join(folder, 'file'), '');
  const { code, out, err } = await run(words(), { folder });
  expect(code).not.toBe(0);
  expect(out).toBe('');
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).toMatch(said);
  expect(err).not.toMatch(/^\s*[{[]|\n\s+at /);
});

test('a mistyped option is answered with the option that was meant', async () => {
  const { code, err } = await run(['start', '--simbols', 'BTCUSDT'], { folder });
  expect(code).not.toBe(0);
  expect(err).toMatch(/unknown option '--simbols'[^]*Did you mean --symbols/);
});

test.skipIf(!existsSync('/dev/full'))('an answer that can’t be written is reported on stderr', () => {
  const stdio = ['ignore', openSync('/dev/full', 'w'), 'pipe'] as const;
  const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'call', 'list_operations'], {
    env: environmentOf({ folder }),
    stdio: [...stdio],
  });
  expect(status).toBe(1);
  expect(stderr.toString()).toMatch(/^The answer could not be written to stdout: ENOSPC/);
});

test('a forecast reads a table, or gzip of it, from standard input', () => {
  const table = `t,y\n${Array.from({ length: 40 }, (_, t) => `${t},${10 + 2.5 * t}`).join('\n')}\n`;
  const piped = (input: string | Buffer) =>
    spawnSync(process.execPath, [PROGRAM, 'forecast', '-', '--model', 'NaiveDrift', '--horizon', '2', '--json'], {
      env: environmentOf({ folder }),
      input,
    });
  for (const input of [table, gzipSync(table)])
    expect(JSON.parse(piped(input).stdout.toString())).toMatchObject({
      series: { column: 'y', length: 40 },
      forecast: { mean: [110, 112.5] },
    });
  const refused = piped('');
  expect(refused.status).toBe(1);
  expect(JSON.parse(refused.stderr.toString())).toMatchObject({ code: 'TF_FORECAST_TABLE_INVALID' });
});

test('doctor --url looks at that server alone', async () => {
  const { code, out } = await run(['doctor', '--url', demoUrl, '--json'], { folder });
  const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly check: string; readonly what: string }[] };
  expect(findings.find(({ check }) => check === 'server')?.what).toMatch(
    /^SIMULATED: version [\d.]+ serves simulated data at http/,
  );
  expect(new Set(findings.map(({ check }) => check))).toEqual(new Set(['node', 'server', 'channels']));
  expect(code).toBe(0);
  const other = await run(['doctor', '--url', `http://127.0.0.1:${takenPort}`, '--json'], { folder });
  expect(other.code).toBe(1);
  expect(JSON.parse(other.out)).toMatchObject({
    findings: [
      { check: 'node' },
      { check: 'server', level: 'problem', what: expect.stringMatching(/^no Tallyfoil answers at/) as string },
    ],
  });
  expect((await run(['doctor', '--url', 'here'], { folder })).out).toContain('\\"here\\" is not the address of a server');
});

test('--and with --or is refused on stderr by the program itself', async () => {
  const words = [
    'alert',
    'add',
    'BTCUSDT',
    'spread_bps',
    'above',
    '5',
    '--or',
    'mid_price above 1',
    '--and',
    'mid_price above 2',
  ];
  const { code, out, err } = await run(words, { folder });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/'--or.*cannot be used with option '--and/);
});
