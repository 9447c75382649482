import { codedError } from '../../core/index.ts';
import { isNestedTooDeep } from '../http/nesting.ts';

export const argumentUnreadable = codedError<{ argument: string; problem: string }>('TF_CLI_ARGUMENT_UNREADABLE', {
  status: 400,
  message: ({ argument, problem }) => `Can't read ${argument}: ${problem}.`,
  advice: () => 'Give one JSON object, or key=value pairs: tallyfoil call get_book symbol=BTCUSDT depth=5.',
});

function value(text: string): unknown {
  if (!/^(-?\d|true$|false$|null$|[[{"])/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    // A word that merely begins like a number: 1m, 24h.
    return text;
  }
}

/** One JSON object. Throws TF_CLI_ARGUMENT_UNREADABLE. */
function readObject(text: string): Record<string, unknown> {
  const unreadable = (problem: string, cause?: unknown) => argumentUnreadable({ argument: text.slice(0, 80), problem }, cause);
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error), error);
  }
  if (isNestedTooDeep(input)) throw unreadable('it is nested too deep');
  return input as Record<string, unknown>;
}

/** Reads an operation's input from the command line: one JSON object, or key=value pairs. */
export function readInput(words: readonly string[]): Record<string, unknown> {
  const [first = ''] = words;
  if (first.trimStart().startsWith('{') && words.length === 1) return readObject(first);
  const pairs = words.map((word) => {
    const at = word.indexOf('=');
    if (at < 1) throw argumentUnreadable({ argument: word.slice(0, 80), problem: 'it is neither a JSON object nor key=value' });
    return [word.slice(0, at), value(word.slice(at + 1))] as const;
  });
  return Object.fromEntries(pairs);
}
