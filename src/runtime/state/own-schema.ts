import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

const OBJECTS =
  "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name";

const text = (value: SQLOutputValue | undefined): string => (typeof value === 'string' ? value : '');

const objectsOf = (database: DatabaseSync): readonly string[] =>
  database
    .prepare(OBJECTS)
    .all()
    .map(
      ({ type, name, tbl_name: table, sql }) => `${text(type)} ${text(name)} ${text(table)} ${text(sql).replaceAll(/\s+/g, ' ')}`,
    );

/**
 * Whether a file has exactly the tables and indexes of these versions. An added trigger or view could run foreign SQL at every read.
 */
export function hasOwnSchema(database: DatabaseSync, migrations: readonly string[]): boolean {
  const fresh = new DatabaseSync(':memory:');
  try {
    for (const sql of migrations) fresh.exec(sql);
    const [wanted, found] = [objectsOf(fresh), objectsOf(database)];
    return wanted.length === found.length && wanted.every((object, index) => object === found[index]);
  } finally {
    fresh.close();
  }
}
