import { quarantine, type Context } from './context.ts';

/** Quarantines one message of a frame over many markets. Only the first of a frame is shown, the others are counted. */
export function refuseOne(context: Context, reason: string, detail: string): void {
  if (context.effects.some((effect) => effect.kind === 'quarantine' && effect.reason === reason)) context.feed.quarantined++;
  else quarantine(context, null, reason, detail, '');
}
