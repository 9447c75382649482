import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { sendDiscord, sendTelegram } from './chat.ts';

const TOKEN = '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11';
const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

interface Got {
  readonly path: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A service on loopback, after the services' documents. */
async function service(answer: (got: Got, response: ServerResponse) => void): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const one = { path: `${request.method} ${request.url}`, body: JSON.parse(text) as Got['body'] };
      got.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => void (server.closeAllConnections(), server.close()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got };
}

const json = (response: ServerResponse, status: number, body: object, headers = {}): void =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

/** `sendMessage` of the Bot API for the bot of `TOKEN`, which knows the chat 42. */
const botApi = ({ path, body }: Got, response: ServerResponse): void => {
  const refuse = (code: number, description: string, more = {}) =>
    json(response, code, { ok: false, error_code: code, description, ...more });
  if (path !== `POST /bot${TOKEN}/sendMessage`) return refuse(401, 'Unauthorized');
  const { chat_id: chat, text } = body;
  if (chat === '7') return refuse(429, 'Too Many Requests: retry after 35', { parameters: { retry_after: 35 } });
  if (chat !== '42') return refuse(400, 'Bad Request: chat not found');
  if (typeof text !== 'string' || text === '') return refuse(400, 'Bad Request: message text is empty');
  if (text.length > 4_096) return refuse(400, 'Bad Request: message is too long');
  json(response, 200, { ok: true, result: { message_id: 1, chat: { id: 42, type: 'private' }, date: 1, text } });
};

/** "Execute Webhook" of one channel's webhook, which is busy for the text `busy`. */
const discordApi = ({ path, body }: Got, response: ServerResponse): void => {
  if (path !== 'POST /api/webhooks/1/secret-part') return json(response, 404, { message: 'Unknown Webhook', code: 10_015 });
  const { content } = body;
  if (content === 'busy')
    return json(
      response,
      429,
      { message: 'You are being rate limited.', retry_after: 1.25, global: false },
      { 'retry-after': '2' },
    );
  if (typeof content !== 'string' || content === '' || content.length > 2_000)
    return json(response, 400, { message: 'Invalid Form Body', code: 50_035 });
  response.writeHead(204).end();
};

const message = (text: string) => ({ text, seconds: 1_700_000_000, signal: new AbortController().signal });

test('a message to a Telegram chat, cut to its longest text', async () => {
  const { url, got } = await service(botApi);
  const to = { api: url, token: TOKEN, chat: '42' };
  expect(await sendTelegram(to, message('BTCUSDT: spread_bps is 7.'))).toEqual({ ok: true });
  expect(got[0]?.body).toEqual({
    chat_id: '42',
    text: 'BTCUSDT: spread_bps is 7.',
    link_preview_options: { is_disabled: true },
  });
  expect(await sendTelegram(to, message('x'.repeat(5_000)))).toEqual({ ok: true });
  expect(got[1]?.body['text']).toHaveLength(4_096);
});

test.each([
  ['7', TOKEN, { problem: 'Telegram answered 429: Too Many Requests: retry after 35', afterMs: 35_000 }],
  ['9', TOKEN, { problem: 'Telegram answered 400: Bad Request: chat not found', afterMs: null }],
  ['42', `${TOKEN}x`, { problem: 'Telegram answered 401: Unauthorized', afterMs: null }],
])('chat %s: a refusal is said and tried again, without the token', async (chat, token, expected) => {
  const { url } = await service(botApi);
  const answer = await sendTelegram({ api: url, token, chat }, message('text'));
  expect(answer).toEqual({ ok: false, canRetry: true, ...expected });
  expect(JSON.stringify(answer)).not.toContain('ABC-DEF');
});

test('a message to a Discord channel: markdown is text, no mention notifies anyone, and it is cut', async () => {
  const { url, got } = await service(discordApi);
  const hook = `${url}/api/webhooks/1/secret-part`;
  expect(await sendDiscord(hook, message('spread_bps of *BTC* @everyone'))).toEqual({ ok: true });
  expect(got[0]?.body).toEqual({
    content: String.raw`spread\_bps of \*BTC\* @everyone`,
    allowed_mentions: { parse: [] },
  });
  expect(await sendDiscord(hook, message('_'.repeat(5_000)))).toEqual({ ok: true });
  expect(got[1]?.body['content']).toHaveLength(2_000);
});

test('Discord: too many requests wait as long as the body says; a webhook that is gone ends the message', async () => {
  const { url } = await service(discordApi);
  const hook = `${url}/api/webhooks/1/secret-part`;
  expect(await sendDiscord(hook, message('busy'))).toEqual({
    ok: false,
    canRetry: true,
    problem: 'Discord answered 429: You are being rate limited.',
    afterMs: 1_250,
  });
  const gone = await sendDiscord(`${url}/api/webhooks/2/secret-part`, message('text'));
  expect(gone).toMatchObject({ ok: false, canRetry: false });
  expect(JSON.stringify(gone)).not.toContain('secret-part');
});

test('no service, and an answer that is no JSON, are failures without the address', async () => {
  const { url } = await service((_got, response) => void response.writeHead(502).end('<html>bad gateway</html>'));
  const to = { api: url, token: TOKEN, chat: '42' };
  expect(await sendTelegram(to, message('x'))).toEqual({
    ok: false,
    canRetry: true,
    problem: 'Telegram answered 502',
    afterMs: null,
  });
  closing.splice(0).forEach((close) => close());
  const dead = await sendTelegram({ ...to, api: 'http://127.0.0.1:9' }, message('x'));
  expect(dead).toMatchObject({ ok: false, canRetry: true, problem: expect.stringMatching(/^E[A-Z]+$/) as string });
});
