import type { ComponentChildren } from 'preact';

interface Props {
  readonly id: string;
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of the page: Tab focuses it, arrow keys focus the figures in it. */
export function Panel({ id, title, aside, children }: Props) {
  return (
    <section id={id} class={`panel ${id}`} tabIndex={0} aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        {aside === undefined ? null : <div class="aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

/** Text of an empty panel, with the reason. */
export function Nothing({ why }: { readonly why: string }) {
  return <p class="absent">{why}</p>;
}
