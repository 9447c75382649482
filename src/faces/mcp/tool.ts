import type { Tool } from '@modelcontextprotocol/server';
import type { Effects, Entry } from '../../operations/index.ts';
import { outlineSchema } from './outline-schema.ts';

/** Hints for a client before a call. Data come from venues, so every tool outside the catalogue is open-world. */
const HINTS: Readonly<Record<Effects, { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean }>> = {
  read: { readOnlyHint: true, destructiveHint: false, idempotentHint: true },
  write: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
  trade: { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
};

/** Key of a tool's own facts in its `_meta`. */
const META = 'tallyfoil/';

/** An entry of the catalogue in MCP form. */
export function toTool(entry: Entry): Tool {
  const { name, title, description, toolset, effects, alias, examples, operation } = entry;
  return {
    name,
    title,
    description,
    inputSchema: entry.inputSchema as Tool['inputSchema'],
    outputSchema: outlineSchema(entry.outputSchema),
    annotations: {
      title,
      ...HINTS[effects],
      ...(operation.idempotent ? { idempotentHint: true } : {}),
      openWorldHint: toolset !== 'catalogue',
    },
    _meta: {
      [`${META}toolset`]: toolset,
      [`${META}examples`]: examples,
      ...(alias ? { [`${META}alias_of`]: alias.operation } : {}),
    },
  };
}
