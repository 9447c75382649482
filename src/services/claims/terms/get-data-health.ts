import { STREAM_KINDS } from '../../../core/index.ts';
import { canonical } from './canonical.ts';
import { DAY_SECONDS, namesIn, type Term } from './term.ts';

/** `get_data_health`: rows by stream and by venue. */
export const HEALTH_TERMS: readonly Term[] = [
  ...STREAM_KINDS.map((stream) => ({ stream, said: stream.split('_').map(canonical).join(' ') })).flatMap(
    ({ stream, said }): readonly Term[] => [
      {
        path: 'streams[].messages',
        names: namesIn(`
        message, message count, stream message, feed message, message receive, stream message count,
        stream receive message
      `).map((name) => `${said} ${name}`),
        unit: 'count',
        pick: { by: 'market', stream },
      },
      {
        path: 'streams[].gaps_24h',
        names: ['gap', 'stream gap', 'gap count', 'feed gap'].map((name) => `${said} ${name}`),
        unit: 'count',
        seconds: [DAY_SECONDS],
        needs: 'duration',
        pick: { by: 'market', stream },
      },
      {
        path: 'streams[].age_ms',
        names: namesIn(`age, stream age, data age, feed age, last message age, stream data age`).map((name) => `${said} ${name}`),
        unit: 'ms',
        pick: { by: 'market', stream },
      },
    ],
  ),
  {
    path: 'venues[].connections',
    names: ['connection', 'open connection', 'connection count'],
    unit: 'count',
    pick: { by: 'venue' },
  },
  {
    path: 'venues[].reconnects',
    names: ['reconnect', 'reconnect count', 'connection reconnect', 'feed reconnect'],
    unit: 'count',
    pick: { by: 'venue' },
  },
  {
    path: 'venues[].quarantined',
    names: namesIn(`quarantined, quarantined message, quarantined count`),
    unit: 'count',
    pick: { by: 'venue' },
  },
  {
    path: 'venues[].clock_offset_ms',
    names: ['clock offset', 'clock offset ms', 'connection clock offset'],
    unit: 'ms',
    sign: 'signed',
    pick: { by: 'venue' },
  },
  {
    path: 'venues[].rest_weight_used',
    names: namesIn(`rest weight, rest weight used, request weight, request weight used`),
    unit: 'count',
    pick: { by: 'venue' },
  },
];
