import { codedError, parseBounded, sanitiseText } from '../../core/index.ts';

export const argumentUnreadable = codedError<{ argument: string; problem: string }>('TF_CLI_ARGUMENT_UNREADABLE', {
  status: 400,
  message: ({ argument, problem }) => `Can't read ${argument}: ${problem}.`,
  advice: () => 'Give one JSON object, or key=value pairs: node bin/tallyfoil.js call get_book symbol=BTCUSDT depth=5.',
});

/** The same limits as over HTTP. */
const BOUNDS = { maxLength: 1_048_576, maxItems: 10_000 };
const shown = (text: string): string => sanitiseText(text, { max: 80 });

function value(text: string): unknown {
  if (!/^(-?\d|true$|false$|null$|[[{"])/.test(text)) return text;
  const read = parseBounded(text, BOUNDS);
  if (!read.ok && read.error.reason === 'json_bounds')
    throw argumentUnreadable({ argument: shown(text), problem: read.error.detail });
  // A word that only starts like a number stays text: 1m, 24h.
  return read.ok ? read.value : text;
}

/** One JSON object. Throws TF_CLI_ARGUMENT_UNREADABLE. */
function readObject(text: string): Record<string, unknown> {
  const read = parseBounded(text, BOUNDS);
  if (!read.ok) throw argumentUnreadable({ argument: shown(text), problem: read.error.detail });
  return read.value as Record<string, unknown>;
}

/** Reads an operation's input from the command line: one JSON object, or key=value pairs. */
export function readInput(words: readonly string[]): Record<string, unknown> {
  const [first = ''] = words;
  if (first.trimStart().startsWith('{') && words.length === 1) return readObject(first);
  const pairs = words.map((word) => {
    const at = word.indexOf('=');
    if (at < 1) throw argumentUnreadable({ argument: shown(word), problem: 'it is neither a JSON object nor key=value' });
    return [word.slice(0, at), value(word.slice(at + 1))] as const;
  });
  return Object.fromEntries(pairs);
}
