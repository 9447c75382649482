import { existsSync, globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { output, tool } from './run.ts';

const CONFIG = fileURLToPath(new URL('../.dependency-cruiser.cjs', import.meta.url));
const ROOTS = ['src', 'bench', 'scripts', 'test', 'dashboard'];

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
  readonly to: string;
  readonly cycle?: readonly { readonly name: string }[];
}

/** Result of a cruise over a tree. `files` counts the tree's own modules; 0 means that the tool read nothing. */
export interface Floors {
  readonly files: number;
  readonly imports: number;
  readonly violations: readonly {
    readonly rule: string;
    readonly from: string;
    readonly to: string;
    readonly path: readonly string[];
  }[];
}

/** Cruises the TypeScript under `tree` by the project's own floors, `.dependency-cruiser.cjs`. */
export async function cruiseFloors(tree: string): Promise<Floors> {
  const roots = ROOTS.filter((name) => existsSync(join(tree, name)));
  const { stdout, stderr } = await output(
    process.execPath,
    [tool('dependency-cruiser/bin/dependency-cruiser.mjs'), '--config', CONFIG, '--output-type', 'json', ...roots],
    { cwd: tree },
  );
  if (stdout === '') throw new Error(`dependency-cruiser said nothing on stdout, and on stderr: ${stderr}`);
  const { modules, summary } = JSON.parse(stdout) as {
    modules: readonly { source: string; dependencies: readonly unknown[] }[];
    summary: { violations: readonly Violation[] };
  };
  const own = modules.filter(({ source }) => roots.some((name) => source.startsWith(`${name}/`)));
  return {
    files: own.length,
    imports: own.reduce((sum, { dependencies }) => sum + dependencies.length, 0),
    violations: summary.violations.map(({ rule, from, to, cycle = [] }) => ({
      rule: rule.name,
      from,
      to,
      path: cycle.map(({ name }) => name),
    })),
  };
}

/** How many modules a cruise over `tree` must have read, counted without the tool. */
export const countModules = (tree: string): number =>
  globSync(
    ROOTS.map((name) => `${name}/**/*.ts`),
    { cwd: tree },
  ).length;
