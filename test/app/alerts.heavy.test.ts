import { createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openState } from '../../src/runtime/state/index.ts';
import { cleanUp, launch, listening, run, temporaryFolder, until, type Child } from './testing/program.ts';

const SECRET = 'a secret of twenty-six ..';
const got: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
let status = 500;
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (part: Buffer) => (body += part.toString()));
  request.on('end', () => {
    if (status < 300) got.push({ headers: request.headers, body });
    response.writeHead(status).end();
  });
});

let folder = '';
let demo: Child;
const env = { TALLYFOIL_WEBHOOK_SECRET: SECRET };
const begin = async () => {
  demo = launch(['demo', '--seed', '5'], { folder, env });
  await listening(demo);
};
const tallyfoil = async (...args: string[]) => {
  const { code, out, err } = await run(args, { folder });
  if (code !== 0) throw new Error(`${args.join(' ')}: ${out}${err}`);
  return JSON.parse(out) as Record<string, unknown>;
};

beforeAll(async () => {
  folder = temporaryFolder();
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  await begin();
});
afterAll(async () => {
  await cleanUp();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

interface Listed {
  readonly fired: readonly {
    readonly id: string;
    readonly fired_at: string;
    readonly receipt: string;
    readonly value: number;
    readonly text: string;
  }[];
  readonly outlets: readonly { readonly waiting: number; readonly outlet: string }[];
  readonly rules: readonly { readonly record: { readonly fired: number } }[];
}
const list = async () => (await tallyfoil('alert', 'list', '--limit', '200')) as unknown as Listed;

test('an alert fires, keeps its deliveries over a kill, and its message can be proven', async () => {
  const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook/secret-path`;
  const made = await tallyfoil('alert', 'add', 'btc-usdt', 'mid_price', 'changes', '--cooldown', '0s', '--outlet', hook);
  const { id } = made['rule'] as { id: string };
  expect(JSON.stringify(made)).not.toContain('secret-path');
  const before = await until('three undelivered firings', async () => {
    const listed = await list();
    return listed.fired.length >= 3 && (listed.outlets[0]?.waiting ?? 0) >= 3 ? listed : undefined;
  });
  await demo.kill('SIGKILL');
  status = 204;
  const restarted = Date.now();
  await begin();
  await until('all that waited', async () => ((await list()).outlets.length === 0 && got.length >= 3 ? true : undefined));
  await tallyfoil('alert', 'off', id);
  await until('the rest', async () => ((await list()).outlets.length === 0 ? true : undefined));
  const { fired, rules } = await list();
  expect(rules[0]?.record.fired).toBe(fired.length);
  for (const { id: known } of before.fired) expect(fired.map((one) => one.id)).toContain(known);
  const bodies = got.map(({ body }) => JSON.parse(body) as { id: string; source: string; text: string });
  expect(new Set(bodies.map((body) => body.id))).toEqual(new Set(fired.map((one) => one.id)));
  for (const { headers, body } of got) {
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['tallyfoil-signature'])) ?? [];
    expect(v1).toBe(createHmac('sha256', SECRET).update(`${t}.${body}`).digest('hex'));
    expect(headers['tallyfoil-delivery']).toMatch(new RegExp(`^${id}-`));
    expect(body).toContain('"source":"simulated"');
    expect(body).toContain('SIMULATED');
  }
  expect(demo.err()).not.toContain(SECRET);

  const [newest] = fired;
  const checked = await tallyfoil('check', newest?.receipt ?? '', '--json');
  expect(checked).toMatchObject({ verdict: 'matched' });
  const ledger = await tallyfoil('call', 'get_ledger', 'kind=alert', 'limit=1');
  // The restarted demo is another market: the ledger shows the entries of this run alone.
  const ofThisRun = fired.filter(({ fired_at: at }) => Date.parse(at) >= restarted);
  expect(ofThisRun.length).toBeLessThanOrEqual(fired.length - before.fired.length);
  expect(ledger).toMatchObject({ total: ofThisRun.length, source: 'simulated', receipt: null });
  // The file keeps every one.
  await demo.kill('SIGKILL');
  const state = openState(join(folder, 'data', 'simulated', 'state.sqlite'));
  expect(state.all("SELECT COUNT(*) AS n FROM ledger WHERE kind = 'alert'")).toEqual([{ n: fired.length }]);
  state.close();
  await begin();
});

test('operations that change data cannot be reached by the read-only dispatcher', async () => {
  const { code, err } = await run(
    ['call', 'call_read_tool', '{"name":"create_alert","arguments":{"field":"x","when":"changes"}}'],
    { folder },
  );
  expect(code).toBe(1);
  expect(err).toContain('TF_OPERATION_NOT_OF_DISPATCHER');
});

test('a watcher prints plain lines in a pipe, marks the market as simulated, and finds a restarted server', async () => {
  const watcher = launch(['watch', 'BTCUSDT', '--topic', 'report'], { folder });
  await until('a first line', async () => (watcher.out().includes('\n') ? true : undefined));
  await demo.kill('SIGKILL');
  await until('the news', async () => (watcher.out().includes('-- the server is gone') ? true : undefined));
  await begin();
  const lines = await until('more lines', async () => {
    const [, after] = watcher.out().split('-- the server is back\n');
    return after?.includes('\n') ? watcher.out().trim().split('\n') : undefined;
  });
  for (const line of lines.filter((one) => !one.startsWith('-- '))) expect(line).toMatch(/^SIMULATED .*BTCUSDT binance-spot /);
  expect(watcher.out()).not.toContain('\u001B');
  expect(await watcher.kill('SIGTERM')).toBe(0);
});

test('with a state that is not a database, the server runs, and each call about alerts gets the reason', async () => {
  const spoilt = temporaryFolder();
  mkdirSync(join(spoilt, 'data', 'simulated'), { recursive: true });
  writeFileSync(join(spoilt, 'data', 'simulated', 'state.sqlite'), 'no database, but long enough to be read as one. '.repeat(40));
  const child = launch(['demo', '--seed', '5'], { folder: spoilt });
  await listening(child);
  const listed = await run(['alert', 'list'], { folder: spoilt });
  expect(listed.code).toBe(1);
  expect(listed.err).toContain('TF_STATE_UNUSABLE');
  await until('a report', async () => ((await run(['report', 'BTCUSDT'], { folder: spoilt })).code === 0 ? true : undefined));
});

test('a refusal ends the watch with its code', async () => {
  const { code, err, out } = await run(['watch', 'NOPE'], { folder });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('symbol_not_indexed');
  expect((await run(['watch', 'BTCUSDT', '--topic', 'nothing'], { folder })).err).toContain('unknown_topic');
});
