/** A path with its query, each value escaped. */
export const query = (path: string, parameters: Readonly<Record<string, string | number>>): string =>
  `${path}?${Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;
