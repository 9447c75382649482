import type { Micros } from '../../core/index.ts';
import { exponential } from '../chance.ts';
import { micros } from './draw.ts';
import type { Episode, EpisodeKind, Hands, Play } from './episode.ts';
import { flashCrash } from './flash-crash.ts';
import { honestWall, requotes } from './honest.ts';
import { iceberg } from './iceberg.ts';
import { layeredWalls, spoofing } from './spoofing.ts';

const PLAYS: Readonly<Record<EpisodeKind, Play>> = {
  spoofing,
  layered_walls: layeredWalls,
  iceberg,
  flash_crash: flashCrash,
  requotes,
  honest_wall: honestWall,
};

export interface ScriptOptions {
  readonly kinds: readonly EpisodeKind[];
  /** Seconds before the first episode; then the least and mean pause between episodes. */
  readonly firstAfter: number;
  readonly pause: { readonly least: number; readonly mean: number };
  readonly start: Micros;
  readonly done: (episode: Omit<Episode, 'symbol'>) => void;
}

/** Runs episodes one after another, each of a kind drawn at random from the list. */
export interface Script {
  nextAt(): Micros;
  /** Runs the next step. */
  run(hands: Hands): void;
}

export function createScript({ kinds, firstAfter, pause, start, done }: ScriptOptions): Script {
  let due = start + micros(firstAfter);
  let acting: ReturnType<Play> | null = null;
  return {
    nextAt: () => due,
    run(hands) {
      const kind = kinds[Math.floor(hands.random() * kinds.length)];
      if (kind === undefined) {
        due = Infinity;
        return;
      }
      acting ??= PLAYS[kind](hands);
      const step = acting.next();
      if (step.done !== true) {
        due += step.value;
        return;
      }
      acting = null;
      done(step.value);
      due += micros(pause.least + exponential(hands.random, Math.max(0, pause.mean - pause.least)));
    },
  };
}
