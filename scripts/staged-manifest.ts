type Exports = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** The parts of a package.json that a user of the package needs. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  /** Name of the package in the MCP registry. */
  readonly mcpName: string;
  readonly type: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly exports: Exports;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
}

/** A checkout installs on Node 20 and brings a newer Node; a package runs on the user's Node. */
const NODE_OF_A_PACKAGE = '>=22.18';

/** Packages that build the page. A package contains the built page, so it needs none of them. */
const PAGE_BUILDERS: ReadonlySet<string> = new Set(['esbuild', 'preact', '@preact/signals']);

/** The package.json to publish, with listed fields only, so that no field of the checkout (scripts, its Node, private) is published. */
export const stagedManifest = (checkout: Manifest): Manifest => ({
  name: checkout.name,
  version: checkout.version,
  description: checkout.description,
  license: checkout.license,
  mcpName: checkout.mcpName,
  type: checkout.type,
  bin: checkout.bin,
  files: checkout.files,
  exports: checkout.exports,
  dependencies: Object.fromEntries(Object.entries(checkout.dependencies).filter(([name]) => !PAGE_BUILDERS.has(name))),
  engines: { ...checkout.engines, node: NODE_OF_A_PACKAGE },
});

/** Every file that `bin` and `exports` promise. */
export const targetsOf = ({ bin, exports }: Manifest): readonly string[] => [
  ...Object.values(bin),
  ...Object.values(exports).flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target))),
];
