import { shown } from '../data/store.ts';

/** Each state has its own shape, colour and word. */
const SHAPES: Readonly<Record<string, readonly [shape: string, tone: string]>> = {
  ok: ['●', 'good'],
  synced: ['●', 'good'],
  degraded: ['◐', 'warn'],
  stale: ['◐', 'warn'],
  connecting: ['○', 'warn'],
  syncing: ['○', 'warn'],
  gap: ['▲', 'bad'],
  down: ['✕', 'bad'],
};

interface Props {
  readonly state: string;
  /** `before`: from an answer that is no longer updated. */
  readonly seen?: 'now' | 'before';
}

/**
 * State of a stream or venue; once the server is gone or refuses the stream, its last known state. Another state is another element, so that
 * a longer word moves nothing.
 */
export function StateMark({ state, seen = 'now' }: Props) {
  const link = shown.link.value;
  if (seen === 'before' || link === 'lost' || link === 'refused')
    return (
      <span key="past" class="state past">
        <span aria-hidden="true">–</span> was {state}
      </span>
    );
  const [shape, tone] = SHAPES[state] ?? ['?', 'warn'];
  return (
    <span key={state} class={`state ${tone}`}>
      <span aria-hidden="true">{shape}</span> {state}
    </span>
  );
}
