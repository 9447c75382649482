import { z } from 'zod';

import { kindOf, table, type Schema } from './table.ts';

/** The variables that the program reads, from the schema that validates them. */
export async function configPart(): Promise<string> {
  const { CONFIG_SCHEMA } = await import('../../src/app/config.ts');
  const { properties = {} } = z.toJSONSchema(CONFIG_SCHEMA, { io: 'input' }) as Schema;
  const shown = (value: unknown) =>
    value === undefined || value === '' ? '' : `\`${JSON.stringify(value).replaceAll('"', '')}\``;
  const rows = Object.entries(properties).map(([name, schema]) => [
    `\`${name}\``,
    kindOf(schema),
    shown(schema.default),
    schema.description ?? '',
  ]);
  return table(['Variable', 'Value', 'Default', 'What it does'], rows);
}

/** The variables that point a venue elsewhere, from the venues' own cards. */
export async function hostsPart(): Promise<string> {
  const { venues } = await import('../../src/venues/index.ts');
  const rows = [...venues.values()].flatMap(({ card: { name, hosts } }) =>
    [hosts.ws, hosts.rest].map(({ env, urls }) => [name, `\`${env}\``, urls.map((url) => `\`${url}\``).join(', ')]),
  );
  return table(['Venue', 'Variable', 'Hosts without it, in the order tried'], rows);
}
