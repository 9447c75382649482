import type { Followed } from '../../client/index.ts';
import type { ClaimAnswer } from '../../services/claims/answers.ts';

/** Options that most commands share; undefined where the environment decides. */
export interface CommonOptions {
  readonly dataDir?: string;
  readonly symbols?: string;
  readonly venues?: string;
  readonly port?: string;
  readonly roles?: string;
}

export interface Running {
  readonly url: string;
  readonly source: string;
  close(): Promise<void>;
}

export interface McpOptions extends CommonOptions {
  readonly surface: string;
  readonly url?: string;
  readonly allowSimulated?: boolean;
}

export interface ReplayCommand {
  readonly fromSegment?: string;
  /** A recording, or a data directory; default: that of the configuration. */
  readonly path?: string;
  readonly speed: string;
  readonly emit?: string;
}

/** What a reading of one raw log found. */
export interface LogReport {
  readonly directory: string;
  readonly ok: boolean;
  readonly records: number;
  readonly segments: number;
  readonly corrupt: readonly unknown[];
  readonly breaks: readonly unknown[];
  /** Between sessions of the log. */
  readonly downtime: readonly { readonly from: string; readonly to: string; readonly seconds: number; readonly reason: string }[];
}

export interface SimulateCommand {
  readonly venue: string;
  readonly port: string;
  readonly seed: string;
  readonly scenario: string;
  readonly symbols?: string;
  readonly faults?: string;
  readonly truth?: string;
}

export interface ForecastCommand {
  readonly file: string;
  readonly column?: string;
  readonly time?: string;
  readonly horizon?: string;
  readonly period?: string;
  readonly model?: string;
  readonly priority: string;
  readonly fill?: 'line';
  readonly out?: string;
}

export interface BenchForecastCommand {
  readonly data: string;
  readonly models?: string;
  readonly every: string;
}

/** One thing that `doctor` looked at. */
export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'problem';
  readonly what: string;
  /** What to do next; null where nothing is to be done. */
  readonly advice: string | null;
}

export interface Diagnosis {
  /** No finding is a problem. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}

export type ClientName = 'claude' | 'claude-code' | 'cursor' | 'vscode' | 'codex';

export interface ConnectOptions extends CommonOptions {
  readonly client: ClientName;
  readonly write?: true;
  readonly remove?: true;
  readonly print?: true;
  readonly file?: string;
  readonly surface?: string;
  readonly url?: string;
  readonly allowSimulated?: true;
}

/** What was, or would be, done to a client's configuration. */
export interface Connected {
  readonly client: string;
  readonly file: string;
  readonly outcome: 'unchanged' | 'shown' | 'written';
  /** Unified, without the file names; empty when nothing changes. */
  readonly diff: string;
  /** The copy of the file as it was; null where nothing was there or nothing was written. */
  readonly backup: string | null;
  /** What to do for the client to notice. */
  readonly then: string;
}

/** What the app does for the command line; the command line itself holds no logic. */
export interface Actions {
  readonly version: string;
  /** The first venue that answers, live; otherwise the simulator, and says so. */
  start(options: CommonOptions, say: (line: string) => void): Promise<Running>;
  /** The venues of the configuration; never the simulator. */
  serve(options: CommonOptions, say: (line: string) => void): Promise<Running>;
  /** The simulator. */
  demo(
    options: CommonOptions & { readonly scenario?: string; readonly seed?: string },
    say: (line: string) => void,
  ): Promise<Running>;
  /** Resolves when the client has gone. */
  mcp(options: McpOptions): Promise<void>;
  /** One operation on the running server. */
  call(
    name: string,
    input: Readonly<Record<string, unknown>>,
    options: CommonOptions & { readonly url?: string },
  ): Promise<unknown>;
  /** Topics of the running server as they come; goes on until the signal, or a refusal. */
  watch(
    wanted: { readonly topics: readonly string[]; readonly query: Readonly<Record<string, string>> },
    options: CommonOptions & { readonly url?: string },
    signal: AbortSignal,
  ): AsyncIterable<Followed>;
  /** Looks for whatever keeps the server from working. */
  doctor(options: CommonOptions): Promise<Diagnosis>;
  /** A client's configuration: shown, written, or (`print`) as lines to paste. */
  connect(options: ConnectOptions): Promise<Connected | { readonly snippet: string }>;
  /** Every operation's name, aliases too. */
  operationNames(): Promise<readonly string[]>;
  /** Receipts, a text with receipts, or a whole answer, against the raw log. */
  check(text: string, options: CommonOptions & { readonly url?: string; readonly maxAge?: number }): Promise<ClaimAnswer>;
  replay(command: ReplayCommand, write: (line: string) => Promise<void>): Promise<unknown>;
  /** Runs until closed. */
  simulate(command: SimulateCommand, say: (line: string) => void): Promise<Running>;
  /** Forecasts a column of a CSV file; `width` in characters is that of the text. */
  forecast(command: ForecastCommand, width: number): Promise<{ readonly json: unknown; readonly text: string }>;
  /** The tables of forecasting competitions, ours beside the published; `say` hears of each as it is done. */
  benchForecast(
    command: BenchForecastCommand,
    say: (line: string) => void,
  ): Promise<{ readonly json: unknown; readonly text: string }>;
  verify(
    options: CommonOptions & { readonly path?: string },
  ): Promise<{ readonly ok: boolean; readonly report: readonly LogReport[] }>;
}
