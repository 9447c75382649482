import { expect, test } from 'vitest';
import { createInputQueue, immediately, type Steps } from './input-queue.ts';

/** A queue whose time passes only by work, and whose event loop turns by hand. */
function stage({ sliceMs = 10, mostCharacters = 1_000 } = {}) {
  let now = 0;
  const turns: (() => void)[] = [];
  const done: string[] = [];
  const queue = createInputQueue({ stopwatch: () => now, later: (run) => void turns.push(run), sliceMs, mostCharacters });
  const work = (name: string, ms: number, steps = 1) =>
    function* (): Generator<undefined, void, undefined> {
      for (let step = 1; step <= steps; step++) {
        now += ms;
        done.push(steps === 1 ? name : `${name}${step}`);
        if (step < steps) yield;
      }
    };
  const put = (name: string, ms: number, { steps = 1, characters = 1 } = {}) => queue.put(work(name, ms, steps), characters);
  const turn = () => turns.splice(0).forEach((run) => run());
  return { queue, put, turn, turns, done: () => done.splice(0) };
}

test('an input is taken as it arrives while the turn has time', () => {
  const { put, done } = stage();
  put('a', 4);
  put('b', 4);
  expect(done()).toEqual(['a', 'b']);
});

test('a backlog is worked off in order, one slice in each turn of the event loop', () => {
  const { put, turn, turns, done } = stage();
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) put(name, 6);
  expect(done()).toEqual(['a', 'b']);
  turn();
  expect(done()).toEqual(['c', 'd']);
  put('h', 6);
  expect(done()).toEqual([]);
  turn();
  turn();
  expect(done()).toEqual(['e', 'f', 'g', 'h']);
  turn();
  expect(turns).toEqual([]);
});

test('a long input is taken in steps over several turns, and no other comes in between', () => {
  const { put, turn, done } = stage();
  put('tick', 6, { steps: 5 });
  put('frame', 1);
  expect(done()).toEqual(['tick1', 'tick2']);
  turn();
  expect(done()).toEqual(['tick3', 'tick4']);
  turn();
  expect(done()).toEqual(['tick5', 'frame']);
});

test('an input that arrives during the work on another waits for its end', () => {
  const { queue, put, done } = stage();
  const steps: Steps = {
    next() {
      put('inner', 1);
      put('outer', 1);
      return { done: true, value: undefined };
    },
  };
  queue.put(() => steps, 1);
  expect(done()).toEqual(['inner', 'outer']);
});

test('a full queue pauses its sources, and resumes them once half of it is left', () => {
  const { queue, put, turn, done } = stage({ mostCharacters: 100 });
  const said: string[] = [];
  const leave = queue.join({ pause: () => said.push('pause'), resume: () => said.push('resume') });
  put('a', 20);
  for (const name of ['b', 'c', 'd', 'e']) put(name, 20, { characters: 30 });
  expect([queue.isFull, said]).toEqual([true, ['pause']]);
  turn();
  turn();
  expect([queue.isFull, said]).toEqual([true, ['pause']]);
  turn();
  expect([queue.isFull, said, done()]).toEqual([false, ['pause', 'resume'], ['a', 'b', 'c', 'd']]);
  leave();
  for (const name of ['f', 'g', 'h', 'i', 'j']) put(name, 20, { characters: 30 });
  expect([queue.isFull, said]).toEqual([true, ['pause', 'resume']]);
});

test('an input that fails loses only itself', () => {
  const { queue, put, turn, done } = stage();
  put('a', 20);
  queue.put(() => {
    throw new Error('no');
  }, 1);
  put('b', 1);
  expect(turn).toThrow('no');
  turn();
  expect(done()).toEqual(['a', 'b']);
});

test('without a queue every step is taken at once', () => {
  const seen: number[] = [];
  immediately.put(function* () {
    for (let step = 0; step < 3; step++) {
      seen.push(step);
      yield;
    }
  }, 1);
  expect(seen).toEqual([0, 1, 2]);
});
