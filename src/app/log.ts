import { pino } from 'pino';
import { visibleJson, type Log } from '../core/index.ts';

/** A closed terminal accepts no more lines; the server continues without it. */
const stderr = () => pino.destination({ dest: 2, sync: true }).on('error', () => undefined);

/** An error's fields aren't enumerable, so JSON would be `{}`. */
const errorFields = (error: unknown): unknown =>
  error instanceof Error
    ? {
        name: error.name,
        message: error.message,
        ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
        stack: error.stack,
      }
    : error;

/**
 * JSON lines on stderr; stdout belongs to answers and to MCP. Invisible and control characters are written as `\u…`, because a person may
 * read the lines in a terminal.
 */
export function createLog(level: string, destination: { write(text: string): void } = stderr()): Log {
  return pino(
    {
      level,
      base: {},
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: errorFields },
    },
    { write: (line) => destination.write(visibleJson(line)) },
  );
}
