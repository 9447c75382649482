import { h, render } from 'preact';
import { expect, test } from 'vitest';
import { report as reportAnswer } from '../../../src/operations/testing/market.ts';
import type { GetReportAnswer } from '../generated/api.ts';
import { bareDom } from '../testing/bare-dom.ts';
import { Ladder } from './ladder.tsx';

const dom = bareDom();
const whole = reportAnswer() as GetReportAnswer;

interface Row {
  readonly textContent: string;
  readonly childNodes: readonly Row[];
  readonly name: string;
  readonly attributes: ReadonlyMap<string, unknown>;
}

const rowsOf = (node: Row): Row[] => (node.name === 'li' ? [node] : node.childNodes.flatMap(rowsOf));

/** Draws a ladder with these bids, price and size, and returns the row of each price. */
function draw(bids: readonly (readonly [price: number, size: number])[]): Map<string, Row> {
  const depth = { ...whole.depth, top20_bid: bids.map(([p, q]) => ({ p, q })), top20_ask: [{ p: 200, q: 1 }] };
  const report = { ...whole, depth } as GetReportAnswer;
  render(h(Ladder, { report, base: 'BTC', decimals: 0, lotDecimals: 1 }), dom.root);
  return new Map(rowsOf(dom.root as unknown as Row).map((row) => [row.childNodes[1]?.textContent ?? '', row]));
}

const barOf = (row: Row | undefined): unknown => row?.childNodes[0]?.childNodes[0]?.attributes.get('width');

test('a row and its bar belong to a price: a new best level does not give its size to the bar of another', () => {
  const before = draw([
    [100, 4],
    [99, 1],
  ]);
  const bar = before.get('100')?.childNodes[0];
  expect([barOf(before.get('100')), barOf(before.get('99'))]).toEqual([100, 25]);
  const after = draw([
    [101, 2],
    [100, 4],
    [99, 1],
  ]);
  expect([...after.keys()]).toEqual(['200', '101', '100', '99']);
  expect(after.get('100')?.childNodes[0]).toBe(bar);
  expect(after.get('99')).toBe(before.get('99'));
  expect([...before.values()]).not.toContain(after.get('101'));
  expect([barOf(after.get('101')), barOf(after.get('100')), barOf(after.get('99'))]).toEqual([50, 100, 25]);
  // A level that goes takes its row along, and comes back as a new one.
  expect([
    ...draw([
      [101, 2],
      [99, 1],
    ]).keys(),
  ]).toEqual(['200', '101', '99']);
  expect(
    draw([
      [101, 2],
      [100, 3],
      [99, 1],
    ]).get('100'),
  ).not.toBe(after.get('100'));
});
