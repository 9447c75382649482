import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { codedError, ROLES, SOURCES, type Role } from '../core/index.ts';
import { inputProblem } from '../operations/index.ts';
import { VENUE_IDS } from '../venues/ids.ts';

export const configInvalid = codedError<{ problems: readonly string[] }>('TF_CONFIG_INVALID', {
  status: 400,
  message: ({ problems }) => `The configuration is invalid: ${problems.join('; ')}.`,
  advice: () => 'Correct the named variables in the environment or in .env, or remove them to use their defaults.',
});

const list = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) => [...new Set(text.split(',').map((item) => item.trim()))].filter((item) => item !== ''))
    .refine((items) => items.length > 0 || fallback === '', 'it is empty');

const whole = (fallback: number, least: number, most: number) => z.coerce.number().int().min(least).max(most).default(fallback);

export const TELEGRAM_TOKEN = /^\d+:[\w-]{20,}$/;
export const TELEGRAM_TOKEN_WRONG = 'must be a bot token such as 123456:ABC-DEF…';

function withoutPassword(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.password = '';
  return url.href;
}

const NO_SECRET = () => '';

/** A function, so that printing or hashing the configuration leaves the secret out. */
const hidden = (secret: string | undefined): (() => string) => (secret === undefined ? NO_SECRET : () => secret);

/** Whether a text is an https address. */
export const isHttps = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === 'https:';

/** Every variable that is read, with its bounds; the reference page is generated from it. */
export const CONFIG_SCHEMA = z.object({
  SYMBOLS: list('BTCUSDT,ETHUSDT').describe(
    'Default symbols to follow on each venue that lists them, comma-separated. follow_market and unfollow_market change which are followed.',
  ),
  MARKETS_AT_START: z
    .enum(['remembered', 'default'])
    .default('remembered')
    .describe(
      'Markets followed at a start. remembered: SYMBOLS with what follow_market and unfollow_market changed. default: SYMBOLS alone; those changes are forgotten.',
    ),
  MAX_MARKETS: whole(50, 1, 1_000).describe(
    'Maximum number of markets, over all venues, for follow_market. All of SYMBOLS is followed, even above it.',
  ),
  LATEST_MARKETS: z
    .enum(['on', 'off'])
    .default('on')
    .describe(
      'on: keep the newest values of markets that are not followed, if a venue sends those of all markets on one channel. off: less to receive and to log.',
    ),
  VENUES: list(VENUE_IDS[0]).describe(`Venues to follow, comma-separated: ${VENUE_IDS.join(', ')}.`),
  TALLYFOIL_DATA_DIR: z.string().default('').describe('Where logs and state are kept. Default: .tallyfoil in the home folder.'),
  TALLYFOIL_HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address to listen on. Other machines can reach any address except loopback.'),
  TALLYFOIL_PORT: whole(7420, 0, 65_535).describe('Port of HTTP and MCP; 0 chooses a free port. Alias: MCP_PORT.'),
  TALLYFOIL_ALLOWED_HOSTS: list('').describe(
    'Host names, beside localhost, that are accepted in Host and Origin headers, comma-separated.',
  ),
  TALLYFOIL_SOURCE: z
    .enum(SOURCES)
    .optional()
    .describe(
      'Source of the data when a venue host is replaced. Default: recorded if a host variable is set, else live. A Tallyfoil simulator is accepted only as simulated.',
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least severe line logged to stderr.'),
  REPORT_WINDOW_SEC: whole(1_800, 60, 14_400).describe('Seconds of trades in the volume profile.'),
  FLOW_WINDOW_SEC: whole(30, 1, 3_600).describe('Seconds of trades in the net flow of get_report.'),
  WALL_THRESHOLD_MULTIPLIER: z.coerce
    .number()
    .min(1)
    .max(100)
    .default(1.5)
    .describe('A wall has at least this many times the usual large size (P95) at its distance from the mid.'),
  WALL_MINIMUM_QTY: z.coerce.number().min(0).default(0).describe('Minimum size of a wall, base currency.'),
  VACUUM_THRESHOLD_PERCENTILE: z.coerce
    .number()
    .gt(0)
    .lt(100)
    .default(10)
    .describe('A vacuum is thinner than this percentile of the depth at its distance from the mid.'),
  CHECK_BUDGET_MS: whole(1_500, 100, 60_000).describe(
    'Milliseconds of processor time that a check may take. explain_anomaly, and a check of up to five receipts of one log segment, may take six times that.',
  ),
  TIMEOUT_MS: whole(150, 1, 60_000).describe(
    'Milliseconds that an answer may take once its data are available; slower answers are logged.',
  ),
  SYNC_WAIT_MS: whole(8_000, 0, 60_000).describe('Milliseconds that a first call waits for a synced book.'),
  BACKFILL_MINUTES: whole(30, 0, 240).describe('Minutes of trades and candles fetched at start.'),
  AUDIT_SECONDS: whole(25, 0, 3_600).describe('Seconds between audits of each book against a fresh snapshot; 0 turns them off.'),
  RAW_LOG_MAX_GB: z.coerce.number().min(0.1).default(20).describe('Gigabytes of raw log kept.'),
  RAW_LOG_MAX_DAYS: z.coerce.number().min(0.01).default(7).describe('Days of raw log kept.'),
  BUS_URL: z
    .string()
    .refine((url) => URL.canParse(url) && /^rediss?:\/\/[^/?#]/.test(url), 'it must be redis:// or rediss:// with a host')
    // Secrets are read where they are used, so that a shown or logged configuration can't contain them.
    .transform(withoutPassword)
    .optional()
    .describe(
      'Redis 7 that connects the roles: redis://host:6379/0. Absent: one process has all roles. Set the password in REDIS_PASSWORD if possible. Alias: REDIS_URL.',
    ),
  TALLYFOIL_ROLES: list('ingest,analyze,api')
    .refine((roles) => roles.every((role) => ROLES.includes(role as Role)), 'roles are ingest, analyze, api')
    .transform((roles) => roles as Role[])
    .describe('Roles of this process, comma-separated: ingest, analyze, api. Without all three, BUS_URL is required.'),
  STREAM_KEY: z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9{][\w:.{}-]*$/, 'it must be letters, digits, : . - _ and {venue}, {symbol}')
    .default('tallyfoil:{venue}:{symbol}')
    .describe('Stream of an instrument on the bus. Without {symbol}, all instruments share one stream and one analyser.'),
  CONSUMER_GROUP: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9][\w:.-]*$/, 'it must be letters, digits, : . - _')
    .default('context8')
    .describe('Consumer group of the analysers.'),
  CACHE_TTL_SEC: whole(300, 5, 86_400).describe('Seconds for which a report stays on the bus.'),
  LEASE_TTL_MS: whole(3_000, 500, 60_000).describe('Milliseconds after which the work of a dead process is taken over.'),
  BUS_KEEP_MIN: whole(45, 30, 60).describe('Minutes for which messages stay on the bus.'),
  TALLYFOIL_WEBHOOK_SECRET: z
    .string()
    .refine((secret) => secret.length >= 16, 'it has fewer than 16 characters')
    .optional()
    .transform(hidden)
    .describe('Secret that signs webhooks, at least 16 characters. Without a secret, webhooks are refused.'),
  TALLYFOIL_WEBHOOK_SECRET_FILE: z
    .string()
    .default('')
    .describe('File with the webhook secret; used instead of TALLYFOIL_WEBHOOK_SECRET.'),
  TALLYFOIL_WEBHOOK_HOSTS: list('')
    .refine((hosts) => hosts.every((host) => /^[a-z0-9.:-]+$/.test(host)), 'hosts are names or addresses in lower case')
    .describe(
      'Hosts that webhooks may call, comma-separated, whatever their address. Default: all hosts except link-local and metadata addresses.',
    ),
  TALLYFOIL_TELEGRAM_TOKEN: z
    .string()
    .regex(TELEGRAM_TOKEN, TELEGRAM_TOKEN_WRONG)
    .optional()
    .transform(hidden)
    .describe('Token of the Telegram bot that sends alerts to the outlet telegram.'),
  TALLYFOIL_TELEGRAM_TOKEN_FILE: z
    .string()
    .default('')
    .describe('File with the token; used instead of TALLYFOIL_TELEGRAM_TOKEN.'),
  TALLYFOIL_TELEGRAM_CHAT: z
    .string()
    .regex(/^(-?\d{1,20}|@\w{1,64})?$/, 'it is a number, or @ and the name of a channel')
    .default('')
    .describe('Chat that the bot writes to: its number, or @ and the name of a channel.'),
  TALLYFOIL_DISCORD_WEBHOOK_URL: z
    .string()
    .refine(isHttps, 'it must be an https address')
    .optional()
    .transform(hidden)
    .describe('Address of the webhook of a Discord channel, for the outlet discord. It is a secret: who has it can write there.'),
  TALLYFOIL_DISCORD_WEBHOOK_URL_FILE: z
    .string()
    .default('')
    .describe('File with that address; used instead of TALLYFOIL_DISCORD_WEBHOOK_URL.'),
});

/** Variables whose value may contain a password. */
const SECRET = /SECRET|URL|TOKEN/;

/** Alternative names of variables. */
const ALIASES: Readonly<Record<string, string>> = { MCP_PORT: 'TALLYFOIL_PORT', REDIS_URL: 'BUS_URL' };

/** Known names without a counterpart; if set, a notice says that they have no effect. */
const LATER = ['PROMETHEUS_PORT'];

export type Config = z.output<typeof CONFIG_SCHEMA> & { readonly notices: readonly string[]; readonly hash: string };

/** Reads and checks the configuration. Throws TF_CONFIG_INVALID with each invalid variable. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const own = ALIASES[name] ?? name;
    if (value !== undefined && value !== '' && !(own !== name && environment[own])) given[own] = value;
  }
  const parsed = CONFIG_SCHEMA.safeParse(given);
  if (!parsed.success)
    throw configInvalid({
      problems: parsed.error.issues.map((issue) =>
        inputProblem(issue, given, SECRET.test(String(issue.path[0])) ? 'no value' : 'value'),
      ),
    });
  const notices = LATER.filter((name) => given[name] !== undefined).map(
    (name) => `${name} is set but has no effect: metrics are at /metrics of the only port.`,
  );
  const hash = createHash('sha256').update(JSON.stringify(parsed.data)).digest('hex').slice(0, 16);
  return { ...parsed.data, notices, hash };
}

/** The password of the bus, from its own variable or from the address; undefined if there is none. */
export function busPassword(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const address = environment['BUS_URL'] || environment['REDIS_URL'] || '';
  const inAddress = URL.canParse(address) ? decodeURIComponent(new URL(address).password) : '';
  return environment['REDIS_PASSWORD'] || inAddress || undefined;
}

/** The folder of one source; live, recorded and simulated data never share a folder. */
export const dataDirectory = (config: Pick<Config, 'TALLYFOIL_DATA_DIR'>, source: string): string =>
  join(config.TALLYFOIL_DATA_DIR === '' ? join(homedir(), '.tallyfoil') : config.TALLYFOIL_DATA_DIR, source);
