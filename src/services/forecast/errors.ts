import { codedError, counted } from '../../core/index.ts';

const UNPROCESSABLE = 422;

export const fileUnreadable = codedError<{ path: string; reason: string }>('TF_FORECAST_FILE_UNREADABLE', {
  status: 400,
  message: ({ path, reason }) => `${path} can't be read: ${reason}.`,
  advice: () => 'Name a file that exists and is readable; a gzipped file must be complete.',
});

const MOST_NAMES = 20;

/** Names of columns as messages list them: a table may have thousands. */
const listed = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : ''}`;

export const tableInvalid = codedError<{ line: number; problem: string; how?: string }>('TF_FORECAST_TABLE_INVALID', {
  status: UNPROCESSABLE,
  message: ({ line, problem }) => `Line ${line} is not a row of the table: ${problem}.`,
  advice: ({ how }) =>
    how ?? 'Rows are separated by line ends, cells by commas, semicolons, tabs or bars. Quote a cell that contains one of these.',
});

/** `holding`: the columns that hold `name` as a value, where it was asked for as one: none or several. */
export const columnUnknown = codedError<{
  name: string;
  near: readonly string[];
  all: readonly string[];
  holding?: readonly string[];
}>('TF_FORECAST_COLUMN_UNKNOWN', {
  status: 404,
  message: ({ name, holding }) =>
    holding === undefined
      ? `The table has no column ${JSON.stringify(name)}.`
      : `${holding.length === 0 ? 'No column holds' : 'Several columns hold'} the value ${JSON.stringify(name)}.`,
  advice: ({ near, all, holding }) => {
    if (holding !== undefined)
      return `Write --id COLUMN=VALUE with ${holding.length > 0 ? 'one of these columns' : 'a column and one of its values'}. Columns: ${listed(holding.length > 0 ? holding : all)}.`;
    return near.length > 0 ? `Did you mean ${near.join(', ')}? It has: ${listed(all)}.` : `It has: ${listed(all)}.`;
  },
});

/** `values`: the first values of the column; `count`: of all its values. */
export const idUnknown = codedError<{
  column: string;
  value: string;
  values: readonly string[];
  count: number;
}>('TF_FORECAST_ID_UNKNOWN', {
  status: 404,
  message: ({ column, value }) => `No row has ${JSON.stringify(value)} in column ${column}.`,
  advice: ({ column, values, count }) =>
    `Values of ${column}: ${values.join(', ') || 'none'}${count > values.length ? ` and ${count - values.length} more` : ''}.`,
});

export const columnUnclear = codedError<{ what: 'values' | 'times'; choices: readonly string[]; leftOut?: readonly string[] }>(
  'TF_FORECAST_COLUMN_UNCLEAR',
  {
    status: UNPROCESSABLE,
    message: ({ what, choices, leftOut = [] }) =>
      choices.length === 0
        ? `No column holds ${what}${leftOut.length > 0 ? `: ${listed(leftOut)} ${leftOut.length > 1 ? 'are' : 'is'} a count of rows, an id or a part of the date` : ''}.`
        : `Several columns could hold the ${what}: ${listed(choices)}.`,
    advice: ({ what, choices, leftOut = [] }) => {
      if (choices.length === 0 && leftOut.length === 0) return 'The table needs a column of numbers beside the times.';
      return what === 'values' ? 'Name one by --column.' : 'Name one by --time.';
    },
  },
);

// A type and not an interface, so that it fits the errors' record of facts.
type CellFacts = { readonly column: string; readonly line: number; readonly cell: string };

const cellOf = ({ column, line, cell }: CellFacts): string => `${JSON.stringify(cell)} in column ${column}, line ${line},`;

export const cellInvalid = codedError<CellFacts & { problem: string; how?: string }>('TF_FORECAST_CELL_INVALID', {
  status: UNPROCESSABLE,
  message: ({ problem, ...facts }) => `${cellOf(facts)} ${problem}.`,
  advice: ({ how }) =>
    how ??
    'Correct or remove the cell. Numbers have a point or a comma for decimals; times are ISO 8601, a date, a month, a year or an epoch.',
});

export const cellAmbiguous = codedError<CellFacts & { readings: readonly string[]; how: string }>('TF_FORECAST_CELL_AMBIGUOUS', {
  status: UNPROCESSABLE,
  message: ({ readings, ...facts }) => `${cellOf(facts)} can be read in two ways: ${readings.join(', or ')}.`,
  advice: ({ how }) => how,
});

/** Cells that show the sign, but too few to decide by. */
type ShownBy = CellFacts & { readonly count: number };

const shownBy = ({ cell, line, count }: ShownBy): string =>
  count === 1
    ? `only ${JSON.stringify(cell)} in line ${line} shows which and may be mistyped`
    : `only ${count} cells show which, such as ${JSON.stringify(cell)} in line ${line}`;

export const numbersAmbiguous = codedError<CellFacts & { readings: readonly string[]; shown?: ShownBy; reason?: string }>(
  'TF_FORECAST_NUMBERS_AMBIGUOUS',
  {
    status: UNPROCESSABLE,
    message: ({ readings, shown, reason, ...facts }) =>
      `${cellOf(facts)} can mean ${readings.join(' or ')}, and ${reason ?? (shown === undefined ? 'no other cell shows which' : shownBy(shown))}.`,
    advice: () => 'Pass --decimal point or --decimal comma, or write the numbers with a decimal point and without grouping.',
  },
);

export const datesAmbiguous = codedError<CellFacts & { readings: readonly string[] }>('TF_FORECAST_DATES_AMBIGUOUS', {
  status: UNPROCESSABLE,
  message: ({ readings, ...facts }) => `${cellOf(facts)} can mean ${readings.join(' or ')}, and no other cell shows which.`,
  advice: () => 'Pass --dates day-first, month-first or year-first, or write the dates as YYYY-MM-DD.',
});

export const rowNotData = codedError<CellFacts>('TF_FORECAST_ROW_NOT_DATA', {
  status: UNPROCESSABLE,
  message: ({ column, line, cell }) =>
    `Line ${line} looks like a total or a remark, not like a value of the series: ${JSON.stringify(cell)} in column ${column}.`,
  advice: () => 'Remove rows such as totals, averages and sources from the file.',
});

export const seriesSeveral = codedError<{ column: string; values: readonly string[]; count: number }>(
  'TF_FORECAST_SERIES_SEVERAL',
  {
    status: UNPROCESSABLE,
    message: ({ column, values, count }) =>
      `The rows are of several series: column ${column} has ${count} values, ${values.join(', ')}${count > values.length ? ' …' : ''}.`,
    advice: ({ column, values }) =>
      `Choose one by --id "${column}=${values[0]}", or pass --id none if all rows are of one series.`,
  },
);

export const timesSplit = codedError<{ columns: readonly string[]; time: string | null }>('TF_FORECAST_TIMES_SPLIT', {
  status: UNPROCESSABLE,
  message: ({ columns, time }) =>
    `${time === null ? 'The times are years' : `${time} occurs more than once`}, and parts of the times stand in several columns: ${listed(columns)}.`,
  advice: () => 'Join them into one column, such as YYYY-MM-DDTHH:MM:SS.',
});

export const datesInColumns = codedError<{ line: number; names: readonly string[] }>('TF_FORECAST_DATES_IN_COLUMNS', {
  status: UNPROCESSABLE,
  message: ({ line, names }) => `Line ${line} has times as names of columns: ${names.join(', ')} …`,
  advice: () => 'Transpose the table, so that each time has one row.',
});

export const rowsTooFew = codedError<{ rows: number }>('TF_FORECAST_ROWS_TOO_FEW', {
  status: UNPROCESSABLE,
  message: ({ rows }) => `The table has ${counted(rows, 'row')} with a time and a value, and a step needs three.`,
  advice: () => 'Give a longer table.',
});

export const timesConflict = codedError<{ time: string; first: number; second: number; isLocalClock: boolean }>(
  'TF_FORECAST_TIMES_CONFLICT',
  {
    status: UNPROCESSABLE,
    message: ({ time, first, second }) => `${time} occurs twice with different values, ${first} and ${second}.`,
    advice: ({ isLocalClock }) =>
      `Remove one of the rows, or add their values. If the rows are of several series, choose one by --id.${isLocalClock ? ' If clocks were set back, write the offset of each time.' : ''}`,
  },
);

export const timesRepeated = codedError<{ time: string; value: number }>('TF_FORECAST_TIMES_REPEATED', {
  status: UNPROCESSABLE,
  message: ({ time, value }) => `${time} occurs twice with the value ${value}, and other cells of the rows differ.`,
  advice: () =>
    'If the rows are of several series, choose one by --id. If parts of the times stand in several columns, join them. Else remove one row.',
});

export const stepMissing = codedError<{ rows: number; from: string; to: string; longest: string }>('TF_FORECAST_STEP_MISSING', {
  status: UNPROCESSABLE,
  message: ({ rows, from, to, longest }) =>
    `The ${rows} times have no common step, so the next time is undefined. An uneven step goes from ${from} to ${to}; the longest from ${longest}.`,
  advice: () => 'Correct mistyped times, or resample to a regular step, for example by the mean or the last value.',
});

/** Whether clocks are set forward at such a time in some country: a night from Saturday to Sunday in spring. */
function isOfClocks(time: string): boolean {
  const [, day] = /^(\d{4}-(?:0[349]|10)-\d\d)T0[0-3]:/.exec(time) ?? [];
  return day !== undefined && new Date(day).getUTCDay() === 0;
}

export const gapsFound = codedError<{ missing: number; slots: number; from: string; isFew: boolean; isLocalClock: boolean }>(
  'TF_FORECAST_GAPS_FOUND',
  {
    status: UNPROCESSABLE,
    message: ({ missing, slots, from }) =>
      `${missing} of ${slots} values are missing, the first at ${from}. Missing values are not filled by default.`,
    advice: ({ isFew, from, isLocalClock }) =>
      isFew
        ? `Pass --fill line to interpolate them linearly, or cut or fill the series yourself.${isLocalClock && isOfClocks(from) ? ' If clocks were set forward then, nothing is missing: write the offset of each time.' : ''}`
        : 'They are too many for --fill line. Check the dates, use only the data after the gap, or fill it by a method that suits the data.',
  },
);

export const gapsTooMany = codedError<{ missing: number; slots: number; longest: number; from: string }>(
  'TF_FORECAST_GAPS_TOO_MANY',
  {
    status: UNPROCESSABLE,
    message: ({ missing, slots, longest, from }) =>
      `${missing} of ${slots} values are missing, up to ${longest} in a row, the first at ${from}: too many to interpolate.`,
    advice: () => 'Use only the data after the gap, or fill the gap by a method that suits the data.',
  },
);

export const outputUnwritable = codedError<{ path: string; reason: string }>('TF_FORECAST_OUTPUT_UNWRITABLE', {
  status: 400,
  message: ({ path, reason }) => `The forecast can't be written to ${path}: ${reason}.`,
  advice: () => 'Name a file other than the input, in a folder that exists and is writable.',
});

export const competitionMissing = codedError<{ directory: string; skipped: readonly string[] }>(
  'TF_FORECAST_COMPETITION_MISSING',
  {
    status: 404,
    message: ({ directory, skipped }) =>
      `${directory} contains no series of a forecasting competition${skipped.length > 0 ? `; looked at: ${skipped.join('; ')}` : ''}.`,
    advice: () =>
      'Give a folder with *.jsonl of id, freq, x and xx, or with M4 files such as Hourly-train.csv and Hourly-test.csv.',
  },
);
