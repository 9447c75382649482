type Labelled = Readonly<Record<string, unknown>>;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** An age in at most five characters below 10,000 days: 143ms, 1.4s, 59s, 12m, 47h, 9d. */
export function ageWords(ms: unknown): string {
  if (typeof ms !== 'number') return 'no data';
  const rounded = Math.round(ms);
  if (rounded < SECOND_MS) return `${rounded}ms`;
  if (rounded < 10 * SECOND_MS) return `${Math.floor(rounded / 100) / 10}s`;
  if (rounded < MINUTE_MS) return `${Math.floor(rounded / SECOND_MS)}s`;
  if (rounded < HOUR_MS) return `${Math.floor(rounded / MINUTE_MS)}m`;
  if (rounded < 2 * DAY_MS) return `${Math.floor(rounded / HOUR_MS)}h`;
  return `${Math.floor(rounded / DAY_MS)}d`;
}

/** SIMULATED or RECORDED; empty for live data; SOURCE UNKNOWN if missing or unknown. */
export function sourceLabel({ source, replayed }: Labelled): string {
  const label =
    source === 'live' ? '' : source === 'recorded' || source === 'simulated' ? source.toUpperCase() : 'SOURCE UNKNOWN';
  return replayed === true ? `${label} REPLAYED`.trim() : label;
}

/** Puts the source at the start of a line; a line about live data stays unchanged. */
export function withSource(message: Labelled, line: string): string {
  const label = sourceLabel(message);
  return label === '' ? line : `${label} ${line}`;
}

/** Start of a line, shown at any width: the source unless live, the age, the state unless synced. It fits 20 columns. */
export function lineHead(message: Labelled): string {
  const { state, age_ms: age } = message;
  const words = [sourceLabel(message), ageWords(age), typeof state === 'string' && state !== 'synced' ? state.toUpperCase() : ''];
  return words.filter((word) => word !== '').join(' ');
}
