import type { OperationAnswer } from '../../client/index.ts';
import {
  isPolled,
  streamOf,
  STREAMS,
  streamsOf,
  type Clock,
  type Socket,
  type Subscription,
  type Transport,
} from '../../core/index.ts';
import type { Finding } from '../../faces/cli/index.ts';
import type { VenuePlace } from './check-venue.ts';
import { clockFinding } from './check-venue.ts';
import { judgeListing } from './check-listed.ts';
import { fine, problem, warning } from './finding.ts';

type DataHealth = OperationAnswer<'get_data_health'>;

const RESTART =
  'It is resubscribed automatically. If this persists, check the hosts above, and the log for messages of the venue.';

type Stream = DataHealth['streams'][number];

const heardOf = ({ age_ms }: Stream): string =>
  age_ms === null ? 'no message has ever arrived' : `the last message is ${Math.round(age_ms / 1_000)} s old`;

function judgeStream(one: Stream): Finding[] {
  const { venue, symbol, stream, state, reason = 'no reason given', age_ms } = one;
  const name = `${venue}:${symbol} ${stream}`;
  if (state !== 'synced') return [problem('channels', `${name} does not deliver: ${state}, ${reason}; ${heardOf(one)}`, RESTART)];
  if (age_ms !== null && age_ms <= STREAMS[stream].silentMs) return [];
  // Trades and liquidations may be rare. Other streams are sent periodically or at each change, so silence means lost messages.
  return [
    (['trades', 'prints'].includes(STREAMS[stream].handler) ? warning : problem)(
      'channels',
      `${name} is silent: ${heardOf(one)}`,
      RESTART,
    ),
  ];
}

/** Findings from a running server about its channels, log and bus. */
export function judgeHealth(health: DataHealth): Finding[] {
  const silent = health.streams.flatMap(judgeStream);
  const clocks = health.venues.flatMap(({ venue, clock_offset_ms: ms }) => (ms === null ? [] : [clockFinding(venue, ms, 0)]));
  const { raw_log: log } = health;
  return [
    ...(silent.length > 0 ? silent : [fine('channels', `all ${health.streams.length} channels deliver`)]),
    ...health.venues.flatMap(({ venue, not_listed: lacking = [] }) =>
      judgeListing(venue, { listed: health.streams.flatMap((one) => (one.venue === venue ? [one.symbol] : [])), lacking }),
    ),
    ...clocks.filter(({ level }) => level !== 'ok'),
    ...(log?.state === 'failing'
      ? [
          problem(
            'log',
            `the running server can't write its raw log: ${log.reason}`,
            'Free some space; writing continues by itself, and the gap is marked.',
          ),
        ]
      : []),
  ];
}

const keyOf = ({ symbol, stream }: Subscription): string => `${symbol} ${stream}`;

interface Ear {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly listenMs: number;
}

interface Heard {
  /** Channels that delivered nothing, by key. */
  readonly silent: ReadonlyMap<string, Subscription>;
  /** The venue's message about each refused channel, by key. */
  readonly refused: ReadonlyMap<string, string>;
  /** Why every connection ended before any message; null if one lasted. */
  readonly lost: string | null;
}

/** Subscribes at one host and listens until every channel has delivered or the time is over. */
function listenAt(
  { venue }: VenuePlace,
  host: string,
  wanted: readonly Subscription[],
  { transport, clock, listenMs }: Ear,
): Promise<Heard> {
  const silent = new Map(wanted.map((one) => [keyOf(one), one]));
  const refused = new Map<string, string>();
  const plans = venue.connect.plan(wanted, host);
  const sockets: Socket[] = [];
  let open = plans.length;
  return new Promise((resolve) => {
    const end = (lost: string | null) => {
      cancel();
      for (const socket of sockets) socket.terminate();
      resolve({ silent, refused, lost });
    };
    const cancel = clock.after(listenMs, () => end(null));
    const take = (text: string) => {
      for (const said of venue.decode(text)) {
        if (said.kind === 'rejected') refused.set(`${said.symbol} ${said.stream}`, said.message);
        const stream = streamOf(said.kind);
        if (stream !== undefined && 'symbol' in said && said.symbol !== null)
          silent.delete(keyOf({ symbol: said.symbol, stream }));
      }
      if (silent.size === 0) end(null);
    };
    for (const plan of plans) {
      const socket = transport.connect(plan.url, plan.headers, {
        open: () => plan.onOpen.forEach((frame) => socket.send(frame)),
        message: take,
        pong: () => {},
        close: (_code, reason, status) => {
          open--;
          if (open === 0 && silent.size === wanted.length) end(status === null ? reason || 'closed' : `HTTP ${status}`);
        },
      });
      sockets.push(socket);
    }
  });
}

/** Listens to each channel of a venue for a while, like a server. Used when no server runs. */
export async function listenToChannels(place: VenuePlace, symbols: readonly string[], ear: Ear): Promise<Finding[]> {
  const { venue, ws } = place;
  const wanted = symbols.flatMap((symbol) =>
    streamsOf(venue.card, null).flatMap((stream): Subscription[] => (isPolled(venue, stream) ? [] : [{ symbol, stream }])),
  );
  let heard: Heard | null = null;
  for (const host of ws) {
    heard = await listenAt(place, host, wanted, ear);
    if (heard.lost === null) break;
  }
  if (heard === null || heard.lost !== null)
    return [
      problem(
        'channels',
        `no channel of ${venue.card.name} could be opened: ${heard?.lost ?? 'it has no host'}`,
        'See the findings about its hosts.',
      ),
    ];
  const { silent, refused } = heard;
  if (silent.size === 0) return [fine('channels', `all ${wanted.length} channels of ${venue.card.name} deliver`)];
  return [...silent].map(([key, { symbol, stream }]) => {
    const what = `${venue.card.id}:${symbol} ${stream} delivered nothing in ${ear.listenMs / 1_000} s`;
    const why = refused.get(key) ?? refused.get(`${symbol} null`);
    if (why !== undefined)
      return problem('channels', `${what}: the venue refuses it, ${why}`, 'Check whether the venue has this symbol.');
    // The interval between its messages may be longer than the time listened.
    return (STREAMS[stream].leastStaleMs > ear.listenMs ? warning : problem)(
      'channels',
      what,
      'Check whether the venue still lists it, and its status page.',
    );
  });
}
