import ts from 'typescript';
import { WORDS, type WordRule } from './word-list.ts';

export interface Hit {
  readonly file: string;
  /** From 1; 0 for the name of the file. */
  readonly line: number;
  readonly word: string;
  readonly better: string;
  readonly text: string;
}

type Place = 'comment' | 'message' | 'name' | 'page' | 'file';

interface Piece {
  readonly place: Place;
  readonly text: string;
  readonly offset: number;
}

const applies = ({ only, fileOnly }: WordRule, place: Place): boolean => {
  if (place === 'file') return only !== 'message';
  if (fileOnly === true) return false;
  return only === undefined || only === place;
};

/** Words of the list in one file: comments, strings of several words and identifiers of code; the prose of a Markdown page. */
export function findWords(file: string, text: string): readonly Hit[] {
  const fileName = { place: 'file', text: wordsOf(baseName(file)), offset: -1 } as const;
  const pieces = [fileName, ...(file.endsWith('.md') ? proseOf(text) : mayHit(text) ? piecesOf(file, text) : [])];
  const seenNames = new Set<string>();
  const hits = pieces.flatMap((piece) => {
    if (piece.place === 'name' && seenNames.has(piece.text)) return [];
    if (piece.place === 'name') seenNames.add(piece.text);
    return hitsOf(file, text, piece);
  });
  return hits.toSorted((a, b) => a.line - b.line);
}

function hitsOf(file: string, text: string, { place, text: words, offset }: Piece): readonly Hit[] {
  return WORDS.filter((rule) => applies(rule, place)).flatMap(({ word, pattern, better }) =>
    [...words.matchAll(everywhere(pattern))].map((match) => ({
      file,
      line:
        place === 'file'
          ? 0
          : text.slice(0, place === 'comment' || place === 'page' ? offset + match.index : offset).split('\n').length,
      word,
      better,
      text: words
        .slice(Math.max(0, match.index - 40), match.index + 60)
        .replaceAll(/\s+/g, ' ')
        .trim(),
    })),
  );
}

/** The pattern for every occurrence; between two words it also accepts a line end and a comment star. */
const everywhere = ({ source, flags }: RegExp): RegExp => new RegExp(source.replaceAll(' ', String.raw`[\s*]+`), `${flags}g`);

const baseName = (file: string): string => (file.split('/').at(-1) ?? '').replace(/(\.heavy|\.long)?(\.test)?\.\w+$/, '');

/** Words of a name: `toldAnswers`, `told-answers` and `TOLD_ANSWERS` are "told answers". */
const wordsOf = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_\-.]+/g, ' ')
    .toLowerCase();

/** Most files contain none of the words, so they need no parser. Identifiers are split at capitals before the search. */
const mayHit = (text: string): boolean => {
  const loose = `${text}\n${wordsOf(text)}`;
  return WORDS.some(({ pattern, fileOnly }) => fileOnly !== true && everywhere(pattern).test(loose));
};

function piecesOf(file: string, text: string): readonly Piece[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  const pieces: Piece[] = [];
  const comments = new Set<number>();
  const addComments = (from: number) => {
    for (const { pos, end } of [
      ...(ts.getLeadingCommentRanges(text, from) ?? []),
      ...(ts.getTrailingCommentRanges(text, from) ?? []),
    ]) {
      if (comments.has(pos)) continue;
      comments.add(pos);
      pieces.push({ place: 'comment', text: plainComment(text.slice(pos, end)), offset: pos });
    }
  };
  const visit = (node: ts.Node) => {
    const start = node.getStart(source);
    if (ts.isIdentifier(node)) pieces.push({ place: 'name', text: wordsOf(node.text), offset: start });
    const message = messageOf(node);
    if (message !== null) pieces.push({ place: 'message', text: message, offset: start });
    if (node.getChildCount(source) === 0) addComments(node.pos);
    else node.getChildren(source).forEach(visit);
  };
  visit(source);
  return pieces;
}

/** SQL is left out, because column names in stored files cannot change. */
const SQL = /^(\s*--[^\n]*\n)*\s*(ALTER|CREATE|DELETE|DROP|INSERT|PRAGMA|REPLACE|SELECT|UPDATE) /;

/** A string of at least two words, so that ids, keys and paths are left out; null for other nodes. */
function messageOf(node: ts.Node): string | null {
  const text =
    ts.isStringLiteralLike(node) || ts.isJsxText(node)
      ? node.text
      : ts.isTemplateExpression(node)
        ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
        : '';
  return /\S\s+\S/.test(text) && !SQL.test(text) ? text : null;
}

/** Without its stars, at the same offsets; code in backticks is a name, not a word. */
const plainComment = (comment: string): string => blankCode(comment.replaceAll(/^\s*\*/gm, (star) => ' '.repeat(star.length)));

const blankCode = (text: string): string => text.replaceAll(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));

/** A page without its code and the addresses of its links, at the same offsets. */
function proseOf(text: string): readonly Piece[] {
  const blank = (match: string) => match.replaceAll(/[^\n]/g, ' ');
  const prose = blankCode(text.replaceAll(/^```[\s\S]*?^```/gm, blank)).replaceAll(/\]\([^)]*\)|https?:\S+/g, blank);
  return [{ place: 'page', text: prose, offset: 0 }];
}
