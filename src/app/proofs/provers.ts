import { GIVEN, letterOf, type Evidence, type LogPoint } from '../../core/index.ts';
import type { Prover } from '../../services/claims/index.ts';
import type { LogEvidence, MarketService } from '../../services/market/index.ts';
import { servicesOfArguments, servicesOfMarket } from '../services/make.ts';
import type { Past, ServiceTable } from '../services/row.ts';
import { SERVICES } from '../services/table.ts';

/** How each kind of evidence is replayed, by its letter in receipts. */
export function proversOf(log: LogEvidence, table: ServiceTable = SERVICES): Readonly<Record<string, Prover<Past>>> {
  const own = Object.values(table).map((row) => ('open' in row ? row.provers?.(log) : undefined));
  return Object.assign({}, ...own, { l: logProver(log, table), [letterOf(GIVEN)]: givenProver(log, table) }) as Record<
    string,
    Prover<Past>
  >;
}

const SEVERAL = 'made by another build: this build reads only one log position in a receipt';

/** Arguments are in the receipt itself. */
const givenProver = ({ source }: LogEvidence, table: ServiceTable): Prover<Past> => ({
  async visit(evidence, look) {
    for (const one of evidence) await look(one, servicesOfArguments(source, table));
    return new Map();
  },
});

function logProver(log: LogEvidence, table: ServiceTable): Prover<Past> {
  const services = (market: MarketService) => servicesOfMarket(market, table);
  return {
    async visit(evidence, look, { subjectOf, ...limits }) {
      const points = new Map(evidence.map((one) => [pointOf(one), one]));
      const found = await log.visit(
        [...points.keys()].filter((point) => point !== null),
        (point, market) => look(points.get(point) as Evidence, services(market)),
        { ...limits, subjectOf: (point) => subjectOf(points.get(point) as Evidence) },
      );
      const missed = new Map(Array.from(found, ([point, reason]) => [points.get(point) as Evidence, reason]));
      for (const one of evidence) if (pointOf(one) === null) missed.set(one, SEVERAL);
      return missed;
    },
    async trail(evidence, from, look, { subjectOf, ...limits }) {
      const point = pointOf(evidence);
      if (point === null) return SEVERAL;
      return log.trail(point, from, (at, market) => look(at, services(market)), { ...limits, subject: subjectOf(evidence) });
    },
  };
}

const pointOf = (evidence: Evidence): LogPoint | null =>
  evidence.kind === 'log' && evidence.points.length === 1 ? (evidence.points[0] ?? null) : null;
