import type { Tool } from '@modelcontextprotocol/server';
import type { Effects, Entry } from '../../operations/index.ts';
import { outlineSchema } from './outline-schema.ts';
import { portableSchema } from './portable-schema.ts';

/** Hints for a client before a call. Data come from venues, so every tool outside the catalogue is open-world. */
const HINTS: Readonly<Record<Effects, { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean }>> = {
  read: { readOnlyHint: true, destructiveHint: false, idempotentHint: true },
  write: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
  trade: { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
};

/** Key of a tool's own facts in its `_meta`. */
const META = 'tallyfoil/';

/** An entry of the catalogue in MCP form. The first example is in its description. */
export function toTool(entry: Entry): Tool {
  const { name, title, description, toolset, effects, alias, examples, operation } = entry;
  return {
    name,
    title,
    description,
    inputSchema: portableSchema(entry.inputSchema) as Tool['inputSchema'],
    outputSchema: outlineSchema(entry.outputSchema),
    annotations: {
      title,
      ...HINTS[effects],
      ...(operation.idempotent ? { idempotentHint: true } : {}),
      openWorldHint: toolset !== 'catalogue',
    },
    _meta: {
      [`${META}toolset`]: toolset,
      [`${META}examples`]: examples.length > 1 ? examples.slice(1) : examples,
      ...(alias ? { [`${META}alias_of`]: alias.operation } : {}),
    },
  };
}
