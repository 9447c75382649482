import { isSimulatorFrame, SIMULATOR_HEADER, type HttpAnswer, type Micros } from '../core/index.ts';
import { createExchange, createVirtualClock, type Exchange, type ExchangeOptions, type VirtualClock } from './index.ts';

/** Everything that a connection received, for the tests of this folder. */
export interface Heard {
  readonly frames: string[];
  /** Frames with the simulator's mark. */
  readonly marks: string[];
  readonly at: Micros[];
  readonly closes: [number, string, number | null][];
  opens: number;
  pongs: number;
  send(text: string): void;
  ping(): void;
  terminate(): void;
}

export const START: Micros = 1_760_000_000_000_000;

export type Setup = Partial<ExchangeOptions> & Pick<ExchangeOptions, 'venue'>;

export function setUp(options: Setup): { clock: VirtualClock; exchange: Exchange } {
  const clock = createVirtualClock(START);
  return { clock, exchange: createExchange({ seed: 1, ...options, clock }) };
}

export const BINANCE_ALL =
  'wss://any/stream?streams=' +
  ['btcusdt', 'ethusdt']
    .flatMap((symbol) => ['depth@100ms', 'trade', 'bookTicker', 'ticker'].map((name) => `${symbol}@${name}`))
    .join('/');

export const KRAKEN = 'wss://any/v2';

export const krakenSubscribe = (params: Readonly<Record<string, unknown>>) => JSON.stringify({ method: 'subscribe', params });

/** Connects and records everything received. `hello` is sent after opening. */
export function listen(exchange: Exchange, clock: VirtualClock, url: string, hello: readonly string[] = []): Heard {
  const heard: Heard = {
    frames: [],
    marks: [],
    at: [],
    closes: [],
    opens: 0,
    pongs: 0,
    send: (text) => socket.send(text),
    ping: () => socket.ping(),
    terminate: () => socket.terminate(),
  };
  const socket = exchange.transport().connect(
    url,
    {},
    {
      open() {
        heard.opens++;
        for (const text of hello) socket.send(text);
      },
      message(text) {
        if (isSimulatorFrame(text)) return void heard.marks.push(text);
        heard.frames.push(text);
        heard.at.push(clock.now());
      },
      pong: () => void heard.pongs++,
      close: (...how) => void heard.closes.push(how),
    },
  );
  return heard;
}

/** Sends a REST request and advances the clock until the answer arrives. */
export function ask(exchange: Exchange, clock: VirtualClock, path: string, patienceMs = 60_000): HttpAnswer {
  const answers: HttpAnswer[] = [];
  exchange.transport().request({ url: `https://any${path}`, body: null }, (given) => void answers.push(given));
  for (let waited = 0; answers.length === 0 && waited < patienceMs; waited += 10) clock.advanceBy(10);
  const [answer] = answers;
  if (answer === undefined) throw new Error(`no answer to ${path}`);
  return answer;
}

/** The parsed body of an answer. Throws if the status is not as expected. */
export function askJson(exchange: Exchange, clock: VirtualClock, path: string, status = 200): unknown {
  const answer = ask(exchange, clock, path);
  if (!answer.ok || answer.status !== status) throw new Error(`unexpected answer to ${path}: ${JSON.stringify(answer)}`);
  if (answer.headers[SIMULATOR_HEADER] === undefined) throw new Error(`the answer to ${path} does not say that it is simulated`);
  const body: unknown = JSON.parse(answer.body);
  if (status !== 200 || typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { tallyfoil_simulator: mark, ...rest } = body as Readonly<Record<string, unknown>>;
  if (mark === undefined) throw new Error(`the body of ${path} does not say that it is simulated`);
  return rest;
}
