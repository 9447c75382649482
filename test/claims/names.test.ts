// docs/generated/claim-names.md promises that each name proves its field; this holds it to that, on the answers of the corpus.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { namedFields } from '../../scripts/docs/claim-names.ts';
import { valueAt } from '../../src/services/claims/judge/fields.ts';
import { listOf, provenOf, type Answer } from '../../src/services/claims/judge/proven.ts';
import { judgeText } from '../../src/services/claims/judge/text.ts';
import { TERMS_BY_OPERATION } from '../../src/services/claims/terms/index.ts';
import { windowOf, type Term } from '../../src/services/claims/terms/term.ts';
import type { AnswerBase } from '../../src/services/market/answers.ts';
import { vpinByHand } from '../../src/operations/testing/vpin.ts';

type Quoted = Readonly<Record<string, { readonly operation: string; readonly answer: Answer & { readonly receipt: string } }>>;
const ANSWERS = JSON.parse(readFileSync(new URL('corpus/answers.json', import.meta.url), 'utf8')) as Quoted;

const UNITS: Readonly<Partial<Record<Term['unit'], string>>> = {
  quote: 'USDT',
  base: 'BTC',
  bps: 'bps',
  percent: '%',
  per_second: 'per second',
  ms: 'ms',
  seconds: 's',
};

/** People write no exponents. */
const plain = (value: number): string => (String(value).includes('e') ? value.toFixed(8) : String(value));

/** An item that a term can pick, and how a sentence picks it; null if the answer has none. */
function itemOf(term: Term, answer: Answer): { path: string; said: string; about: string } | null {
  const { path, pick, needs, levels } = term;
  const about = pick?.by === 'venue' ? 'Binance' : 'BTCUSDT';
  if (pick === undefined) {
    const said = needs === 'levels' ? `top ${levels ?? 0}` : needs === 'duration' ? windowOf(term) : '';
    return { path, said, about };
  }
  const [list = '', rest = ''] = path.split('[]');
  const items = listOf(valueAt(answer, list));
  const find = (fits: (item: Answer) => boolean): number => items.findIndex(fits);
  const [index, say]: [number, (item: Answer) => string] = (() => {
    switch (pick.by) {
      case 'duration':
        return [find((item) => item[pick.key] === 60), () => 'over 60 s'];
      case 'distance':
        return [0, (item) => `within ${String(item[pick.key])} bps`];
      case 'order':
        return [find(({ side }) => side === pick.side), ({ qty }) => `order of ${String(qty)} BTC`];
      case 'rank':
        return [1, () => 'second'];
      case 'id':
        return [0, ({ id }) => `trade ${String(id)}`];
      case 'time':
        return [0, ({ start }) => String(start).slice(11, 16)];
      case 'last':
        return [items.length - 1, () => ''];
      case 'first':
        return [find((item) => item === items[0] && (pick.side === undefined || item['side'] === pick.side)), () => ''];
      case 'any':
        return [find(({ side }) => pick.side === undefined || side === pick.side), () => 'a'];
      case 'market':
        return [
          find(({ symbol, stream }) => symbol === 'BTCUSDT' && (pick.stream === undefined || stream === pick.stream)),
          () => (needs === 'duration' ? windowOf(term) : ''),
        ];
      case 'venue':
        return [0, () => ''];
    }
  })();
  const item = items[index];
  return item === undefined ? null : { path: `${list}[${index}]${rest}`, said: say(item), about };
}

/** The plain forms in which a sentence states a value of a field by a name; at least one must be read. */
const sentences = (name: string, said: string, about: string, value: string): readonly string[] => [
  `${about} ${said} ${name}: ${value}`,
  `The ${said} ${name} of ${about} is ${value}`,
  `${about} has ${said === 'a' ? '' : 'a '}${said} ${name} of ${value}`,
  `${about} has a ${name} of ${value} ${said}`,
  `${about} is up ${value} in ${name} over ${said}`,
];

/** In the number and form that people write: sums are of bids, and "cost" is the past of a cost. */
const written = (name: string, { path }: Term): string =>
  (path.startsWith('depth_by_distance') ? name.replace(/\b(bid|ask)\b/, '$1s') : name).replace(/\bcost\b/, 'costs');

/** An answer of the corpus; of an operation that is younger than the corpus, one written by hand. */
function answerOf(operation: string): Quoted[string]['answer'] {
  const own = Object.entries(ANSWERS).filter(([name]) => /^binance-(?:btc|markets|health)/.test(name));
  const held = own.find(([, one]) => one.operation === operation)?.[1].answer;
  if (held !== undefined) return held;
  const base = own.find(([name]) => name.startsWith('binance-btc'))?.[1].answer;
  if (base === undefined || operation !== 'get_vpin') throw new Error(`no answer of ${operation}`);
  return { ...vpinByHand(base as unknown as AnswerBase), receipt: base.receipt };
}

test.each(Object.keys(TERMS_BY_OPERATION))('each published name of %s proves its field', (operation) => {
  const answer = answerOf(operation);
  const proven = [provenOf({ receipt: answer.receipt, operation, answer })];
  const failed: string[] = [];
  let tried = 0;
  const terms = TERMS_BY_OPERATION[operation] ?? [];
  const published = new Set(namedFields(terms).flatMap(({ term, names }) => names.map((name) => `${term.path} ${name}`)));
  for (const term of terms) {
    const names = term.names.filter((name) => published.has(`${term.path} ${name}`));
    const item = itemOf(term, answer);
    const value = item === null ? null : valueAt(answer, item.path);
    // An open candle has no close yet.
    if (item === null || typeof value !== 'number' || term.names.includes('last candle close')) continue;
    for (const name of names) {
      // These names state a direction, or need one.
      if (/\b(?:buy|sell|bid|ask) heavy|toward|favor|tilt|lean|slip$|^price slip|net (?:taker )?(?:buy|sell)/.test(name))
        continue;
      if (term.names.includes('') || term.names.includes('slip')) continue;
      tried++;
      const said = `${plain(value)} ${UNITS[term.unit] ?? ''}`.trim();
      const isProven = sentences(written(name, term), item.said, item.about, said).some((text) => {
        const { figures } = judgeText(`${text} [${answer.receipt}]`, proven, { mostFigures: 9, quotes: false });
        const claiming = figures.filter(({ verdict }) => verdict !== 'context');
        return claiming.length === 1 && claiming[0]?.verdict === 'matched' && claiming[0].path === item.path;
      });
      if (!isProven) failed.push(`${term.path}: ${name}`);
    }
  }
  expect(failed).toEqual([]);
  expect(tried).toBeGreaterThan(Math.min(3, published.size - 1));
});
