import { z } from 'zod';

export const alertId = z
  .string()
  .max(40)
  .regex(/^al-[0-9a-f]+$/, 'must be the id of an alert, such as al-1a2b3c4d')
  .describe('Id of the alert.');
