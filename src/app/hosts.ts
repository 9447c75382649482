import type { HostList, Source, Venue } from '../core/index.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const replaced = ({ env }: HostList, environment: Environment): string[] =>
  (environment[env] ?? '')
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '');

/** The hosts of one interface of a venue: from its variable, else its own. */
export function hostsOf(list: HostList, environment: Environment): readonly string[] {
  const own = replaced(list, environment);
  return own.length > 0 ? own : list.urls;
}

/** Data from a replaced host count as recorded, unless TALLYFOIL_SOURCE overrides this. */
export function sourceOf(venues: readonly Venue[], environment: Environment, said: Source | undefined): Source {
  if (said !== undefined) return said;
  const hosts = venues.flatMap(({ card }) => [card.hosts.ws, card.hosts.rest]);
  return hosts.some((list) => replaced(list, environment).length > 0) ? 'recorded' : 'live';
}
