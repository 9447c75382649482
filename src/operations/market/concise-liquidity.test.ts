import { expect, test } from 'vitest';
import { liquidity } from '../testing/market.ts';
import { conciseLiquidity } from './concise-liquidity.ts';

test('four distances are shown and the others counted; an absence keeps its own row', () => {
  const absent = [
    { field: 'depth_by_distance[1].ask', reason: 'the known book ends before', ready_at: null },
    { field: 'depth_by_distance[4].ask', reason: 'the known book ends before', ready_at: null },
    { field: 'depth_by_distance[5]', reason: 'the known book ends before', ready_at: null },
    { field: 'profile', reason: 'no trades', ready_at: null },
  ];
  const short = conciseLiquidity({ ...liquidity([]), absent });
  expect(short.depth_by_distance.map(({ within_bps: bps }) => bps)).toEqual([2, 10, 25, 50]);
  expect(short.absent.map(({ field }) => field)).toEqual(['depth_by_distance[3].ask', 'profile']);
  expect(short.caveats).toEqual(['detail full adds 2 distances, 3 walls']);
});

test('every distance that the caller named is shown', () => {
  const short = conciseLiquidity(liquidity([]), [5, 100]);
  expect(short.depth_by_distance).toHaveLength(6);
  expect(short.absent[0]?.field).toBe('depth_by_distance[5]');
});

test('sizes and amounts that were asked for keep their digits', () => {
  const [first] = conciseLiquidity(liquidity([12.345_678_9])).execution;
  expect(first).toMatchObject({ qty: 12.345_678_9, amount: 1126371.884 });
});

test('the largest wall is among those shown, whatever its severity', () => {
  const full = liquidity([]);
  const wall = (price: number, qty: number, severity: 'high' | 'medium' | 'low') => ({
    ...full.walls![0]!,
    price,
    qty,
    severity,
  });
  const shownOf = (walls: ReturnType<typeof wall>[]) => conciseLiquidity({ ...full, walls }).walls?.map(({ price }) => price);
  expect(shownOf([wall(1, 5, 'high'), wall(2, 6, 'high'), wall(3, 70, 'low')])).toEqual([1, 3]);
  expect(shownOf([wall(1, 5, 'high'), wall(2, 60, 'high'), wall(3, 7, 'low')])).toEqual([1, 2]);
  expect(shownOf([wall(1, 5, 'low')])).toEqual([1]);
  expect(conciseLiquidity({ ...full, walls: [] }).walls).toEqual([]);
});

test('a shown wall has its age, or the reason under its place in the shortened list', () => {
  const full = liquidity([]);
  const [first, second, third] = full.walls ?? [];
  const walls = [second, third].flatMap((wall) => wall ?? []);
  const absent = [{ field: 'walls[1].age_sec', reason: 'it stood before it was watched', ready_at: null }];
  const { walls: shown, absent: why } = conciseLiquidity({
    ...full,
    walls: first === undefined ? [] : [first, ...walls],
    absent: [
      { ...absent[0]!, field: 'walls[2].age_sec' },
      { ...absent[0]!, field: 'walls[2].since' },
    ],
  });
  expect(shown?.map(({ age_sec, since }) => [age_sec, since])).toEqual([
    [76, undefined],
    [null, undefined],
  ]);
  expect(why).toEqual([{ field: 'walls[1].age_sec', reason: 'it stood before it was watched' }]);
});
