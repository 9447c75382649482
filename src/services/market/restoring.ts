import { readPart, readText, type RestoreStart } from '../../runtime/raw-log/index.ts';
import type { Engine } from './engine.ts';

/** Loads a checkpoint into an engine during a replay: each part before the first record that it does not include. */
export interface Restoring {
  /** Whether all parts are loaded. */
  isWhole(): boolean;
  /** Whether a part must be loaded before this record. */
  isDue(seq: number): boolean;
  /** Loads the due parts. Throws TF_LOG_CORRUPT, TF_LOG_UNPLAYABLE, TF_MARKET_CHECKPOINT_OTHER_SOURCE. */
  putIn(engine: Engine, seq: number): Promise<void>;
}

/**
 * `isWanted` selects parts by name; a market without its part is not followed. A text checkpoint is always loaded as a whole.
 */
export function restoringFrom(
  { checkpoint, fromSeq }: Pick<RestoreStart, 'checkpoint' | 'fromSeq'>,
  isWanted: (name: string) => boolean = () => true,
): Restoring {
  const parts = checkpoint?.kind === 'parts' ? checkpoint.parts.filter(({ name }) => isWanted(name)) : [];
  // Grouped by capture time, because parts of one moment must be loaded together; in order.
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
