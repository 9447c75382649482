import getReport from './market/get-report.ts';
import { outputJsonSchema, type JsonSchema } from './json-schema.ts';

/** The published contract of the market report, `docs/generated/report.schema.json`; the same one that every answer is held to. */
export const reportSchema = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Tallyfoil market report',
  ...outputJsonSchema(getReport.output),
});
