import { CodedError, seededRandom, withoutNoise, type Clock, type Log, type Source } from '../core/index.ts';
import { compileCatalogue, type WatchHub } from '../operations/index.ts';
import { desktopNotices } from '../runtime/outlets/index.ts';
import { stateUnusable } from '../runtime/state/index.ts';
import {
  createAlerts,
  createOutlets,
  findingsRecorder,
  LOOK_MS,
  type AlertAsking,
  type AlertMarket,
  type AlertService,
  type Chats,
  type RunningAlerts,
} from '../services/alerts/index.ts';
import { findingsOf, type MarketService, type MarketSource } from '../services/market/index.ts';
import { configInvalid, isHttps, TELEGRAM_TOKEN, TELEGRAM_TOKEN_WRONG, type Config } from './config.ts';
import { marketStamp } from './market-stamp.ts';
import { readSmallFile } from './read-small-file.ts';
import type { OpenedState } from './state.ts';

const LEAST_SECRET = 16;

/** Runs the operations of rules. Equal queries share one answer, also with topics. */
export function alertAsking(hub: WatchHub): AlertAsking {
  const registry = compileCatalogue({ detail: 'full' });
  const watched = (name: string) => {
    const entry = registry.byName.get(name);
    const { effects, about, subject } = entry?.operation ?? {};
    return effects === 'read' && about === 'data' && subject === undefined ? entry : undefined;
  };
  return {
    ask: (operation, input) => hub.ask(operation, input, LOOK_MS),
    outputSchema: (operation) => watched(operation)?.outputSchema ?? null,
    operations: () => registry.entries.filter(({ name, alias }) => alias === null && watched(name)).map(({ name }) => name),
  };
}

/** Mids and data versions from the market service. */
export function alertMarket(market: MarketService, engine: MarketSource): AlertMarket {
  return {
    async mid(symbol, venue) {
      try {
        const { bids, asks, state } = await market.getBook({ symbol, venue, depth: 1 });
        const [bid, ask] = [bids[0], asks[0]];
        if (bid === undefined || ask === undefined) return { mid: null, reason: `the book is ${state}` };
        return { mid: withoutNoise((bid.p + ask.p) / 2) };
      } catch (error) {
        if (!(error instanceof CodedError)) throw error;
        return { mid: null, reason: error.message };
      }
    },
    stamp: marketStamp(engine),
  };
}

/** The secret of webhooks; a function, so that printing its holder can't reveal it. Throws TF_CONFIG_INVALID. */
export function webhookSecret(
  config: Pick<Config, 'TALLYFOIL_WEBHOOK_SECRET' | 'TALLYFOIL_WEBHOOK_SECRET_FILE'>,
): (() => string) | null {
  const file = config.TALLYFOIL_WEBHOOK_SECRET_FILE;
  const secret = file === '' ? config.TALLYFOIL_WEBHOOK_SECRET() : readSecret(file, 'TALLYFOIL_WEBHOOK_SECRET_FILE');
  if (secret === '') return null;
  if (secret.length < LEAST_SECRET)
    throw configInvalid({ problems: [`the webhook secret has fewer than ${LEAST_SECRET} characters`] });
  return () => secret;
}

const TELEGRAM_API = 'https://api.telegram.org';

/** The chats that are set up. Throws TF_CONFIG_INVALID. */
export function chatsOf(config: Config): Chats {
  const { TALLYFOIL_TELEGRAM_TOKEN_FILE: tokenFile, TALLYFOIL_TELEGRAM_CHAT: chat } = config;
  const { TALLYFOIL_DISCORD_WEBHOOK_URL_FILE: urlFile } = config;
  const token = tokenFile === '' ? config.TALLYFOIL_TELEGRAM_TOKEN() : readSecret(tokenFile, 'TALLYFOIL_TELEGRAM_TOKEN_FILE');
  const url = urlFile === '' ? config.TALLYFOIL_DISCORD_WEBHOOK_URL() : readSecret(urlFile, 'TALLYFOIL_DISCORD_WEBHOOK_URL_FILE');
  if (token !== '' && !TELEGRAM_TOKEN.test(token))
    throw configInvalid({ problems: [`TALLYFOIL_TELEGRAM_TOKEN_FILE ${TELEGRAM_TOKEN_WRONG}`] });
  if (url !== '' && !isHttps(url)) throw configInvalid({ problems: ['TALLYFOIL_DISCORD_WEBHOOK_URL_FILE has no https address'] });
  return {
    telegram: token === '' || chat === '' ? null : { api: TELEGRAM_API, token: () => token, chat },
    discord: url === '' ? null : () => url,
  };
}

function readSecret(file: string, variable: string): string {
  const read = readSmallFile(file);
  if (read.kind === 'text') return read.text.trim();
  const reason = read.kind === 'missing' ? 'there is no such file' : read.reason;
  throw configInvalid({ problems: [`${variable} can't be read: ${reason}`] });
}

export interface OpenAlerts {
  readonly opened: OpenedState;
  readonly config: Config;
  readonly source: Source;
  readonly market: MarketService;
  readonly engine: MarketSource;
  readonly hub: WatchHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly isNewMarket: boolean;
}

/** Alerts over the state of a data directory. Without a usable one the server runs without alerts, and each call states why. */
export function openAlerts({ opened, config, source, market, engine, hub, clock, log, isNewMarket }: OpenAlerts): {
  readonly service: AlertService;
  readonly running: RunningAlerts | null;
  readonly close: () => Promise<void>;
} {
  const secret = webhookSecret(config);
  const chats = chatsOf(config);
  const off = (refusal: CodedError) => {
    log.error({ problem: refusal.message }, 'alerts are off');
    return { service: refusingAlerts(refusal), running: null, close: async () => {} };
  };
  if (opened.state === null) return off(opened.refusal);
  try {
    const desktop = desktopNotices({ platform: process.platform, path: process.env['PATH'] ?? '' });
    const outlets = createOutlets({ secret, webhookHosts: config.TALLYFOIL_WEBHOOK_HOSTS, desktop, chats, clock, log });
    const running = createAlerts({
      state: opened.state,
      asking: alertAsking(hub),
      market: alertMarket(market, engine),
      outlets,
      source,
      clock,
      random: seededRandom(Math.floor(clock.now() / 1_000)),
      log,
      isNewMarket,
    });
    running.start();
    const stop = everySecond(clock, log, findingsRecorder(engine, findingsOf, running.record));
    return {
      service: running.service,
      running,
      async close() {
        stop();
        await running.stop();
      },
    };
  } catch (error) {
    // An invalid value in the file must not keep the server from following its market.
    const reason = `it has an invalid value: ${error instanceof Error ? error.message : String(error)}`;
    return off(error instanceof CodedError ? error : stateUnusable({ file: opened.file, reason }, error));
  }
}

/** Runs work once a second until it is stopped; a failure is logged and retried. */
function everySecond(clock: Clock, log: Log, run: () => void): () => void {
  let cancel = () => {};
  const again = () => {
    try {
      run();
    } catch (error) {
      log.error({ error }, 'anomalies could not be recorded');
    }
    cancel = clock.after(1_000, again);
  };
  again();
  return () => cancel();
}

/** Alerts of a process without them: each call is refused with the reason. */
function refusingAlerts(error: CodedError): AlertService {
  const refuse = async (): Promise<never> => {
    throw error;
  };
  return { create: refuse, list: refuse, update: refuse, remove: refuse, test: refuse, ledger: refuse };
}
