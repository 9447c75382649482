import { pino } from 'pino';
import type { Log } from '../core/index.ts';

/** JSON lines on stderr; stdout belongs to answers and to MCP. */
export const createLog = (level: string): Log =>
  pino(
    { level, base: {}, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    pino.destination({ dest: 2, sync: true }),
  );
