import type { Input } from '../../src/runtime/feed/index.ts';

/** Numbers of Binance Spot that increase from frame to frame: times in ms, ids of book updates and of trades. */
const NUMBERS = /"(E|T|U|u|t|lastUpdateId)":(\d+)/g;

interface Step {
  readonly ms: number;
  readonly updates: number;
  readonly trades: number;
}

/** The recording shifted back `times` times, as earlier rounds. Times and ids increase throughout; each round has its own snapshot. */
export function earlierRounds(inputs: readonly Input[], times: number): readonly (readonly Input[])[] {
  const step = stepOf(inputs);
  return Array.from({ length: times }, (_, round) => inputs.map((input) => movedBack(input, step, times - round)));
}

/** The shift from one round to the next. Trade ids continue without a gap; a gap in update ids restarts the book in each round. */
function stepOf(inputs: readonly Input[]): Step {
  const span = { first: Infinity, last: -Infinity };
  const updates = { ...span };
  const trades = { ...span };
  const widen = (range: typeof span, value: number): void => {
    range.first = Math.min(range.first, value);
    range.last = Math.max(range.last, value);
  };
  for (const input of inputs) {
    widen(span, input.at);
    if (input.kind !== 'frame') continue;
    for (const [, key, digits] of input.text.matchAll(NUMBERS)) {
      if (key === 'U' || key === 'u') widen(updates, Number(digits));
      if (key === 't') widen(trades, Number(digits));
    }
  }
  return {
    ms: Math.ceil((span.last - span.first) / 100_000) * 100 + 100,
    updates: updates.last - updates.first + 1_000,
    trades: trades.last - trades.first + 1,
  };
}

function movedBack(input: Input, step: Step, rounds: number): Input {
  const move = (_whole: string, key: string, digits: string): string => {
    const by = key === 'E' || key === 'T' ? step.ms : key === 't' ? step.trades : step.updates;
    return `"${key}":${Number(digits) - by * rounds}`;
  };
  const at = input.at - step.ms * 1_000 * rounds;
  if (input.kind === 'frame') return { ...input, at, text: input.text.replace(NUMBERS, move) };
  return input.kind === 'rest' ? { ...input, at, body: input.body.replace(NUMBERS, move) } : { ...input, at };
}
