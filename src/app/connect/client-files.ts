import { posix, win32 } from 'node:path';
import type { ClientName } from '../../faces/cli/index.ts';

/** The machine as far as the clients' files depend on it; all of it is given, so that each system can be tested on any. */
export interface Machine {
  readonly platform: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of the folders in a folder; empty where it does not exist. */
  readonly foldersIn: (path: string) => readonly string[];
}

/** Where a client keeps its servers, and how. */
export interface ClientFile {
  readonly title: string;
  readonly file: string;
  readonly format: 'json' | 'toml';
  /** The object that holds one entry a server. */
  readonly section: string;
  /** `typed`: an entry says that it is a stdio server. */
  readonly entries: 'typed' | 'plain';
  /** What makes the client read the file. */
  readonly then: string;
}

/** The folder of a program's settings: each system has its own, and each lets a variable move it. */
function settingsFolder({ platform, home, environment }: Machine): string {
  if (platform === 'win32') return environment['APPDATA'] || win32.join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support');
  return environment['XDG_CONFIG_HOME'] || posix.join(home, '.config');
}

/**
 * Claude Desktop for Windows comes as a package since February 2026, which reads a copy of its settings in its own folder
 * and never those in the usual place.
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

/** Where each client looks for its servers on this machine. */
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
        then: 'Cursor notices; Settings, Tools & MCP shows the server.',
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
