import {
  SIMULATOR_HEADER,
  type Clock,
  type HttpAnswer,
  type Log,
  type Micros,
  type Socket,
  type Transport,
  type Venue,
} from '../../core/index.ts';
import type { Effect, FeedSettings, FollowOutcome, Input } from './types.ts';

const TICK_MS = 100;

/** What the driver hands every input to: it changes the state, and says what to do. */
export interface DriverOptions {
  readonly venue: Venue;
  readonly settings: FeedSettings;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** Takes the input into the raw log and the engine, in this order. */
  readonly apply: (input: Input) => readonly Effect[];
  /** What was sent, for the raw log's evidence. */
  readonly sent?: (conn: number, text: string, at: Micros) => void;
}

export interface Driver {
  /**
   * Follows a market from now on, or no longer; `symbol` in the venue's spelling. Resolves once that is decided, which takes
   * as long as the venue's answer about an unknown symbol.
   */
  change(kind: 'follow' | 'unfollow', symbol: string): Promise<FollowOutcome>;
  /** Ends all connections and timers; no input follows. */
  stop(): void;
}

/** Headers of any venue that are kept: its wait, its clock, and the one by which a simulator shows itself. */
const KEPT_HEADERS = ['retry-after', 'date', SIMULATOR_HEADER];

/** Keeps those and the ones that the venue's rules read. */
const keptHeaders = ({ card }: Venue, headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    [...KEPT_HEADERS, ...card.keptHeaders].flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );

/** Runs one venue's feed on a transport: sockets and answers become inputs, effects become sockets and requests. */
export function driveFeed({ venue, settings, transport, clock, log, apply, sent }: DriverOptions): Driver {
  const sockets = new Map<number, Socket>();
  /** Who waits for what comes of a symbol. */
  const waiting = new Map<string, ((outcome: FollowOutcome) => void)[]>();
  let stopped = false;
  let cancelTick = () => {};
  /** Connections that closed since the last message. */
  let failures = 0;
  /** What goes with each further try at a venue that is away is detail: one line in a doubling number of tries says so. */
  const say: Log['info'] = (fields, message) => (failures > 1 ? log.debug : log.info).call(log, fields, message);
  const failed = (reason: string, status: number | null): void => {
    failures++;
    if (Number.isInteger(Math.log2(failures)))
      log.warn({ venue: venue.card.id, failures, reason, status }, 'connection lost or refused; trying again with back-off');
  };
  const at = () => ({ venue: venue.card.id, at: clock.now() });

  const take = (input: Input): void => {
    if (stopped) return;
    for (const effect of apply(input)) perform(effect);
  };

  const perform = (effect: Effect): void => {
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
        transport.get(effect.url, (answer) => answered(effect, answer));
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
        open: () => take({ kind: 'open', conn, ...at() }),
        message: (text) => {
          failures = 0;
          take({ kind: 'frame', conn, text, ...at() });
        },
        pong: () => take({ kind: 'pong', conn, ...at() }),
        close: (code, reason, status) => {
          sockets.delete(conn);
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

  const tick = (): void => {
    take({ kind: 'tick', ...at() });
    if (!stopped) cancelTick = clock.after(TICK_MS, tick);
  };

  take({ kind: 'start', settings, ...at() });
  cancelTick = clock.after(TICK_MS, tick);

  return {
    change: (kind, symbol) =>
      new Promise((resolve) => {
        waiting.set(symbol, [...(waiting.get(symbol) ?? []), resolve]);
        if (stopped) settle({ outcome: 'failed', symbol, detail: 'the feed has ended' });
        else take({ kind, symbol, ...at() });
      }),
    stop() {
      stopped = true;
      for (const symbol of waiting.keys()) settle({ outcome: 'failed', symbol, detail: 'the feed has ended' });
      cancelTick();
      for (const socket of sockets.values()) socket.terminate();
      sockets.clear();
    },
  };
}
