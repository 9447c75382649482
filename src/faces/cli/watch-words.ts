import type { Followed } from '../../client/index.ts';
import { counted, sanitiseText } from '../../core/index.ts';
import { lineHead, withSource } from './label-words.ts';

type Message = Readonly<Record<string, unknown>>;

const ABSENT = '–';

const num = (value: unknown, digits = 12): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(digits))) : ABSENT;
const signed = (value: unknown, digits = 3): string =>
  typeof value === 'number' && value > 0 ? `+${num(value, digits)}` : num(value, digits);
const part = (value: unknown): Message => (typeof value === 'object' && value !== null ? (value as Message) : {});
const items = (value: unknown): readonly Message[] => (Array.isArray(value) ? (value as Message[]) : []);
const clean = (value: unknown): string => sanitiseText(String(value), { max: 300 });

const where = ({ symbol, venue }: Message): string => `${clean(symbol)} ${clean(venue)}`;

/** A sum is meaningless without its window and unit. */
function netFlow({ net_flow: net, seconds }: Message, base: string): string {
  if (typeof net !== 'number') return `net flow ${ABSENT}`;
  return `net flow ${signed(net)} ${base}${typeof seconds === 'number' ? ` in ${seconds} s` : ''}`;
}

function report(message: Message, base: string): string {
  const [bid, ask, depth, traded, health] = ['best_bid', 'best_ask', 'depth', 'flow', 'health'].map((name) =>
    part(message[name]),
  );
  return [
    lineHead(message),
    where(message),
    `last ${num(message['last_price'])}`,
    `bid ${num(bid?.['price'])}`,
    `ask ${num(ask?.['price'])}`,
    `spread ${num(message['spread_bps'], 3)} bps`,
    `imbalance ${signed(depth?.['imbalance'])}`,
    netFlow(traded ?? {}, base),
    `health ${num(health?.['score'])}`,
  ].join('  ');
}

function flow(message: Message, base: string): string {
  const windows = items(message['windows']).map((one) => `${num(one['seconds'])} s ${signed(one['net'])}`);
  return [lineHead(message), where(message), `net ${base}`, ...windows, `cvd ${signed(part(message['cvd'])['base'], 5)}`].join(
    '  ',
  );
}

function liquidity(message: Message): string {
  const near = items(message['depth_by_distance']).map(
    (one) => `${num(one['within_bps'])} bps ${num(one['bid'], 4)}/${num(one['ask'], 4)}`,
  );
  const walls = Array.isArray(message['walls']) ? `walls ${message['walls'].length}` : `walls ${ABSENT}`;
  return [lineHead(message), where(message), `spread ${num(message['spread_bps'], 3)} bps`, ...near.slice(0, 3), walls].join(
    '  ',
  );
}

function anomalies(message: Message): string {
  const going = items(message['anomalies']).filter(({ end }) => end === null);
  const found = going.map(
    ({ type, severity, price }) => `${clean(type)} (${clean(severity)})${price === null ? '' : ` at ${num(price)}`}`,
  );
  const [blind] = items(message['absent']);
  const unjudged = blind === undefined ? [] : [`not fully evaluated: ${clean(blind['reason'])}`];
  const said = [...found, ...unjudged];
  return [lineHead(message), where(message), said.length === 0 ? 'none suspected' : said.join('; ')].join('  ');
}

function feedState(message: Message): string {
  const broken = items(message['streams']).filter(({ state }) => state !== 'synced');
  const said =
    broken.length === 0
      ? `${counted(items(message['streams']).length, 'stream')} synced`
      : broken
          .map(
            (one) =>
              `${clean(one['symbol'])} ${clean(one['stream'])} ${clean(one['state']).toUpperCase()}: ${clean(one['reason'])}`,
          )
          .join('; ');
  return `${lineHead(message)}  ${said}`;
}

const trades = (message: Message): string[] =>
  items(message['trades'])
    .toReversed()
    .map((one) =>
      withSource(
        message,
        `${clean(one['time'])}  ${where(message)}  ${clean(one['side']).padEnd(4)}  ${num(one['qty'])} at ${num(one['price'])}`,
      ),
    );

const alerts = (message: Message): string[] =>
  items(message['fired'])
    .toReversed()
    .map((one) => {
      const note = one['note'] === null ? '' : `  ${clean(one['note'])}`;
      return withSource(one, `${clean(one['fired_at'])}  ALERT  ${clean(one['text'])}${note}`);
    });

/** Display of a message on a terminal: a `state` is overwritten by the next, `events` stay. */
export interface Words {
  readonly kind: 'state' | 'events';
  readonly lines: readonly string[];
}

const STATES: Readonly<Record<string, (message: Message, base: string) => string>> = {
  report,
  flow,
  liquidity,
  anomalies,
  feed_state: feedState,
};

/** `base`: the currency of sizes, which messages don't name. */
export function messageWords(topic: string, message: Message, base = 'base currency'): Words {
  const state = STATES[topic];
  if (state !== undefined) return { kind: 'state', lines: [state(message, clean(base))] };
  if (topic === 'trades') return { kind: 'events', lines: trades(message) };
  if (topic === 'alerts') return { kind: 'events', lines: alerts(message) };
  return { kind: 'events', lines: [withSource(message, JSON.stringify(message))] };
}

/** Notices beside the messages. */
export function noticeWords(heard: Exclude<Followed, { kind: 'message' | 'refused' }>): string {
  switch (heard.kind) {
    case 'gone':
      return `the server is gone (${clean(heard.reason)}); looking for it`;
    case 'back':
      return 'the server is back';
    case 'problem':
      return `${heard.topic}: ${clean(heard.problem.message)}`;
  }
}
