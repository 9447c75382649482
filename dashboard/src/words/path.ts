/** A path as the server writes it: `windows.0.net` is `windows[0].net`. */
export const bracketed = (path: string): string => path.replace(/\.(\d+)(?=\.|$)/g, '[$1]');
