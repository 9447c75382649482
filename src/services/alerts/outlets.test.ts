import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { silentLog } from '../../core/index.ts';
import { createOutlets, type Chats } from './outlets.ts';

const outletsWith = (chats: Chats) =>
  createOutlets({
    secret: null,
    webhookHosts: [],
    desktop: { refuse: () => 'there is no desktop', show: async () => null },
    chats,
    clock: { now: () => 1_700_000_000_000_000 },
    log: silentLog,
  });

test('a chat that is not set up is refused by the names of its variables, and its messages wait', async () => {
  const outlets = outletsWith({ telegram: null, discord: null });
  expect(await outlets.refuse('telegram')).toContain('TALLYFOIL_TELEGRAM_TOKEN');
  expect(await outlets.refuse('discord')).toContain('TALLYFOIL_DISCORD_WEBHOOK_URL');
  const sent = await outlets.send({ id: 'a', outlet: 'discord', body: '{"text":"x"}' }, new AbortController().signal);
  expect(sent).toMatchObject({ kind: 'failed' });
});

test('a chat gets the sentence, the note, the time and the receipt', async () => {
  const texts: unknown[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      texts.push((JSON.parse(text) as { text: unknown }).text);
      response.writeHead(200).end('{"ok":true,"result":{}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const outlets = outletsWith({ telegram: { api, token: () => '1:secret', chat: '42' }, discord: null });
  expect(await outlets.refuse('telegram')).toBeNull();
  expect(outlets.shown('telegram')).toBe('telegram');
  const body = JSON.stringify({
    text: 'SIMULATED, nothing of it is real: BTCUSDT: spread_bps is 7, above 5.',
    note: 'wide',
    as_of: '2026-11-30T04:00:00.000Z',
    receipt: 'tf2:x',
    source: 'simulated',
  });
  expect(await outlets.send({ id: 'a', outlet: 'telegram', body }, new AbortController().signal)).toEqual({ kind: 'taken' });
  server.closeAllConnections();
  server.close();
  expect(texts).toEqual([
    'SIMULATED, nothing of it is real: BTCUSDT: spread_bps is 7, above 5.\nwide\n2026-11-30T04:00:00.000Z\ntf2:x',
  ]);
});
