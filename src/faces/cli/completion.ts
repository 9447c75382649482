export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** Words that can follow one command. */
export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly { readonly name: string; readonly description: string; readonly choices: readonly string[] }[];
  /** Possible values of its arguments. */
  readonly words: readonly string[];
}

/** A word in single quotes, as all three shells read it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const bash = (commands: readonly CommandWords[]): string => {
  const choices = commands.flatMap(({ name, options }) =>
    options
      .filter((option) => option.choices.length > 0)
      .map((option) => `    ${quoted(`${name} ${option.name}`)}) words=${quoted(option.choices.join(' '))} ;;`),
  );
  const after = commands.map(
    ({ name, options, words }) =>
      `    ${quoted(name)}) words=${quoted([...words, ...options.map((option) => option.name)].join(' '))} ;;`,
  );
  return `# tallyfoil completion for bash: eval "$(tallyfoil completion bash)"
_tallyfoil() {
  local words='' current="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -le 1 ]; then
    words=${quoted([...commands.map(({ name }) => name), '--help', '--version'].join(' '))}
  else
    case "\${COMP_WORDS[1]}" in
${after.join('\n')}
    esac
    case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD-1]}" in
${choices.join('\n')}
    esac
  fi
  # No word has a space; mapfile is missing from the bash that macOS has.
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _tallyfoil tallyfoil
`;
};

/** zsh reads a colon as the start of a description, and brackets as its bounds. */
const zshText = (text: string): string => text.replaceAll(/[:[\]\\]/g, (found) => `\\${found}`);

const zsh = (commands: readonly CommandWords[]): string => {
  const list = commands.map(({ name, description }) => `    ${quoted(`${name}:${zshText(description)}`)}`);
  const cases = commands.map(({ name, options, words }) => {
    const rows = options.map((option) => {
      const value = option.choices.length > 0 ? `:value:(${option.choices.join(' ')})` : '';
      return `        ${quoted(`${option.name}[${zshText(option.description)}]${value}`)}`;
    });
    const rest = quoted(words.length > 0 ? `*:word:(${words.join(' ')})` : '*:file:_files');
    return `      ${name}) _arguments ${[...rows.map((row) => row.trim()), rest].join(' ')} ;;`;
  });
  return `#compdef tallyfoil
# tallyfoil completion for zsh: eval "$(tallyfoil completion zsh)"
_tallyfoil() {
  local -a commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
  else
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
${cases.join('\n')}
    esac
  fi
}
compdef _tallyfoil tallyfoil
`;
};

/** fish escapes by backslash inside single quotes. */
const fishQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const fish = (commands: readonly CommandWords[]): string => {
  const lines = commands.flatMap(({ name, description, options, words }) => [
    `complete -c tallyfoil -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(description)}`,
    ...options.map((option) => {
      const value = option.choices.length > 0 ? ` -x -a ${fishQuoted(option.choices.join(' '))}` : '';
      const flag = option.name.replace(/^--/, '');
      return `complete -c tallyfoil -n '__fish_seen_subcommand_from ${name}' -l ${flag} -d ${fishQuoted(option.description)}${value}`;
    }),
    ...(words.length > 0
      ? [`complete -c tallyfoil -n '__fish_seen_subcommand_from ${name}' -f -a ${fishQuoted(words.join(' '))}`]
      : []),
  ]);
  return `# tallyfoil completion for fish: tallyfoil completion fish | source\n${lines.join('\n')}\n`;
};

/** The completion script of one shell. */
export const completionScript = (shell: Shell, commands: readonly CommandWords[]): string =>
  ({ bash, zsh, fish })[shell](commands);
