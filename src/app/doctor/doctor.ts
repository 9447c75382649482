import { CodedError } from '../../core/index.ts';
import type { Diagnosis, Finding } from '../../faces/cli/index.ts';
import { fine, problem, warning } from './finding.ts';

/** One check; a thrown error becomes a finding too. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<readonly Finding[]>;
}

const LEAST_NODE = [22, 18] as const;

/** The Node that runs this. */
export interface RunningNode {
  readonly version: string;
  /** Path of the running Node. */
  readonly path: string;
  /** The Node of the caller, or of npm; undefined if unknown. */
  readonly callers: string | undefined;
}

function isEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [least, leastMinor] = LEAST_NODE;
  return major > least || (major === least && minor >= leastMinor);
}

/** Whether the Node was installed with a checkout through npm. */
const BROUGHT = /[\\/]node_modules[\\/]node-(linux|win|darwin)-/;

/** Why this Node runs instead of the user's; empty if it is the user's. */
function whyThisOne({ version, path, callers }: RunningNode): string {
  if (!BROUGHT.test(path)) return '';
  const own = `; it came with the checkout (${path})`;
  if (callers === undefined || callers === version) return own;
  return isEnough(callers)
    ? `${own}, which npm puts before yours, ${callers}`
    : `${own}, because yours, ${callers}, is older than ${LEAST_NODE.join('.')}`;
}

export function checkNode(node: RunningNode): Finding {
  const { version } = node;
  return isEnough(version)
    ? fine('node', `${version} is new enough${whyThisOne(node)}`)
    : problem('node', `${version} is older than ${LEAST_NODE.join('.')}`, 'Install Node 24.');
}

/** Notices of the configuration. */
export const checkNotices = (notices: readonly string[]): Finding[] =>
  notices.length === 0
    ? [fine('configuration', 'no notices')]
    : notices.map((notice) => warning('configuration', notice, 'Remove this variable.'));

/** Runs all checks in parallel; the findings are in the order of the checks. */
export async function diagnose(checks: readonly Check[]): Promise<Diagnosis> {
  const findings = await Promise.all(
    checks.map(async ({ name, run }): Promise<readonly Finding[]> => {
      try {
        return await run();
      } catch (error) {
        return error instanceof CodedError
          ? [problem(name, error.message, error.advice)]
          : [problem(name, `the check failed: ${error instanceof Error ? error.message : String(error)}`, 'Please report this.')];
      }
    }),
  );
  const all = findings.flat();
  return { ok: all.every(({ level }) => level !== 'problem'), findings: all };
}
