/** How a client starts this server. */
export interface Entry {
  readonly command: string;
  readonly args: readonly string[];
}

export interface EntryOptions {
  /** Absolute path of the running Node. */
  readonly node: string;
  /** Flags for Node itself. */
  readonly nodeFlags: readonly string[];
  /** Absolute path of this program's bin/tallyfoil.js. */
  readonly program: string;
  readonly dataDir?: string | undefined;
  readonly symbols?: string | undefined;
  readonly venues?: string | undefined;
  readonly surface?: string | undefined;
  readonly url?: string | undefined;
  readonly allowSimulated?: true | undefined;
}

/** Absolute paths, because a client may start it from any folder and with any PATH. */
export function entryOf(options: EntryOptions): Entry {
  const given = (flag: string, value: string | undefined) => (value === undefined ? [] : [flag, value]);
  return {
    command: options.node,
    args: [
      ...options.nodeFlags,
      options.program,
      'mcp',
      ...given('--surface', options.surface),
      ...given('--url', options.url),
      ...given('--data-dir', options.dataDir),
      ...given('--symbols', options.symbols),
      ...given('--venues', options.venues),
      ...(options.allowSimulated === true ? ['--allow-simulated'] : []),
    ],
  };
}
