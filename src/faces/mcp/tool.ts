import type { Tool } from '@modelcontextprotocol/server';
import type { Effects, Entry } from '../../operations/index.ts';
import { outlineSchema } from './outline-schema.ts';

/** What a client may assume before it calls. Data come from venues, so all but the catalogue is an open world. */
const HINTS: Readonly<Record<Effects, { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean }>> = {
  read: { readOnlyHint: true, destructiveHint: false, idempotentHint: true },
  write: { readOnlyHint: false, destructiveHint: false, idempotentHint: false },
  trade: { readOnlyHint: false, destructiveHint: true, idempotentHint: false },
};

/** Under which name a tool's own facts stand in its `_meta`. */
const META = 'tallyfoil/';

/** An entry of the catalogue as MCP lists it. */
export function toTool(entry: Entry): Tool {
  const { name, title, description, toolset, effects, alias, examples } = entry;
  return {
    name,
    title,
    description,
    inputSchema: entry.inputSchema as Tool['inputSchema'],
    outputSchema: outlineSchema(entry.outputSchema),
    annotations: { title, ...HINTS[effects], openWorldHint: toolset !== 'catalogue' },
    _meta: {
      [`${META}toolset`]: toolset,
      [`${META}examples`]: examples,
      ...(alias ? { [`${META}alias_of`]: alias.operation } : {}),
    },
  };
}
