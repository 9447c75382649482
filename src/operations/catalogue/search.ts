import { coinCodes } from '../../core/index.ts';
import type { Entry, Registry } from '../types.ts';
import { DISPATCHERS } from './dispatch.ts';
import { THESAURUS } from './thesaurus.ts';

/** BM25's usual constants (Robertson & Zaragoza 2009): how fast a repeated word saturates, how much length counts. */
const SATURATION = 1.2;
const LENGTH = 0.75;
/** A synonym from the thesaurus counts less than a word of the question. */
const SYNONYM_WEIGHT = 0.5;
/** Weight of a word by the field that contains it. */
const FIELD_WEIGHTS = { name: 3, title: 2, keywords: 3, example: 2, text: 1, argument: 1, toolset: 1 } as const;

const STOP = new Set(
  'a an and any are as at be by can did do does for from get give has have how i in is it its me my now of on or our please right see show that the their there they this to too up us was we were what where will with would you your'.split(
    ' ',
  ),
);

/** Lower-case words without plural endings and stop words. */
export function words(text: string): string[] {
  const found =
    text
      .toLowerCase()
      .replaceAll(YEAR, '$<before> history')
      .match(/[a-z0-9]+/g) ?? [];
  return found.filter((word) => !STOP.has(word)).map(stem);
}

/** A year asks for history. Without such a word before it, it may be an amount. */
const YEAR =
  /\b(?<before>in|since|during|january|february|march|april|may|june|july|august|september|october|november|december)\s+(?:19|20)\d\d\b/g;

function stem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1);
  return word;
}

/** A lower score is shown as 0. */
const LEAST = 0.005;

/** Whoever searches has these already, and their texts are about tools, not about markets. */
const ALWAYS_LISTED = new Set(['find_tools', ...Object.values(DISPATCHERS)]);

interface Document {
  readonly entry: Entry;
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

interface Index {
  readonly documents: readonly Document[];
  readonly rarity: ReadonlyMap<string, number>;
  readonly meanLength: number;
}

const indexes = new WeakMap<Registry, Index>();

/** An entry that a search found. */
export interface Found {
  readonly entry: Entry;
  /**
   * How much of the question it covers, 0 to 1: rare words weigh more, synonyms half; less for a tool that mentions the words in
   * passing than for the one that is about them. 1 for its own name.
   */
  readonly score: number;
  /** The question contains its name. */
  readonly isNamed: boolean;
}

/** The best matches of a question, best first, one for each operation. An alias is returned only for its own name. */
export function searchEntries(registry: Registry, question: string, limit: number): Found[] {
  const index = indexOf(registry);
  const said = words(question);
  const wanted = expand(said);
  const ranked = index.documents
    .map((document) => {
      const isNamed = named(document.entry, question);
      const points = rank(index, document, wanted);
      return { document, isNamed, points, fit: points * coverage(index, document, said) };
    })
    .filter(({ document, isNamed, fit }) => isNamed || (fit > 0 && !ALWAYS_LISTED.has(document.entry.name)))
    .sort(
      (a, b) =>
        Number(b.isNamed) - Number(a.isNamed) || b.fit - a.fit || a.document.entry.name.localeCompare(b.document.entry.name),
    );
  const most = Math.max(...ranked.map(({ points }) => points));
  const seen = new Set<string>();
  const hits: Found[] = [];
  for (const { document, isNamed, fit } of ranked) {
    const { entry } = document;
    const shown = isNamed ? entry : (registry.byName.get(entry.operation.name) ?? entry);
    if (seen.has(shown.operation.name) && !isNamed) continue;
    seen.add(shown.operation.name);
    const score = isNamed ? 1 : fit / most;
    if (score < LEAST) break;
    hits.push({ entry: shown, score, isNamed });
    if (hits.length === limit) break;
  }
  return hits;
}

/**
 * Share of the question's words that a document contains, weighted by rarity. A word of no document is the rarest; numbers and names
 * of coins say nothing about which tool is meant, so they are left out beside other words.
 */
function coverage({ rarity, documents }: Index, { counts }: Document, said: readonly string[]): number {
  const rarest = Math.log(1 + (documents.length + 0.5) / 0.5);
  let covered = 0;
  let total = 0;
  const informative = said.filter((word) => !/\d/.test(word) && coinCodes(word).length === 0);
  for (const word of new Set(informative.length > 0 ? informative : said)) {
    const weight = rarity.get(word) ?? rarest;
    total += weight;
    if (counts.has(word)) covered += weight;
    else if (THESAURUS[word]?.some((other) => counts.has(other)) === true) covered += weight * SYNONYM_WEIGHT;
  }
  return total === 0 ? 0 : covered / total;
}

const named = (entry: Entry, question: string): boolean => question.toLowerCase().includes(entry.name);

function expand(said: readonly string[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const word of said) weights.set(word, 1);
  for (const word of said) {
    for (const other of THESAURUS[word] ?? []) if (!weights.has(other)) weights.set(other, SYNONYM_WEIGHT);
  }
  return weights;
}

function rank({ rarity, meanLength }: Index, { counts, length }: Document, wanted: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [word, weight] of wanted) {
    const times = counts.get(word) ?? 0;
    if (times === 0) continue;
    const norm = SATURATION * (1 - LENGTH + (LENGTH * length) / meanLength);
    sum += (weight * (rarity.get(word) ?? 0) * times * (SATURATION + 1)) / (times + norm);
  }
  return sum;
}

function indexOf(registry: Registry): Index {
  const known = indexes.get(registry);
  if (known) return known;
  const documents = registry.entries.map(documentOf);
  const inDocuments = new Map<string, number>();
  for (const { counts } of documents) for (const word of counts.keys()) inDocuments.set(word, (inDocuments.get(word) ?? 0) + 1);
  const total = documents.length;
  const rarity = new Map([...inDocuments].map(([word, n]) => [word, Math.log(1 + (total - n + 0.5) / (n + 0.5))] as const));
  const meanLength = documents.reduce((sum, { length }) => sum + length, 0) / Math.max(1, total);
  const index = { documents, rarity, meanLength };
  indexes.set(registry, index);
  return index;
}

function documentOf(entry: Entry): Document {
  const { operation } = entry;
  const counts = new Map<string, number>();
  let length = 0;
  const add = (text: string, weight: number) => {
    for (const word of words(text)) {
      counts.set(word, (counts.get(word) ?? 0) + weight);
      length += weight;
    }
  };
  add(entry.name, FIELD_WEIGHTS.name);
  add(entry.title, FIELD_WEIGHTS.title);
  add(entry.toolset, FIELD_WEIGHTS.toolset);
  add(`${operation.summary} ${operation.whenToUse}`, FIELD_WEIGHTS.text);
  add((operation.keywords ?? []).join(' '), FIELD_WEIGHTS.keywords);
  add(operation.examples.map(({ ask }) => ask).join(' '), FIELD_WEIGHTS.example);
  add(entry.argumentNames.join(' '), FIELD_WEIGHTS.argument);
  return { entry, counts, length };
}
