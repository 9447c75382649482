import { since } from '../data/now.ts';
import type { Received } from '../data/store.ts';
import type { GetCandleHistoryAnswer, GetCandlesAnswer } from '../generated/api.ts';
import { age, clock } from '../words/format.ts';
import { INTERVALS, type Bar, type Interval } from './bars.ts';
import type { Answers } from './join-bars.ts';
import { earlier, moment, RULE } from './words.ts';

/** When an answer was made, and how old it is. */
const made = ({ message, at }: Received<{ readonly as_of: string }>): string =>
  `of ${clock(Date.parse(message.as_of))} UTC, ${age(since(at))} ago. `;

interface Props extends Answers<Received<GetCandlesAnswer>, Received<GetCandleHistoryAnswer>> {
  readonly bars: readonly Bar[];
  readonly interval: Interval;
  /** How many bars have room. */
  readonly room: number;
  /** Why the venue's candles are not received or not joined; null if there is no reason. */
  readonly problem: string | null;
}

const counted = (count: number): string => `${count} ${count === 1 ? 'bar' : 'bars'}`;

/**
 * How many bars there are, from when, of which source, and how old the answers are. Each line is one text of a fixed place, because a
 * growing age would move the text after it.
 */
export function Origin({ bars, interval, room, here, venue, problem }: Props) {
  const source = here?.message.source ?? venue?.message.source;
  const [first, newest] = [bars[0], bars.at(-1)];
  if (source === undefined || first === undefined || newest === undefined) return <div class="origin" />;
  const seconds = INTERVALS[interval];
  const at = (ms: number) => moment(ms, seconds, newest.start);
  const known = bars.filter(({ index }) => index !== null);
  const theirs = known.filter(({ origin }) => origin === 'venue');
  const last = theirs.at(-1);
  const isJoined = venue !== null && last !== undefined;
  const missing = isJoined ? 'No newer ones from the venue' : "The venue's candles are missing";
  const holes = bars.length - known.length;
  const notes = [
    isJoined ? RULE : '',
    holes === 0 ? '' : `${holes} more ${holes === 1 ? 'is' : 'are'} unknown (grey).`,
    bars.length < room ? earlier({ isJoined: venue !== null, problem }) : '',
    problem === null ? '' : `${missing}: ${problem}`,
  ];
  const note = notes.filter((one) => one !== '').join(' ');
  const head = `${counted(known.length)} from ${at(first.start)} UTC, ${source}`;
  // Other keys, because the notes of both stand at other places.
  return isJoined ? (
    <div class="origin" key="joined">
      <p>{`${head}: `}</p>
      <p class="of">{`${theirs.length} from the venue's candles up to ${at(last.start + seconds * 1_000)}, ${made(venue)}`}</p>
      <p class="of">{here === null ? '' : `${known.length - theirs.length} from trades here, ${made(here)}`}</p>
      <p class="notes" title={note}>
        {note}
      </p>
    </div>
  ) : (
    <div class="origin" key="alone">
      <p class="of">{`${head}, ${here === null ? '' : made(here)}`}</p>
      <p class="notes" title={note}>
        {note}
      </p>
    </div>
  );
}
