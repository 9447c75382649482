import { z } from 'zod';
import { VENUE_IDS } from '../../src/venues/ids.ts';
import type { Manifest } from '../staged-manifest.ts';

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json';

const variable = z.strictObject({ name: z.string().min(1), description: z.string(), default: z.string().optional() });
const exactVersion = z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/);
const packaged = {
  version: exactVersion,
  transport: z.strictObject({ type: z.literal('stdio') }),
  environmentVariables: z.array(variable).optional(),
};

/** The part of the MCP registry's schema (2025-12-11) that this project uses. */
export const SERVER_JSON = z.strictObject({
  $schema: z.literal(SCHEMA),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  title: z.string().min(1).max(100),
  description: z.string().min(1).max(100),
  version: exactVersion,
  repository: z.strictObject({ url: z.url(), source: z.literal('github') }),
  packages: z.array(
    z.discriminatedUnion('registryType', [
      z.strictObject({
        registryType: z.literal('npm'),
        identifier: z.string().min(1),
        packageArguments: z.array(z.strictObject({ type: z.literal('positional'), value: z.string() })),
        ...packaged,
      }),
      z.strictObject({
        registryType: z.literal('mcpb'),
        identifier: z.url().regex(/mcp/),
        fileSha256: z.string().regex(/^[a-f0-9]{64}$/),
        ...packaged,
      }),
    ]),
  ),
  _meta: z.record(z.literal('io.modelcontextprotocol.registry/publisher-provided'), z.unknown()),
});

export interface ServerJsonParts {
  readonly manifest: Manifest;
  /** The server's name in the registry, `io.github.OWNER/NAME`. */
  readonly mcpName: string;
  readonly bundle: { readonly fileName: string; readonly sha256: string };
  /** Toolsets of the catalogue, each with how many operations it has. */
  readonly toolsets: Readonly<Record<string, number>>;
}

/** server.json, from package.json and the catalogue. Throws if the registry would refuse it. */
export function serverJson({ manifest, mcpName, bundle, toolsets }: ServerJsonParts): z.output<typeof SERVER_JSON> {
  const { name, version, description } = manifest;
  const repository = `https://github.com/${mcpName.replace(/^io\.github\./, '')}`;
  const transport = { type: 'stdio' } as const;
  const environmentVariables = [
    { name: 'SYMBOLS', description: 'Symbols to follow on each venue, comma-separated.', default: 'BTCUSDT,ETHUSDT' },
    { name: 'VENUES', description: 'Venues to follow, comma-separated.', default: VENUE_IDS[0] },
    { name: 'TALLYFOIL_DATA_DIR', description: 'Where logs and state are kept; .tallyfoil in the home folder by default.' },
  ];
  return SERVER_JSON.parse({
    $schema: SCHEMA,
    name: mcpName,
    title: 'Tallyfoil',
    description,
    version,
    repository: { url: repository, source: 'github' },
    packages: [
      {
        registryType: 'npm',
        identifier: name,
        version,
        transport,
        packageArguments: [{ type: 'positional', value: 'mcp' }],
        environmentVariables,
      },
      {
        registryType: 'mcpb',
        identifier: `${repository}/releases/download/v${version}/${bundle.fileName}`,
        fileSha256: bundle.sha256,
        version,
        transport,
      },
    ],
    _meta: { 'io.modelcontextprotocol.registry/publisher-provided': { toolsets } },
  });
}
