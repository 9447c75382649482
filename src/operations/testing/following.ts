import type { FollowingService } from '../../services/market/answers/following.ts';

const base = {
  as_of: '2026-11-20T12:34:56.789Z',
  source: 'live',
  symbol: 'BTCUSDT',
  venue: 'binance-spot',
  instrument: 'binance-spot:BTCUSDT',
  followed: 2,
  followed_most: 50,
  caveats: [],
} as const;

/** The service that follows markets, with hand-written answers. */
export const handMadeFollowing = (): FollowingService => ({
  follow: async () => ({ ...base, caveats: [], outcome: 'already_followed', state: 'synced' }),
  unfollow: async () => ({ ...base, caveats: [], followed: 1, outcome: 'unfollowed', alerts: ['al-1a2b3c4d'] }),
});
