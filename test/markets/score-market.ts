import type { Finding } from '../../src/analytics/flow/detectors/index.ts';
import { US_PER_SECOND } from '../../src/core/index.ts';
import type { Generate, Label, MarketOptions } from './contract.ts';
import { atOf, runMarket } from './run-market.ts';
import { FINDING_OF, type Alarm, type ScoredRun } from './score-runs.ts';

const SLACK_US = 2 * US_PER_SECOND;

/** Whether a finding overlaps an episode of its kind on its side, and an iceberg at its price. */
function agrees(label: Label, finding: Finding): boolean {
  if (FINDING_OF[label.kind] !== finding.kind || label.side !== finding.side) return false;
  if (label.kind === 'iceberg' && !label.prices.some((price) => Number(price) === finding.price)) return false;
  return finding.onset <= atOf(label.to) + SLACK_US && finding.last >= atOf(label.from) - SLACK_US;
}

/** Runs one generated market and compares the findings of medium and high severity with its labels. */
export function scoreMarket(
  generate: Generate,
  options: MarketOptions & { readonly kind: NonNullable<MarketOptions['kind']> },
): ScoredRun {
  const { labels, findings } = runMarket(generate, options);
  const loud = findings.filter(({ severity }) => severity !== 'low');
  const planted = labels.map((label) => {
    const hits = loud.filter((finding) => agrees(label, finding));
    const first = Math.min(...hits.map(({ detected }) => detected));
    return { kind: label.kind, fair: label.fair, delay: hits.length === 0 ? null : (first - atOf(label.from)) / US_PER_SECOND };
  });
  const alarms = (Object.keys(FINDING_OF) as (keyof typeof FINDING_OF)[]).flatMap((kind) =>
    loud
      .filter((finding) => finding.kind === FINDING_OF[kind])
      .map((finding): Alarm => ({ kind, right: labels.some((label) => agrees(label, finding)) })),
  );
  const { regime, kind, seed, minutes } = options;
  return { regime, kind, seed, hours: minutes / 60, planted, alarms };
}
