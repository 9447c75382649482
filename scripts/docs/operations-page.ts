import type { Entry } from '../../src/operations/index.ts';
import { kindOf, resolved, table, type Schema } from './table.ts';

/** Every operation and alias: what it answers, arguments, errors, examples; from the registry that the faces serve. */
export async function operationsPage(): Promise<string> {
  const { compileCatalogue, TOOLSETS } = await import('../../src/operations/index.ts');
  const { entries } = compileCatalogue({ detail: 'full' });
  const mcp = compileCatalogue({ detail: 'concise' });
  const mcpInput = ({ name }: Entry): Schema => mcp.byName.get(name)?.inputSchema ?? {};
  const groups = Object.entries(TOOLSETS).map(([toolset, about]) => {
    const own = entries.filter((entry) => entry.toolset === toolset && entry.alias === null);
    return `## ${toolset}\n\n${about[0]?.toUpperCase()}${about.slice(1)}.\n\n${own.map((entry) => section(entry, mcpInput(entry))).join('\n')}`;
  });
  const aliases = entries.flatMap(({ name, alias }) => (alias === null ? [] : [[`\`${name}\``, `\`${alias.operation}\``]]));
  const aliasPart =
    aliases.length === 0
      ? ''
      : `\n## Aliases\n\nRequired names for special cases of operations.\n\n${table(['Alias', 'Operation'], aliases)}\n`;
  return `# Operations

Each is an MCP tool, an HTTP route (\`POST /api/v1/call/NAME\`) and a command (\`tallyfoil call NAME\`) with the same input and output. Made by \`npm run docs\` from the registry;
whole schemas are in \`GET /openapi.json\` and in each tool's listing. A default is that of HTTP and the command; where MCP has another, it stands behind it.

${groups.join('\n')}${aliasPart}`;
}

/** `overMcp`: the same entry from the MCP face, whose defaults may differ. */
function section({ name, title, effects, operation, inputSchema, outputSchema, examples }: Entry, overMcp: Schema): string {
  const { summary, whenToUse, whenNot, errors } = operation;
  const fields = Object.keys(resolved(outputSchema as Schema).properties ?? {}).map((field) => `\`${field}\``);
  return `### \`${name}\`: ${title}

${[summary, whenToUse, whenNot].filter(Boolean).join(' ')} Effects: ${effects}.

${argumentsOf(inputSchema, overMcp)}

Answers ${fields.join(', ')}.
${errors.length === 0 ? '' : `\nErrors: ${errors.map(({ publicName, code }) => `\`${publicName}\` (\`${code}\`)`).join(', ')}.\n`}
${examples.map(({ ask, input }) => `- "${ask}" → \`${JSON.stringify(input)}\``).join('\n')}
`;
}

function argumentsOf({ properties = {}, required = [] }: Schema, overMcp: Schema): string {
  const rows = Object.entries(properties).map(([name, schema]) => [
    `\`${name}\`${required.includes(name) ? '' : ' (optional)'}`,
    kindOf(schema),
    defaultOf(schema, overMcp.properties?.[name] ?? schema),
    schema.description ?? '',
  ]);
  return rows.length === 0 ? 'No arguments.' : table(['Argument', 'Value', 'Default', 'Meaning'], rows);
}

function defaultOf({ default: own }: Schema, { default: overMcp }: Schema): string {
  if (own === undefined) return '';
  const [shown, shownOverMcp] = [JSON.stringify(own), JSON.stringify(overMcp)];
  return shown === shownOverMcp ? `\`${shown}\`` : `\`${shown}\`; MCP \`${shownOverMcp}\``;
}

/** The JSON Schema of the market report, as it is enforced. */
export async function reportSchema(): Promise<string> {
  const { compileCatalogue } = await import('../../src/operations/index.ts');
  const entry = compileCatalogue({ detail: 'full' }).byName.get('get_report');
  if (entry === undefined) throw new Error('get_report is not in the catalogue');
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...entry.outputSchema };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
