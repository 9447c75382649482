import { table } from './table.ts';

/** Every number of the answers, with its formula or why it has none; read from the schemas. */
export async function numbersPage(): Promise<string> {
  const { FORMULAS } = await import('../../src/operations/formulas/index.ts');
  const { numbersOf } = await import('../../src/operations/numbers.ts');
  const { OPERATIONS, TOPICS } = await import('../../src/operations/index.ts');
  const { PLAIN } = await import('../../src/core/number-marks.ts');
  const versions = new Map(FORMULAS.map(({ id, version }) => [id, version]));
  const section = (one: Parameters<typeof numbersOf>[0]) => {
    const rows = numbersOf(one).map(({ path, mark }) => {
      const field = `\`${path.slice(one.name.length + 1)}\``;
      if (mark === null) throw new Error(`${path} names no formula, and no reason for having none`);
      return 'formula' in mark
        ? [field, `\`${mark.formula}\` ${versions.get(mark.formula)}`]
        : [field, `${mark.plain}: ${PLAIN[mark.plain]}`];
    });
    return rows.length === 0 ? '' : `## ${one.name}\n\n${table(['Field', 'Formula and its version, or why none'], rows)}\n\n`;
  };
  const topics = [...TOPICS.values()].filter(
    ({ output }) => !OPERATIONS.some((operation) => Object.is(operation.output, output)),
  );
  const own = OPERATIONS.filter(({ about }) => about === 'data').map(section);
  return `# Numbers

Every number of every answer. \`list_formulas\` says how a formula works. Made by \`npm run docs\` from the schemas of the answers; a topic that sends whole
answers of an operation is not listed again.

${[...own, ...topics.map(section)].join('')}`
    .trimEnd()
    .concat('\n');
}
