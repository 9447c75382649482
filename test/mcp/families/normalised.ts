const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const RECEIPT = /tf2:[^\s"',)]+/g;
const SHOWN = 1;

/** Keys whose values vary. Null keeps the value; a word replaces it, because it grows with the product. */
const KEPT: Readonly<Record<string, string | null>> = {
  id: null,
  jsonrpc: null,
  protocolVersion: null,
  version: '‹version›',
  instructions: '‹instructions›',
};

/** Replaces values that differ between runs or grow with the catalogue by their kind; keeps everything else. */
export function normalised(value: unknown): unknown {
  if (typeof value === 'number') return '‹number›';
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) {
    const shown = value.slice(0, SHOWN).map(normalised);
    return value.length > SHOWN ? [...shown, '‹…›'] : shown;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => (key in KEPT ? [key, KEPT[key] ?? inner] : [key, normalised(inner)])),
  );
}

/** Parses JSON text, so that it can be compared with structured content. */
function text(value: string): unknown {
  if (value.startsWith('{') && value.endsWith('}')) return normalised(JSON.parse(value) as unknown);
  return value
    .replaceAll(RECEIPT, '‹receipt›')
    .replaceAll(TIME, '‹time›')
    .replaceAll(/-?\d+(\.\d+)?/g, '‹n›');
}

/** A list of tools by name only, because other snapshots have their schemas. */
export const withToolNames = (message: unknown): unknown =>
  JSON.parse(
    JSON.stringify(message, (key, value: unknown) =>
      key === 'tools' && Array.isArray(value) ? value.map((tool: { readonly name: string }) => tool.name) : value,
    ),
  );
