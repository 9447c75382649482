import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import type { Change } from './edit.ts';
import { editJson } from './edit-json.ts';

const entry = { command: '/usr/bin/node', args: ['/opt/tallyfoil.js', 'mcp'] };
const add: Change = { file: 'mcp.json', section: 'servers', entry };
const remove: Change = { ...add, entry: null };

const COMMENTED = `// my servers
{
\t"inputs": [], // none
\t"servers": {
\t\t/* the old one */
\t\t"other": { "command": "x", }, // keep
\t},
}
`;

test('comments, tabs and trailing commas of VS Code survive', () => {
  const edited = editJson(COMMENTED, add);
  for (const comment of ['// my servers', '// none', '/* the old one */', '// keep']) expect(edited).toContain(comment);
  expect(edited).toContain('\n\t\t"tallyfoil": {\n\t\t\t"command"');
  expect(parse(edited)).toEqual({ inputs: [], servers: { other: { command: 'x' }, tallyfoil: entry } });
});

test('keys added to our entry by a person stay; our keys are updated', () => {
  const old = `{
  "servers": {
    "tallyfoil": {
      "command": "/old/node", // was 20
      "env": { "SYMBOLS": "SOLUSDT" }
    }
  }
}`;
  const edited = editJson(old, add);
  expect(edited).toContain('// was 20');
  expect(parse(edited)).toEqual({ servers: { tallyfoil: { ...entry, env: { SYMBOLS: 'SOLUSDT' } } } });
  expect(editJson(edited, add)).toBe(edited);
});

test('line ends and a byte-order mark are kept', () => {
  const edited = editJson('\uFEFF{\r\n  "a": 1\r\n}\r\n', add);
  expect(edited.startsWith('\uFEFF{')).toBe(true);
  expect(edited.replaceAll('\r\n', '')).not.toContain('\n');
});

test.each(['', '  \n', '{}'])('%j becomes a file with our entry', (text) => {
  expect(parse(editJson(text, add))).toEqual({ servers: { tallyfoil: entry } });
});

describe('any object', () => {
  const file = fc.record(
    {
      servers: fc.dictionary(fc.string(), fc.record({ command: fc.string(), args: fc.array(fc.string()) })),
      other: fc.jsonValue(),
      theme: fc.string(),
    },
    { requiredKeys: [] },
  );

  test('keeps everything else; a second run changes nothing; undoing restores the file', () => {
    fc.assert(
      fc.property(file, fc.constantFrom(undefined, 2, 4, '\t'), (given, indent) => {
        const before = JSON.parse(JSON.stringify(given)) as Record<string, object>;
        const text = JSON.stringify(before, null, indent);
        const added = editJson(text, add);
        expect(JSON.parse(added)).toEqual({ ...before, servers: { ...before['servers'], tallyfoil: entry } });
        expect(editJson(added, add)).toBe(added);
        const undone = editJson(added, remove);
        expect(JSON.parse(undone)).toEqual({ ...before, servers: before['servers'] ?? {} });
      }),
    );
  });

  test('any text is edited correctly or refused with a code', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          expect(parse(editJson(text, add))).toMatchObject({ servers: { tallyfoil: entry } });
        } catch (error) {
          expect(error).toMatchObject({ code: 'TF_CONNECT_FILE_UNREADABLE' });
        }
      }),
    );
  });
});
