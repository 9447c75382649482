import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';

/** Checks a manifest by the schema that the format's authors publish. Throws with every error. */
export function validateBundleManifest(manifest: unknown): void {
  const path = fileURLToPath(import.meta.resolve('@anthropic-ai/mcpb/mcpb-manifest-v0.3.schema.json'));
  const ajv = new Ajv({ allErrors: true, strict: false, formats: { uri: (text: string) => URL.canParse(text), email: /@/ } });
  const check = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
  if (!check(manifest)) throw new Error(`manifest.json: ${ajv.errorsText(check.errors)}`);
}
