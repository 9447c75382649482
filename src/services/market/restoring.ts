import { readPart, readText, type RestoreStart } from '../../runtime/raw-log/index.ts';
import type { Engine } from './engine.ts';

/** Puts a checkpoint into an engine while its log is replayed: each part before the first record that it does not have. */
export interface Restoring {
  /** Whether nothing is left to be put in. */
  isWhole(): boolean;
  /** Whether something has to be put in before this record. */
  isDue(seq: number): boolean;
  /** Puts it in. Throws TF_LOG_CORRUPT, TF_LOG_UNPLAYABLE, TF_MARKET_CHECKPOINT_OTHER_SOURCE. */
  putIn(engine: Engine, seq: number): Promise<void>;
}

/** `isWanted`, by name: what is left out is not followed. A text is whole or nothing. */
export function restoringFrom(
  { checkpoint, fromSeq }: Pick<RestoreStart, 'checkpoint' | 'fromSeq'>,
  isWanted: (name: string) => boolean = () => true,
): Restoring {
  const parts = checkpoint?.kind === 'parts' ? checkpoint.parts.filter(({ name }) => isWanted(name)) : [];
  // In the order of their moments; those of one moment belong together.
  const moments = [...Map.groupBy(parts, ({ asOf }) => asOf)].toSorted(([a], [b]) => a - b);
  let text = checkpoint?.kind === 'text' ? checkpoint : null;

  const isDue = (seq: number): boolean => (text !== null ? seq >= fromSeq : moments[0] !== undefined && moments[0][0] < seq);

  return {
    isWhole: () => text === null && moments.length === 0,
    isDue,
    async putIn(engine, seq) {
      if (text !== null) {
        engine.restoreText(await readText(text.place));
        text = null;
      }
      for (let next = moments[0]; next !== undefined && next[0] < seq; next = moments[0]) {
        moments.shift();
        const read = [];
        for (const part of next[1]) read.push({ name: part.name, bytes: await readPart(part) });
        engine.load(read);
      }
    },
  };
}
