import { posix, win32 } from 'node:path';
import type { ClientName } from '../../faces/cli/index.ts';

/** Properties of the machine that the clients' files depend on; passed in, so that any system can be tested on any other. */
export interface Machine {
  readonly platform: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of the folders in a folder; empty if it does not exist. */
  readonly foldersIn: (path: string) => readonly string[];
}

/** Path and format of a client's list of servers. */
export interface ClientFile {
  readonly title: string;
  readonly file: string;
  readonly format: 'json' | 'toml';
  /** Key of the object with one entry for each server. */
  readonly section: string;
  /** `typed`: an entry states that it is a stdio server. */
  readonly entries: 'typed' | 'plain';
  /** What the user must do for the client to read the file. */
  readonly then: string;
}

/** The folder of a program's settings; it depends on the system and a variable. */
function settingsFolder({ platform, home, environment }: Machine): string {
  if (platform === 'win32') return environment['APPDATA'] || win32.join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support');
  return environment['XDG_CONFIG_HOME'] || posix.join(home, '.config');
}

/**
 * Since February 2026 Claude Desktop for Windows is a package that reads settings only from its own folder, not from the usual place.
 */
function claudeFolder(machine: Machine): string {
  const { platform, home, environment, foldersIn } = machine;
  if (platform !== 'win32') return posix.join(settingsFolder(machine), 'Claude');
  const local = environment['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local');
  const packages = win32.join(local, 'Packages');
  const own = foldersIn(packages).find((name) => /^Claude_[a-z0-9]+$/i.test(name));
  return own === undefined
    ? win32.join(settingsFolder(machine), 'Claude')
    : win32.join(packages, own, 'LocalCache', 'Roaming', 'Claude');
}

/** Files in which each client looks for servers on this machine. */
export function clientFile(client: ClientName, machine: Machine): ClientFile {
  const { join } = machine.platform === 'win32' ? win32 : posix;
  const { home, environment } = machine;
  const json = { format: 'json', section: 'mcpServers', entries: 'plain' } as const;
  switch (client) {
    case 'claude':
      return {
        ...json,
        title: 'Claude Desktop',
        file: join(claudeFolder(machine), 'claude_desktop_config.json'),
        then: 'Quit Claude Desktop and start it again.',
      };
    case 'claude-code':
      return {
        ...json,
        title: 'Claude Code',
        entries: 'typed',
        file: join(environment['CLAUDE_CONFIG_DIR'] || home, '.claude.json'),
        then: 'Start a new session; /mcp shows the server.',
      };
    case 'cursor':
      return {
        ...json,
        title: 'Cursor',
        file: join(home, '.cursor', 'mcp.json'),
        then: 'Cursor reads the change by itself; Settings, Tools & MCP shows the server.',
      };
    case 'vscode':
      return {
        ...json,
        title: 'VS Code',
        section: 'servers',
        entries: 'typed',
        file: join(settingsFolder(machine), 'Code', 'User', 'mcp.json'),
        then: 'VS Code asks whether you trust the server when it is first used.',
      };
    case 'codex':
      return {
        title: 'Codex',
        format: 'toml',
        section: 'mcp_servers',
        entries: 'plain',
        file: join(environment['CODEX_HOME'] || join(home, '.codex'), 'config.toml'),
        then: 'Start a new session; /mcp shows the server.',
      };
  }
}
