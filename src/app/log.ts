import { pino } from 'pino';
import { visibleJson, type Log } from '../core/index.ts';

/** A terminal that was hung up takes no more lines; its server goes on to its end. */
const stderr = () => pino.destination({ dest: 2, sync: true }).on('error', () => undefined);

/**
 * JSON lines on stderr; stdout belongs to answers and to MCP. Characters that are unseen or steer a terminal are written as
 * `\u…`: a person may read the lines as they come.
 */
export function createLog(level: string, destination: { write(text: string): void } = stderr()): Log {
  return pino(
    { level, base: {}, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    { write: (line) => destination.write(visibleJson(line)) },
  );
}
