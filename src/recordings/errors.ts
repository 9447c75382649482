import { codedError } from '../core/index.ts';
import { RECORDED_VENUES } from './venues/index.ts';

export const FORMATS = [
  'lines of `<receive time in ns> <json>`',
  'Binance event arrays `*_update.json`, `*_snapshot.json`, `*_trades.json`',
  'cryptofeed raw captures `BINANCE.ws.1.0`',
  'top-50 books `lobdeep_*.jsonl` with `trades_*.csv`',
  'a data directory of Tallyfoil',
] as const;

export const recordingUnknown = codedError<{ path: string; seen: string }>('TF_RECORDING_FORMAT_UNKNOWN', {
  status: 400,
  message: ({ path, seen }) => `${path} is not a recording that is read here; it begins with ${JSON.stringify(seen)}.`,
  advice: () => `Read are, plain or gzip: ${FORMATS.join('; ')}.`,
});

export const recordingVenueUnsupported = codedError<{ path: string; venue: string }>('TF_RECORDING_VENUE_UNSUPPORTED', {
  status: 400,
  message: ({ path, venue }) => `${path}: venue not supported yet: ${venue}.`,
  advice: () =>
    `Recordings of ${RECORDED_VENUES.map(({ venue }) => venue).join(' and ')} are read, in these formats: ${FORMATS.join('; ')}.`,
});

export const recordingUnreadable = codedError<{ path: string; reason: string }>('TF_RECORDING_UNREADABLE', {
  status: 400,
  message: ({ path, reason }) => `Nothing in ${path} can be read: ${reason}.`,
  advice: () => 'Check the path, and that the file is complete.',
});
