import { table } from './table.ts';

/** Every host that the program ever contacts, from the venues' own cards. */
export async function hostsPage(): Promise<string> {
  const { venues } = await import('../../src/venues/index.ts');
  const rows = [...venues.values()].flatMap(({ card: { name, id, hosts } }) =>
    [['market data as it comes', hosts.ws] as const, ['snapshots, definitions, history', hosts.rest] as const].flatMap(
      ([what, { urls, env }]) =>
        urls.map((url) => [
          `\`${new URL(url).host}\``,
          name,
          what,
          `\`VENUES\` names \`${id}\`, and \`${env}\` names no other host`,
        ]),
    ),
  );
  return `# Hosts

Everything that this program ever contacts. It sends no telemetry, looks for no updates and loads nothing at run time; it sends venues only requests for public market data, with no key and no name but \`tallyfoil\`.

${table(['Host', 'Whose', 'What for', 'When'], rows)}

\`start\`, \`doctor\` and \`mcp --allow-simulated\` ask each of a venue's hosts whether it answers; \`serve\` uses the first that does.
Beyond these there are only hosts that you name:

| What | Named by | When |
| --- | --- | --- |
| Redis | \`BUS_URL\` | set |
| \`api.telegram.org\`, the host of \`TALLYFOIL_DISCORD_WEBHOOK_URL\` | the outlets telegram and discord of an alert, if they are set up | the alert fires |
| receivers of alerts | the webhook of an alert | the alert fires |
| relays, recordings, simulators in place of a venue | the venue's host variables, see [configuration](../configuration.md) | set |
| a running server | \`--url\`; without it, the owner of the data directory on this machine | commands that ask a server |

The server listens on 127.0.0.1 unless \`TALLYFOIL_HOST\` says otherwise. \`test/app/hosts.test.ts\` starts the program with all outgoing connections watched and blocked, and fails on a host that is not listed here. Made by \`npm run docs\` from the code.
`;
}
