import fc from 'fast-check';

/** For tests: JSON of the wrong shape, with the names that venues use and names that attackers use. */
const name = fc.constantFrom('e', 'E', 's', 'U', 'u', 'b', 'a', 'p', 'q', 'data', 'stream', 'channel', 'type', 'method', 'result', 'symbol', '__proto__', 'constructor', 'toString'); // prettier-ignore
const value = fc.oneof(
  fc.constantFrom(
    'depthUpdate',
    'trade',
    'book',
    'snapshot',
    'update',
    'ticker',
    'NaN',
    '-0',
    '1e999',
    '',
    'BTCUSDT',
    '__proto__',
  ),
  fc.double(),
  fc.constantFrom(null, true, 0, -1, 2 ** 53, '9'.repeat(400)),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    value,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(name, tie('tree'), { maxKeys: 6 }),
  ),
}));

export const hostileJson: fc.Arbitrary<string> = tree.map((found) => JSON.stringify(found) ?? '');

const PIECES = ['', ' ', '0', '9', '-', '.', '"', ',', '[', ']', '{', '}', 'e5', 'null', '\\u0000', '99999999999999999999', '0.00000000', 'NaN', ',"__proto__":{"s":"X"}', ',"s":"ETHUSDT"']; // prettier-ignore

/** For tests: frames of a venue; some are complete, some truncated, and some have a piece inserted, doubled or removed. */
export const mangled = (frames: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...frames),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 6 }), fc.constantFrom(...PIECES)), { maxLength: 2 }),
      fc.option(fc.nat(), { freq: 4 }),
    )
    .map(([frame, edits, end]) => {
      const edited = edits.reduce((text, [at, length, piece]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + piece + text.slice(start + length);
      }, frame);
      return end === null ? edited : edited.slice(0, end % (edited.length + 1));
    });
