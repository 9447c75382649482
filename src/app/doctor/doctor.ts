import { CodedError } from '../../core/index.ts';
import type { Diagnosis, Finding } from '../../faces/cli/index.ts';
import { fine, problem, warning } from './finding.ts';

/** One thing to look at; what it can't look at it throws, and that is a finding too. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<readonly Finding[]>;
}

const LEAST_NODE = [22, 18] as const;

/** Which Node runs this. */
export interface RunningNode {
  readonly version: string;
  /** The program that runs. */
  readonly path: string;
  /** The Node that was called for, or that npm runs on; undefined where neither says. */
  readonly callers: string | undefined;
}

function isEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [least, leastMinor] = LEAST_NODE;
  return major > least || (major === least && minor >= leastMinor);
}

/** The Node that came with a checkout, through npm. */
const BROUGHT = /[\\/]node_modules[\\/]node-(linux|win|darwin)-/;

/** Why another Node runs than the user's; empty where it is the user's. */
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
    ? [fine('configuration', 'nothing to remark')]
    : notices.map((notice) => warning('configuration', notice, 'See docs/configuration.md.'));

/** Makes all checks side by side; the findings stand in the order of the checks. */
export async function diagnose(checks: readonly Check[]): Promise<Diagnosis> {
  const findings = await Promise.all(
    checks.map(async ({ name, run }): Promise<readonly Finding[]> => {
      try {
        return await run();
      } catch (error) {
        return error instanceof CodedError
          ? [problem(name, error.message, error.advice)]
          : [
              problem(
                name,
                `it could not be looked at: ${error instanceof Error ? error.message : String(error)}`,
                'Please report this.',
              ),
            ];
      }
    }),
  );
  const all = findings.flat();
  return { ok: all.every(({ level }) => level !== 'problem'), findings: all };
}
