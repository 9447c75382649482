import { z } from 'zod';

/** The JSON Schema of a message of the bus, from the schema that it is checked by. */
export async function busMessageSchema(): Promise<string> {
  const { busSchema } = await import('../../src/core/bus-message.ts');
  return `${JSON.stringify(z.toJSONSchema(busSchema), null, 2)}\n`;
}
