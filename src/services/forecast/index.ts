export type { SeriesRead } from './tables/table-series.ts';
export { competitionTables } from './competition-tables.ts';
export { readCompetitions } from './competition-files.ts';
export { outputUnwritable } from './errors.ts';
export { forecastTable } from './forecast-table.ts';
export { readText, reasonOf } from './tables/read-text.ts';
