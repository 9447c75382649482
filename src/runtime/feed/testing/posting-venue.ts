import type { RestRequest, Venue } from '../../../core/index.ts';
import { testVenue } from './venue.ts';

const { questions } = testVenue;
const info = (body: object): RestRequest => ({ path: '/info', body: JSON.stringify(body) });

/** The test venue with one path for all questions; the body contains the question. */
export const postingVenue: Venue = {
  ...testVenue,
  questions: {
    instruments: { ...questions.instruments, request: ({ symbols }) => info({ type: 'instruments', symbols }) },
    snapshot: { ...questions.snapshot, request: ({ symbol }) => info({ type: 'book', symbol }) },
    trades: {
      ...questions.trades,
      request: ({ symbol, before }) => info({ type: 'trades', symbol, before: before?.id ?? null }),
    },
  },
};
