/** A name as it's compared: case, `-`, `_` and spaces don't count. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[-_\s]/g, '');
