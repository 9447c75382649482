import { z } from 'zod';
import { caveats, count, instrumentFields, source, streamState, time } from '../../../core/answer-fields.ts';
import { plain } from '../../../core/number-marks.ts';

const followingBase = {
  as_of: time('When the answer was made'),
  source: source.describe('Where the data come from.'),
  ...instrumentFields,
  instrument: z.string().describe('venue:symbol.'),
  followed: count.describe('Number of markets followed now.'),
  followed_most: plain(
    'setting',
    z.number().int().describe('Most markets that may be followed (MAX_MARKETS), a number of markets.'),
  ),
  caveats,
} as const;

export const followAnswer = z.strictObject({
  ...followingBase,
  outcome: z.enum(['followed', 'already_followed']).describe('followed: from now on. already_followed: nothing changed.'),
  state: streamState.describe('State of its book; it has to be fetched first.'),
});
export type FollowAnswer = z.output<typeof followAnswer>;

export const unfollowAnswer = z.strictObject({
  ...followingBase,
  outcome: z.enum(['unfollowed', 'not_followed']).describe('unfollowed: from now on. not_followed: nothing changed.'),
  alerts: z.array(z.string()).describe('Ids of alerts on it; they are held until it is followed again.'),
});
export type UnfollowAnswer = z.output<typeof unfollowAnswer>;

export interface FollowQuery {
  readonly symbol: string;
  readonly venue?: string | undefined;
}

/** Follows and unfollows markets at run time; the changes survive a restart. Throws coded errors. */
export interface FollowingService {
  follow(query: FollowQuery): Promise<FollowAnswer>;
  unfollow(query: FollowQuery): Promise<UnfollowAnswer>;
}
