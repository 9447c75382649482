import type { StreamKind } from '../../core/index.ts';
import { STUDY_CARDS, type StudyCard } from './answers/study-cards.ts';
import type { Absence, FeaturesAnswer } from './answers.ts';
import { gapCaveats } from './gaps.ts';
import { stateOf } from './market-state.ts';
import { answerBase, unknown, type Reading, type Unknown } from './reading.ts';
import { standing } from './standing.ts';
import { STUDIES, type AnyStudy } from './studies/index.ts';
import { coverageCaveats, widestSpan } from './trade-coverage.ts';

/** The numbers of a study, or the reason for each unknown number. */
function valuesOf(
  study: AnyStudy,
  { streams, columns }: StudyCard,
  reading: Reading,
): Readonly<Record<string, number | Unknown>> {
  const lacking = streams.find((kind) => reading.symbol.streams[kind] === undefined);
  if (lacking === undefined) return study.read?.(stateOf(reading.market, study), reading) ?? {};
  const why = unknown(standing(reading.symbol, lacking));
  return Object.fromEntries(Object.keys(columns).map((name) => [name, why]));
}

/** Every number of every study as of a reading. */
export function makeFeatures(reading: Reading): FeaturesAnswer {
  const { market } = reading;
  const absences: Absence[] = [];
  const features: Record<string, Record<string, number | null>> = {};
  const used = new Set<StreamKind>();
  for (const study of STUDIES) {
    const card: StudyCard = STUDY_CARDS[study.id];
    const names = Object.keys(card.columns);
    if (names.length === 0) continue;
    for (const kind of card.streams) used.add(kind);
    const values = valuesOf(study, card, reading);
    const row: Record<string, number | null> = (features[study.id] = {});
    for (const name of names) {
      const value = values[name] ?? unknown('unknown');
      row[name] = typeof value === 'number' ? value : null;
      if (typeof value !== 'number') absences.push({ field: `features.${study.id}.${name}`, ...value });
    }
  }
  return {
    ...answerBase(reading, {
      streams: [...used],
      coverage: widestSpan(reading),
      caveats: [...gapCaveats(reading), ...coverageCaveats(reading)],
    }),
    symbol: market.symbol,
    venue: market.venue,
    features,
    absent: absences,
  };
}
