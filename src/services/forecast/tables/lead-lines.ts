import { counted } from '../../../core/counted.ts';
import { tableInvalid } from '../errors.ts';

export interface Lead {
  /** The text after the lead lines. */
  readonly text: string;
  /** Number of lines cut. */
  readonly lines: number;
  /** The separator that a line `sep=;` names. */
  readonly separator: string | null;
  /** A header that stands in the last comment. */
  readonly header: string | null;
  readonly remarks: readonly string[];
}

const OTHER_FORMATS: readonly (readonly [RegExp, string])[] = [
  [/^\s*[[{]/, 'the file is JSON'],
  [/^\s*<(?:\?xml|!doctype|(?:html|table|body|div)\b)/i, 'the file is XML or HTML, not a table of cells'],
  [/^PAR1|^ARROW1|^SQLite format/, 'the file is a binary table'],
  [/^%PDF/, 'the file is a PDF, not a table of cells'],
];
const CSV = 'Export the data as a CSV with one row for each time.';
/** First characters of zip archives, which new spreadsheets are, and of old spreadsheets. */
const SPREADSHEETS = ['PK\u0003\u0004', '\u00D0\u00CF\u0011\u00E0'];

const countOf = (text: string) => Math.max(...[',', ';', '\t', '|'].map((separator) => text.split(separator).length));

/** Cuts comments and `sep=` from the beginning of a table. Refuses files of other formats with TF_FORECAST_TABLE_INVALID. */
export function cutLead(text: string): Lead {
  const other = OTHER_FORMATS.find(([begin]) => begin.test(text));
  if (other !== undefined) throw tableInvalid({ line: 1, problem: other[1], how: CSV });
  if (SPREADSHEETS.some((begin) => text.startsWith(begin)))
    throw tableInvalid({ line: 1, problem: 'the file is a spreadsheet or an archive', how: CSV });
  if (text.slice(0, 100_000).includes('\0'))
    throw tableInvalid({ line: 1, problem: 'the file has bytes that are no text', how: CSV });
  const separator = /^sep=(.)(?:\r\n|\n|\r)/i.exec(text);
  const body = separator === null ? text : text.slice(separator[0].length);
  const comments = /^(?:[#%][^\r\n]*(?:\r\n|\n|\r)|[ \t]*(?:\r\n|\n|\r))*/.exec(body)![0];
  const lines = comments.split(/\r\n|\n|\r/).slice(0, -1);
  const said = lines.filter((line) => /^[#%]/.test(line));
  const rest = body.slice(comments.length);
  const last = said.at(-1)?.replace(/^[#%]+\s*/, '') ?? '';
  // A header in a comment has as many cells as the first row, and the first row then has values.
  const isHeader = countOf(last) > 1 && countOf(last) === countOf(rest.split(/\r\n|\n|\r/, 1)[0]!) && /^[-+"\d]/.test(rest);
  return {
    text: rest,
    lines: lines.length + (separator === null ? 0 : 1),
    separator: separator?.[1] ?? null,
    header: isHeader ? last : null,
    remarks: [
      ...(said.length > 0 ? [`Left out at the beginning: ${counted(said.length, 'line')} of comment.`] : []),
      ...(isHeader ? [`The header was taken from the last comment: ${last.slice(0, 60)}`] : []),
    ],
  };
}
