import {
  requestKey,
  SIMULATOR_HEADER,
  US_PER_MS,
  type Clock,
  type HttpAnswer,
  type Log,
  type Micros,
  type Socket,
  type Transport,
  type Venue,
} from '../../core/index.ts';
import { callerCall } from './caller-questions.ts';
import { immediately, type InputQueue, type Steps } from './input-queue.ts';
import type { AskOutcome, Effect, FeedSettings, FollowOutcome, Input } from './types.ts';

export const TICK_MS = 100;

/** What a driver needs: a venue, a transport, and `apply`, which takes every input and returns the effects to run. */
export interface DriverOptions {
  readonly venue: Venue;
  readonly settings: FeedSettings;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** Writes the input to the raw log, then passes it to the engine. */
  readonly apply: (input: Input) => readonly Effect[];
  /** Work before and after `apply` in small steps; no other input of the queue is taken in between. */
  readonly before?: (input: Input) => Steps;
  readonly after?: (input: Input) => Steps;
  /** Where inputs wait for their turn; default: each is taken as it arrives. The feeds of one process share a queue. */
  readonly queue?: InputQueue;
  /** Position of the newest input in the raw log; null without a log. */
  readonly place?: () => Place | null;
  /** Offset of its ticks within each 100 ms; each feed of a process has a different one. Default 0. */
  readonly phaseMs?: number;
  /** Called with each text sent, as evidence for the raw log. */
  readonly sent?: (conn: number, text: string, at: Micros) => void;
}

/** Position of an input in the raw log. */
export interface Place {
  readonly session: number;
  readonly seq: number;
  readonly log?: string | undefined;
}

/** The outcome of a caller's question: the answer as received with its position in the log, or why there is none. */
export type Asked =
  | { readonly outcome: 'answered'; readonly answer: Extract<Input, { kind: 'rest' }>; readonly place: Place | null }
  | { readonly outcome: 'unknown_symbol' }
  | { readonly outcome: 'failed'; readonly detail: string };

export interface Driver {
  /** Asks one of the venue's caller questions. Resolves with its outcome. */
  ask(question: string, input: object): Promise<Asked>;
  /**
   * Starts or stops following a market; `symbol` in the venue's spelling. Resolves with the outcome; for a new symbol
   * that takes as long as the venue's answer.
   */
  change(kind: 'follow' | 'unfollow', symbol: string): Promise<FollowOutcome>;
  /** Ends all connections and timers; no input follows. */
  stop(): void;
}

/** Headers kept for every venue: the retry delay, the date, and the header that identifies a simulator. */
const KEPT_HEADERS = ['retry-after', 'date', SIMULATOR_HEADER];

/** Keeps `KEPT_HEADERS` and the headers that the venue's rules read. */
const keptHeaders = ({ card }: Venue, headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    [...KEPT_HEADERS, ...card.keptHeaders].flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );

const ENDED = 'the feed has ended';

/** Characters of an input without a text of its own. */
const SHORT = 200;

const charactersOf = (input: Input): number =>
  SHORT + (input.kind === 'frame' ? input.text.length : input.kind === 'rest' ? input.body.length : 0);

const NOTHING: Steps = { next: () => ({ done: true, value: undefined }) };
const none = (): Steps => NOTHING;

const failureOf = (outcome: AskOutcome): Asked =>
  outcome.outcome === 'unknown_symbol'
    ? { outcome: 'unknown_symbol' }
    : { outcome: 'failed', detail: outcome.outcome === 'failed' ? outcome.detail : 'there was no answer' };

/** Runs one venue's feed on a transport: sockets and answers become inputs, effects become sockets and requests. */
export function driveFeed({
  venue,
  settings,
  transport,
  clock,
  log,
  apply,
  before = none,
  after = none,
  queue = immediately,
  place = () => null,
  phaseMs = 0,
  sent,
}: DriverOptions): Driver {
  const sockets = new Map<number, Socket>();
  /** Pending calls of `change`, by symbol. */
  const waiting = new Map<string, ((outcome: FollowOutcome) => void)[]>();
  /** Pending calls of `ask`, by the key of the request. */
  const asking = new Map<string, ((asked: Asked) => void)[]>();
  let stopped = false;
  let cancelTick = () => {};
  /** Connections that closed since the last message. */
  let failures = 0;
  /**
   * While a venue is unreachable, retries are logged at debug level; only a doubling number of failures is logged as a warning.
   */
  const say: Log['info'] = (fields, message) => (failures > 1 ? log.debug : log.info).call(log, fields, message);
  const failed = (reason: string, status: number | null): void => {
    failures++;
    if (Number.isInteger(Math.log2(failures)))
      log.warn({ venue: venue.card.id, failures, reason, status }, 'connection lost or refused; trying again with back-off');
  };
  const at = () => ({ venue: venue.card.id, at: clock.now() });

  const take = (input: Input): void => queue.put(() => stepsOf(input), charactersOf(input));

  function* stepsOf(input: Input): Generator<unknown, void, undefined> {
    // A socket that the feed closed brings nothing more, whatever of it still waits.
    if (input.kind === 'tick') isTickWaiting = false;
    if (stopped || ('conn' in input && !sockets.has(input.conn))) return;
    yield* { [Symbol.iterator]: () => before(input) };
    if (stopped) return;
    if (input.kind === 'close') sockets.delete(input.conn);
    const effects = apply(input);
    const where = effects.some(({ kind }) => kind === 'asked') ? place() : null;
    for (const effect of effects) {
      if (effect.kind === 'asked') answerCaller(effect, input, where);
      else perform(effect);
    }
    yield* { [Symbol.iterator]: () => after(input) };
  }

  const answerCaller = (outcome: AskOutcome, input: Input, where: Place | null): void => {
    const asked: Asked =
      outcome.outcome === 'answered' && input.kind === 'rest'
        ? { outcome: 'answered', answer: input, place: where }
        : failureOf(outcome);
    for (const done of asking.get(outcome.key) ?? []) done(asked);
    asking.delete(outcome.key);
  };

  const perform = (effect: Exclude<Effect, { kind: 'asked' }>): void => {
    switch (effect.kind) {
      case 'connect':
        return connect(effect);
      case 'send':
        sockets.get(effect.conn)?.send(effect.text);
        sent?.(effect.conn, effect.text, clock.now());
        return;
      case 'ping':
        sockets.get(effect.conn)?.ping();
        return;
      case 'disconnect':
        say({ venue: venue.card.id, conn: effect.conn, reason: effect.reason }, 'feed closes a connection');
        sockets.get(effect.conn)?.terminate();
        sockets.delete(effect.conn);
        return;
      case 'request':
        transport.request({ url: effect.url, body: effect.call.body ?? null }, (answer) => answered(effect, answer));
        return;
      case 'refused':
        log.error({ venue: venue.card.id, code: effect.code, advice: effect.advice }, effect.message);
        return;
      case 'quarantine':
        log.warn(
          { venue: venue.card.id, reason: effect.reason, detail: effect.detail, sample: effect.sample },
          'feed sets input aside',
        );
        return;
      case 'follow':
        return settle(effect);
      case 'event':
        if (effect.event.type === 'feed_state') {
          const { symbol, stream, state, reason } = effect.event;
          say({ venue: venue.card.id, symbol, stream, state, reason }, 'feed state');
        }
    }
  };

  const settle = (outcome: FollowOutcome): void => {
    log.info({ venue: venue.card.id, ...outcome }, 'followed markets');
    for (const done of waiting.get(outcome.symbol) ?? []) done(outcome);
    waiting.delete(outcome.symbol);
  };

  const connect = ({ conn, url, headers }: Extract<Effect, { kind: 'connect' }>): void => {
    say({ venue: venue.card.id, conn, url: url.split('?')[0] }, 'feed connects');
    sockets.set(
      conn,
      transport.connect(url, headers, {
        open() {
          if (queue.isFull) sockets.get(conn)?.pause?.();
          take({ kind: 'open', conn, ...at() });
        },
        message: (text) => {
          failures = 0;
          take({ kind: 'frame', conn, text, ...at() });
        },
        pong: () => take({ kind: 'pong', conn, ...at() }),
        close: (code, reason, status) => {
          if (!stopped) failed(reason, status);
          take({ kind: 'close', conn, code, reason, status, ...at() });
        },
      }),
    );
  };

  const answered = ({ request, call }: Extract<Effect, { kind: 'request' }>, answer: HttpAnswer): void => {
    if (!answer.ok) return take({ kind: 'rest_failed', request, call, reason: answer.reason, ...at() });
    const { status, headers, body } = answer;
    take({ kind: 'rest', request, call, status, headers: keptHeaders(venue, headers), body, ...at() });
  };

  /** Whether a tick waits in the queue; ticks during a backlog are skipped. */
  let isTickWaiting = false;
  const tick = (): void => {
    if (!isTickWaiting) {
      isTickWaiting = true;
      take({ kind: 'tick', ...at() });
    }
    if (!stopped) cancelTick = clock.after(untilTick(), tick);
  };

  const origin = clock.now() + phaseMs * US_PER_MS;
  /** Half a tick to one and a half, so that a timer that fires early or late does not shift the phase. */
  const untilTick = (): number => {
    const since = (clock.now() - origin) / US_PER_MS;
    return Math.ceil(since / TICK_MS + 0.5) * TICK_MS - since;
  };

  const leave = queue.join({
    pause: () => sockets.forEach((socket) => socket.pause?.()),
    resume: () => sockets.forEach((socket) => socket.resume?.()),
  });
  take({ kind: 'start', settings, ...at() });
  cancelTick = clock.after(untilTick(), tick);

  return {
    ask: (question, input) =>
      new Promise((resolve) => {
        const call = callerCall(venue, question, input);
        if (stopped || call === null)
          return resolve({ outcome: 'failed', detail: stopped ? ENDED : 'the venue can not be asked this' });
        const key = requestKey(call);
        asking.set(key, [...(asking.get(key) ?? []), resolve]);
        take({ kind: 'ask', question, input, ...at() });
      }),
    change: (kind, symbol) =>
      new Promise((resolve) => {
        waiting.set(symbol, [...(waiting.get(symbol) ?? []), resolve]);
        if (stopped) settle({ outcome: 'failed', symbol, detail: ENDED });
        else take({ kind, symbol, ...at() });
      }),
    stop() {
      stopped = true;
      leave();
      for (const symbol of waiting.keys()) settle({ outcome: 'failed', symbol, detail: ENDED });
      for (const waiters of asking.values()) for (const done of waiters) done({ outcome: 'failed', detail: ENDED });
      asking.clear();
      cancelTick();
      for (const socket of sockets.values()) socket.terminate();
      sockets.clear();
    },
  };
}
