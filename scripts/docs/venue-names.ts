/** Names of the venues for the page, from their own cards. */
export async function venueNames(): Promise<string> {
  const { venues } = await import('../../src/venues/index.ts');
  const rows = [...venues.values()].map(({ card: { id, name } }) => `  '${id}': '${name.replaceAll("'", "\\'")}',`);
  return `// Made by \`npm run docs\` from the venues' cards.

/** Each venue as people call it. */
export const VENUE_NAMES: Readonly<Record<string, string>> = {
${rows.join('\n')}
};
`;
}
