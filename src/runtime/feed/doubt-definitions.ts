import { backoff, type Context } from './context.ts';

/** Numbers no longer fit the definitions: requests them again soon, and backs off while that doesn't help. */
export function doubtDefinitions({ feed }: Context): void {
  const { definitions } = feed;
  const soon = backoff(feed, definitions.attempt + 1);
  if (soon >= definitions.dueAt) return;
  definitions.dueAt = soon;
  definitions.attempt++;
}
