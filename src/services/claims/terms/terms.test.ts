import { expect, test } from 'vitest';
import { COMPARATIVES, DOWN, NUMBER_WORDS, DENIALS, UP } from '../text/words.ts';
import { canonical } from './canonical.ts';
import { TERMS_BY_OPERATION } from './index.ts';

const NEVER_REACH_A_NAME = [DENIALS, UP, DOWN, COMPARATIVES, NUMBER_WORDS];

test.each(Object.entries(TERMS_BY_OPERATION))(
  '%s: a clause can have every word of every name, and no name stands twice',
  (_, terms) => {
    for (const { path, names } of terms) {
      const words = names.flatMap((name) => name.split(' '));
      const unreachable = words.filter((word) => canonical(word) !== word || NEVER_REACH_A_NAME.some((list) => list.has(word)));
      expect(unreachable, path).toEqual([]);
      const sorted = names.map((name) => name.split(' ').toSorted().join(' '));
      expect(
        sorted.filter((name, index) => sorted.indexOf(name) !== index),
        path,
      ).toEqual([]);
    }
  },
);
