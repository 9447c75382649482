/** Names of columns of times, whole. */
const TIME_NAMES =
  /^(?:time|date|date[ _]?time|timestamp|ts|ds|day|week|month|quarter|year|hour|minute|open[ _]?time|period|time[ _]period|date\/time|observation[ _]date|year[ _-]?(?:month|week|quarter)|(?:fiscal|calendar|iso)[ _-]?(?:year|quarter|month|week)|(?:week|month|quarter|year)[ _-](?:start|end|ending|beginning|of|no|nr|number)|yyyymm(?:dd)?|yyyy|yr|mo|mth|qtr|wk|hr|dt|epoch|unix(?:[ _]?time)?|datum|zeit|tag|woche|kw|monat|quartal|jahr|fecha|día|dia|mes|año|ano|date[ _]?heure|jour|mois|année|annee|дата|время|日期|日付|年月)s?$/i;
/** Names that contain a word for a time. */
const LIKE_TIME_NAMES =
  /(?:^|[^a-z])(?:date|datetime|timestamp|fecha|datum)(?:$|[^a-z])|[a-z](?:Date|Time|Timestamp)$|(?:open|close|start|end|event|trade|created|updated|utc|local)[ _]?(?:time|at)(?:$|[^a-z])/;

/** Whether a column is named like a time or a part of one. */
export const isTimeName = (name: string): boolean =>
  TIME_NAMES.test(
    name
      .trim()
      .replace(/^<|>$/g, '')
      .replace(/\s*[([].*$/, ''),
  );
/** Whether a name contains a word for a time. */
export const isLikeNamed = (name: string) => LIKE_TIME_NAMES.test(name) || LIKE_TIME_NAMES.test(name.toLowerCase());
