import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { environmentOf, PROGRAM, temporaryFolder } from '../../app/testing/program.ts';
import type { Family } from './family.ts';

export type Message = Readonly<Record<string, unknown>>;

/** A client's side of one connection in raw protocol messages, without a library. */
export interface Talk {
  request(method: string, params?: object): Promise<Message>;
  notify(method: string): Promise<void>;
  close(): Promise<void>;
  /** All messages in both directions, in order. */
  readonly transcript: readonly { readonly from: 'client' | 'server'; readonly message: Message }[];
}

type Entry = Talk['transcript'][number];

/** The program as the client starts it, asking the server at `url`. */
export function overStdio(url: string): Talk {
  const transcript: Entry[] = [];
  const folder = temporaryFolder();
  const child = spawn(process.execPath, [PROGRAM, 'mcp', '--url', url, '--allow-simulated'], {
    cwd: folder,
    env: environmentOf({ folder }),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const waiting = new Map<unknown, (message: Message) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line) as Message;
    transcript.push({ from: 'server', message });
    waiting.get(message['id'])?.(message);
  });
  const send = (message: Message) => {
    transcript.push({ from: 'client', message });
    child.stdin.write(`${JSON.stringify(message)}\n`);
  };
  let id = 0;
  return {
    transcript,
    request: (method, params = {}) =>
      new Promise((resolve) => {
        id++;
        waiting.set(id, resolve);
        send({ jsonrpc: '2.0', id, method, params });
      }),
    notify: async (method) => send({ jsonrpc: '2.0', method }),
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Streamable HTTP with a session, as clients of the 2025 protocols speak it. */
export function overHttp(url: string, { protocolVersion }: Family): Talk {
  const transcript: Entry[] = [];
  let session: string | null = null;
  const post = async (message: Message): Promise<Message | null> => {
    transcript.push({ from: 'client', message });
    const response = await fetch(`${url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session === null ? {} : { 'mcp-session-id': session, 'mcp-protocol-version': protocolVersion }),
      },
      body: JSON.stringify(message),
    });
    session ??= response.headers.get('mcp-session-id');
    const text = await response.text();
    if (text === '') return null;
    const data = response.headers.get('content-type')?.includes('event-stream') ? /^data: (\{.*)$/m.exec(text)?.[1] : text;
    const answer = JSON.parse(data ?? '') as Message;
    transcript.push({ from: 'server', message: answer });
    return answer;
  };
  let id = 0;
  return {
    transcript,
    request: async (method, params = {}) => {
      const answer = await post({ jsonrpc: '2.0', id: ++id, method, params });
      if (answer === null) throw new Error(`no answer to ${method}`);
      return answer;
    },
    notify: async (method) => void (await post({ jsonrpc: '2.0', method })),
    close: async () => {
      if (session !== null) await fetch(`${url}/mcp`, { method: 'DELETE', headers: { 'mcp-session-id': session } });
    },
  };
}
