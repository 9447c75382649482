import { dataRow, type DecodedData } from '../../core/index.ts';

type Values = Readonly<Record<string, unknown>>;

/** Whether two messages of one kind have equal fields. */
export function sameFields(a: DecodedData, b: DecodedData): boolean {
  const one: Values = a;
  const other: Values = b;
  return dataRow(a.kind).fields.every(({ name }) => Object.is(one[name], other[name]));
}
