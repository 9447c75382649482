import { pino } from 'pino';
import { visibleJson, type Log } from '../core/index.ts';

/**
 * JSON lines on stderr; stdout belongs to answers and to MCP. Characters that are unseen or steer a terminal are written as
 * `\u…`: a person may read the lines as they come.
 */
export function createLog(
  level: string,
  destination: { write(text: string): void } = pino.destination({ dest: 2, sync: true }),
): Log {
  return pino(
    { level, base: {}, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    { write: (line) => void destination.write(visibleJson(line)) },
  );
}
