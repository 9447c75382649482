import type { Evidence, LogPoint } from '../../core/index.ts';
import type { Services } from '../../operations/index.ts';
import type { Prover } from '../../services/claims/index.ts';
import type { LogEvidence, MarketService } from '../../services/market/index.ts';

/** The services of a moment, as far as its evidence gives them. */
export type Past = Partial<Services>;

/** What a market gives, of then or of now: a service that answers from the market adds itself here. */
export const fromMarket = (market: MarketService): Past => ({ market });

/** How each kind of evidence is shown again, by its letter in receipts. A service with evidence of its own adds a row. */
export const proversOf = (log: LogEvidence): Readonly<Record<string, Prover<Past>>> => ({ l: logProver(log) });

const SEVERAL = 'made by another build: this one reads one place of the log in a receipt';

function logProver(log: LogEvidence): Prover<Past> {
  return {
    async visit(evidence, look, { subjectOf, ...limits }) {
      const points = new Map(evidence.map((one) => [pointOf(one), one]));
      const found = await log.visit(
        [...points.keys()].filter((point) => point !== null),
        (point, market) => look(points.get(point) as Evidence, fromMarket(market)),
        { ...limits, subjectOf: (point) => subjectOf(points.get(point) as Evidence) },
      );
      const missed = new Map(Array.from(found, ([point, reason]) => [points.get(point) as Evidence, reason]));
      for (const one of evidence) if (pointOf(one) === null) missed.set(one, SEVERAL);
      return missed;
    },
    async trail(evidence, from, look, { subjectOf, ...limits }) {
      const point = pointOf(evidence);
      if (point === null) return SEVERAL;
      return log.trail(point, from, (at, market) => look(at, fromMarket(market)), { ...limits, subject: subjectOf(evidence) });
    },
  };
}

const pointOf = (evidence: Evidence): LogPoint | null =>
  evidence.kind === 'log' && evidence.points.length === 1 ? (evidence.points[0] ?? null) : null;
