import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { expect, test } from 'vitest';
import type { Change } from './edit.ts';
import { editToml } from './edit-toml.ts';

const entry = { command: '/usr/bin/node', args: ['/opt/tallyfoil.js', 'mcp'] };
const add: Change = { file: 'config.toml', section: 'mcp_servers', entry };
const remove: Change = { ...add, entry: null };

const CODEX = `# my codex
model = "gpt" # the good one

[mcp_servers.docs]
command = "docs" # keep
args = [
  "a", # first
]

# about profiles
[profiles.fast]
model = "small"
`;

test('comments and order survive, and undoing restores the same file', () => {
  const edited = editToml(CODEX, add);
  expect(edited.startsWith(CODEX)).toBe(true);
  expect(edited.slice(CODEX.length)).toBe(
    '\n[mcp_servers.tallyfoil]\ncommand = "/usr/bin/node"\nargs = [ "/opt/tallyfoil.js", "mcp" ]\n',
  );
  expect(editToml(edited, add)).toBe(edited);
  expect(editToml(edited, remove)).toBe(CODEX);
});

test('an entry in the middle is updated in place and keeps its other settings and comments', () => {
  const old = `[mcp_servers."tallyfoil"] # ours
startup_timeout_sec = 30 # slow disk
args = [
  "/old/tallyfoil.js", # where it was
  "mcp",
]

[mcp_servers.tallyfoil.env]
SYMBOLS = "SOLUSDT"

# the next
[profiles.fast]
model = "small"
`;
  const edited = editToml(old, add);
  expect(parse(edited)).toEqual({
    mcp_servers: { tallyfoil: { ...entry, startup_timeout_sec: 30, env: { SYMBOLS: 'SOLUSDT' } } },
    profiles: { fast: { model: 'small' } },
  });
  for (const comment of ['# ours', '# slow disk', '# the next']) expect(edited).toContain(comment);
  expect(editToml(edited, remove)).toBe('\n# the next\n[profiles.fast]\nmodel = "small"\n');
});

test.each([
  ['cut', '[mcp_servers'],
  ['no table', 'mcp_servers = 5'],
  ['written inline', 'mcp_servers = { docs = { command = "x" } }'],
  ['ours written inline', '[mcp_servers]\ntallyfoil = { command = "x" }'],
  ['dotted', 'mcp_servers.tallyfoil.command = "x"'],
])('a file that is %s is refused', (_what, text) => {
  expect(() => editToml(text, add)).toThrow(expect.objectContaining({ code: 'TF_CONNECT_FILE_UNREADABLE' }));
});

test('text in a multi-line string that looks like our table is not edited', () => {
  const text = 'note = """\n[mcp_servers.tallyfoil]\ncommand = "no"\n"""\n';
  expect(parse(editToml(text, add))).toMatchObject({ mcp_servers: { tallyfoil: entry } });
});

test('Windows line ends are kept', () => {
  const edited = editToml(CODEX.replaceAll('\n', '\r\n'), add);
  expect(edited.replaceAll('\r\n', '')).not.toContain('\n');
  expect(editToml(edited, remove)).toBe(CODEX.replaceAll('\n', '\r\n'));
});

test('for any tables, everything else is kept, and undoing restores the file', () => {
  const server = fc.record({ command: fc.string(), args: fc.array(fc.string()) });
  const file = fc.record(
    {
      model: fc.string(),
      mcp_servers: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), server),
      profiles: fc.dictionary(fc.string(), server),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(file, (given) => {
      const text = `${stringify(given).trimEnd()}\n`;
      const before = parse(text);
      const added = editToml(text, add);
      const servers = (before['mcp_servers'] ?? {}) as object;
      expect(parse(added)).toEqual({ ...before, mcp_servers: { ...servers, tallyfoil: entry } });
      expect(editToml(added, remove).trimEnd()).toBe(text.trimEnd());
    }),
  );
});
