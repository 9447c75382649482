import { clock, venueName } from './format.ts';

/** Shown in place of each figure and list while one reason, stated at the top, explains all of them. */
export const NO_DATA = 'no data';

/** The server does not answer; `heard`: arrival of its last message, ms since 1970. */
export const serverGone = (heard: number | null): string =>
  heard === null
    ? 'The server does not answer. The page tries again by itself.'
    : `The server is gone: nothing has arrived since ${clock(heard)} UTC. All figures are from then. The page reconnects by itself.`;

const DOING: Readonly<Record<string, string>> = {
  down: 'is down',
  stale: 'is silent',
  gap: 'has a gap',
  syncing: 'is starting',
  connecting: 'is connecting',
};

interface Feed {
  readonly venue: string;
  /** Worst state of its streams. */
  readonly state: string;
  /** Reason of that state, as the server gives it. */
  readonly reason: string | null;
}

/** No stream of a market is synced. */
export function feedStopped({ venue, state, reason }: Feed): string {
  const why = reason === null ? '' : ` (${reason})`;
  return `The feed of ${venueName(venue)} ${DOING[state] ?? `is ${state}`}${why}. Figures without data say so; grey ones are old. The server tries again by itself.`;
}
