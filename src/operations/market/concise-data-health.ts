import type { DataHealthAnswer, DataHealthOutput, StreamHealth, VenueHealth } from '../../services/market/answers.ts';
import { conciseBase, leftOut, toSecond } from './concise.ts';

const MOST = 6;
/** Gaps beside this many streams that are not synced. */
const gapsBeside = (wrong: number): number => (wrong > 2 ? 1 : 3);
/** Longest concise answer without its receipt, as JSON: under 600 tokens with it. */
const MOST_LENGTH = 1_590;

/** The stream that has been silent longest: whoever asks how fresh the data are needs its name. */
const oldestOf = (streams: readonly StreamHealth[]): StreamHealth | undefined =>
  streams.reduce<StreamHealth | undefined>((old, one) => ((one.age_ms ?? -1) > (old?.age_ms ?? -1) ? one : old), undefined);

/** The book, if the answer is about one market. */
function bookOfOne(streams: readonly StreamHealth[]): StreamHealth | undefined {
  const [first] = streams;
  const isOne = streams.every(({ venue, symbol }) => venue === first?.venue && symbol === first.symbol);
  return isOne ? streams.find(({ stream }) => stream === 'book') : undefined;
}

type ShownStream = DataHealthOutput['streams'][number];

/** Streams and gaps in a concise answer. */
interface Shown {
  readonly wrong: number;
  readonly gaps: number;
}

/** A stream that is in order needs no reason. */
const streamInShort = ({ venue, symbol, stream, state, age_ms, gaps_24h, reason, since }: StreamHealth): ShownStream => ({
  venue,
  symbol,
  stream,
  state,
  age_ms,
  gaps_24h,
  ...(state === 'synced' ? {} : { reason, since: toSecond(since) }),
});

/** Symbols of each venue that it does not list. */
const MOST_UNLISTED = 3;

const venueInShort = ({
  host: _host,
  connections: _open,
  rest_weight_used: _weight,
  not_listed: lacking,
  ...venue
}: VenueHealth) => ({
  ...venue,
  ...(lacking === undefined ? {} : { not_listed: lacking.slice(0, MOST_UNLISTED) }),
});

function showing(health: DataHealthAnswer, { wrong: mostWrong, gaps: mostGaps }: Shown): DataHealthOutput {
  const base = conciseBase(health);
  const wrong = health.streams.filter(({ state }) => state !== 'synced');
  const named = new Set([...wrong.slice(0, mostWrong), bookOfOne(health.streams), oldestOf(health.streams)]);
  const streams = [...named].filter((stream) => stream !== undefined);
  const synced = streams.filter(({ state }) => state === 'synced').length;
  const gaps = health.gaps.slice(0, mostGaps).map(({ noticed: _, ...gap }) => ({
    ...gap,
    from: toSecond(gap.from),
    ...(gap.to === undefined ? {} : { to: toSecond(gap.to) }),
  }));
  const left = health.gaps_left_out + health.gaps.length - gaps.length;
  const unlisted = health.venues.reduce((sum, { not_listed: { length } = [] }) => sum + Math.max(0, length - MOST_UNLISTED), 0);
  const cuts = [
    [health.streams.length - wrong.length - synced, 'synced stream', 'synced streams'],
    [left, 'gap', 'gaps'],
    [unlisted, 'symbol that is not listed', 'symbols that are not listed'],
    [wrong.length - (streams.length - synced), 'more stream that is not synced', 'more streams that are not synced'],
  ] as const;
  const { raw_log, bus, ...answer } = health;
  return {
    ...answer,
    ...base,
    inputs: base.inputs.filter(({ state }) => state !== 'synced').slice(0, MOST),
    gaps,
    gaps_left_out: left,
    caveats: [...base.caveats, ...leftOut(cuts)],
    started_at: toSecond(health.started_at),
    venues: health.venues.map(venueInShort),
    streams: streams.map(streamInShort),
    ...(raw_log.state === 'writing' ? {} : { raw_log: { state: raw_log.state, reason: raw_log.reason } }),
    ...(bus.kind === 'in_process' ? {} : { bus }),
  };
}

/**
 * Problems of the data: streams that are not synced, the oldest stream, of one market also its book, and the newest gaps. A caveat
 * counts the others, which do not fit.
 */
export function conciseDataHealth(health: DataHealthAnswer): DataHealthOutput {
  const wrong = health.streams.filter(({ state }) => state !== 'synced').length;
  let shown: Shown = { wrong: Math.min(MOST, wrong), gaps: Math.min(gapsBeside(wrong), health.gaps.length) };
  for (;;) {
    const short = showing(health, shown);
    if (JSON.stringify({ ...short, grounds: null }).length <= MOST_LENGTH || shown.wrong + shown.gaps <= 1) return short;
    shown = shown.gaps > 1 || shown.wrong === 0 ? { ...shown, gaps: shown.gaps - 1 } : { ...shown, wrong: shown.wrong - 1 };
  }
}
