const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const RECEIPT = /tf2:[^\s"',)]+/g;
const SHOWN = 1;

/** Keys whose values are told apart by name: as they are (null), or by a word, where they grow with the product. */
const KEPT: Readonly<Record<string, string | null>> = {
  id: null,
  jsonrpc: null,
  protocolVersion: null,
  version: '‹version›',
  instructions: '‹instructions›',
};

/** What differs from run to run, or grows with the catalogue, by its kind; all else as it was said. */
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

/** Text that is JSON is read as such, so that it can be compared with what is structured. */
function text(value: string): unknown {
  if (value.startsWith('{') && value.endsWith('}')) return normalised(JSON.parse(value) as unknown);
  return value
    .replaceAll(RECEIPT, '‹receipt›')
    .replaceAll(TIME, '‹time›')
    .replaceAll(/-?\d+(\.\d+)?/g, '‹n›');
}

/** A list of tools by name only: their schemas are held by snapshots of their own. */
export const withToolNames = (message: unknown): unknown =>
  JSON.parse(
    JSON.stringify(message, (key, value: unknown) =>
      key === 'tools' && Array.isArray(value) ? value.map((tool: { readonly name: string }) => tool.name) : value,
    ),
  );
