/** A number of an answer, and where it stands. */
export interface Field {
  readonly path: string;
  readonly value: number;
  /** Inside a list: one of many, which a text has to name. */
  readonly listed: 'yes' | 'no';
  readonly words: ReadonlySet<string>;
  /** How many words its own name has; of two fields that a text may mean, the one that it names more fully is meant. */
  readonly length: number;
}

/** Words that people use for what a field's name has. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  last: ['price', 'traded', 'trading', 'trades'],
  mid: ['middle', 'midpoint', 'midprice'],
  micro: ['microprice'],
  ask: ['offer', 'asks', 'offered'],
  bid: ['bids'],
  spread: ['wide', 'width'],
  imbalance: ['balance', 'tilt'],
  change: ['up', 'down', 'changed', 'gain', 'loss'],
  volume: ['turnover'],
  qty: ['size', 'quantity'],
  p: ['price'],
  q: ['size', 'quantity'],
  score: ['health'],
  orders: ['events', 'rate', 'updates'],
  net: ['flow'],
  poc: ['control'],
  age: ['old', 'stale'],
  cvd: ['delta'],
  sum: ['depth', 'total'],
};

/** Parts of names that say nothing by themselves. */
const MUTE = new Set(['24h', 'pct', 'per', 'sec', 'ms', 'bps', 'of', 'to', 'from', 'count', 'window']);

export const wordsIn = (text: string): string[] => text.toLowerCase().match(/[a-z][a-z0-9]*/g) ?? [];

/** "bids" says as much as "bid". */
const singular = (word: string): string =>
  word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;

export const normal = (word: string): string => singular(word.toLowerCase());

const ownWords = (path: string): string[] =>
  wordsIn(path.replaceAll(/top\d+_/g, '').replaceAll('_', ' ')).filter((word) => !MUTE.has(word));

function named(path: string): Pick<Field, 'words' | 'length'> {
  const own = ownWords(path);
  return { words: new Set(own.flatMap((word) => [word, ...(SYNONYMS[singular(word)] ?? [])]).map(normal)), length: own.length };
}

/** Of every answer, and no claim about a market: how old it was, and the venue's counters. */
const PLUMBING = /^(inputs|coverage)\b|(^|\.)seq$/;

/** Every number of an answer. */
export function fieldsOf(answer: Readonly<Record<string, unknown>>): readonly Field[] {
  const fields: Field[] = [];
  const walk = (value: unknown, path: string, listed: Field['listed']): void => {
    if (typeof value === 'number') fields.push({ path, value, listed, ...named(path) });
    else if (Array.isArray(value)) value.forEach((item, index) => walk(item, `${path}[${index}]`, 'yes'));
    else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) walk(item, path === '' ? key : `${path}.${key}`, listed);
  };
  walk(answer, '', 'no');
  return fields.filter(({ path }) => !PLUMBING.test(path));
}
