import type { Link } from './link.ts';

/** Subscriptions of connections to topics. */
export interface Hub {
  add(topic: string, link: Link): 'added' | 'already';
  remove(topic: string, link: Link): 'removed' | 'absent';
  forget(link: Link): void;
  topicsOf(link: Link): readonly string[];
  on(topic: string): ReadonlySet<Link>;
}

const NO_LINKS: ReadonlySet<Link> = new Set();

export function createHub(): Hub {
  const topics = new Map<string, Set<Link>>();
  const remove = (topic: string, link: Link) => {
    const links = topics.get(topic);
    if (!links?.delete(link)) return 'absent';
    if (links.size === 0) topics.delete(topic);
    return 'removed';
  };
  return {
    add(topic, link) {
      const links = topics.get(topic) ?? new Set();
      topics.set(topic, links);
      if (links.has(link)) return 'already';
      links.add(link);
      return 'added';
    },
    remove,
    forget(link) {
      for (const topic of topics.keys()) remove(topic, link);
    },
    topicsOf: (link) => [...topics].filter(([, links]) => links.has(link)).map(([topic]) => topic),
    on: (topic) => topics.get(topic) ?? NO_LINKS,
  };
}
