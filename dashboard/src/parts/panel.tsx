import type { ComponentChildren } from 'preact';
import { stopped } from '../data/stopped.ts';
import { FromRight } from '../words/from-right.tsx';
import { NO_DATA } from '../words/stopped.ts';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly aside?: string | undefined;
  readonly children: ComponentChildren;
}

/** A part of the page: Tab focuses it, arrow keys focus the figures in it. */
export function Panel({ id, title, aside, children }: Props) {
  return (
    <section id={id} class={`panel ${id}`} tabIndex={0} aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        {aside === undefined ? null : (
          <div class="aside">
            <FromRight text={aside} />
          </div>
        )}
      </header>
      {children}
    </section>
  );
}

/** Why something is missing; only that it is, while one reason at the top explains everything. */
export const missing = (why: string): string => (stopped.value === null ? why : NO_DATA);

/** Text of an empty panel, with the reason. */
export function Nothing({ why }: { readonly why: string }) {
  return (
    <p class="absent" title={why}>
      <FromRight text={missing(why)} />
    </p>
  );
}
