import type { Followed } from '../../client/index.ts';
import type { ClaimAnswer } from '../../services/claims/answers.ts';

/** Options that most commands share; undefined means the environment decides. */
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
  /** A recording or a data directory; default: the data directory of the configuration. */
  readonly path?: string;
  readonly speed: string;
  readonly emit?: string;
}

/** Result of verifying one raw log. */
export interface LogReport {
  readonly directory: string;
  readonly ok: boolean;
  readonly records: number;
  readonly segments: number;
  readonly corrupt: readonly unknown[];
  readonly breaks: readonly unknown[];
  /** Time between sessions of the log. */
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
  readonly id?: string;
  readonly dates?: 'day-first' | 'month-first' | 'year-first';
  readonly decimal?: 'point' | 'comma';
  readonly missing?: string;
  readonly out?: string;
}

export interface BenchForecastCommand {
  readonly data: string;
  readonly models?: string;
  readonly every: string;
}

/** One result of `doctor`. */
export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'problem';
  readonly what: string;
  /** What to do next; null if nothing. */
  readonly advice: string | null;
}

export interface Diagnosis {
  /** True if no finding is a problem. */
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

/** A change of a client's configuration, made or only shown. */
export interface Connected {
  readonly client: string;
  readonly file: string;
  readonly outcome: 'unchanged' | 'shown' | 'written';
  /** Unified, without the file names; empty when nothing changes. */
  readonly diff: string;
  /** The backup of the file; null if there was no file or nothing was written. */
  readonly backup: string | null;
  /** What the user must do for the client to read the change. */
  readonly then: string;
  /** That the server it points to has a simulated market; null otherwise. */
  readonly warning: string | null;
}

/** Actions that the app provides; the command line itself has no logic. */
export interface Actions {
  readonly version: string;
  /** Runs the first venue that answers, live; else the simulator, and reports that. */
  start(options: CommonOptions, say: (line: string) => void): Promise<Running>;
  /** Runs the venues of the configuration; never the simulator. */
  serve(options: CommonOptions, say: (line: string) => void): Promise<Running>;
  /** Runs the simulator. */
  demo(
    options: CommonOptions & { readonly scenario?: string; readonly seed?: string },
    say: (line: string) => void,
  ): Promise<Running>;
  /** Resolves when the client disconnects. */
  mcp(options: McpOptions): Promise<void>;
  /** Calls one operation on the running server. */
  call(
    name: string,
    input: Readonly<Record<string, unknown>>,
    options: CommonOptions & { readonly url?: string },
  ): Promise<unknown>;
  /** Follows topics of the running server until the signal or a refusal. */
  watch(
    wanted: { readonly topics: readonly string[]; readonly query: Readonly<Record<string, string>> },
    options: CommonOptions & { readonly url?: string },
    signal: AbortSignal,
  ): AsyncIterable<Followed>;
  /** Finds problems that keep the server from working; with `url`, only those of the running server there. */
  doctor(options: CommonOptions & { readonly url?: string }): Promise<Diagnosis>;
  /** Shows or writes a client's configuration, or (`print`) gives lines to paste. */
  connect(options: ConnectOptions): Promise<Connected | { readonly snippet: string }>;
  /** Every operation's name, aliases too. */
  operationNames(): Promise<readonly string[]>;
  /** Checks receipts, a text with receipts or a whole answer against the raw log. */
  check(text: string, options: CommonOptions & { readonly url?: string; readonly maxAge?: number }): Promise<ClaimAnswer>;
  replay(command: ReplayCommand, write: (line: string) => Promise<void>): Promise<unknown>;
  /** Runs until closed. */
  simulate(command: SimulateCommand, say: (line: string) => void): Promise<Running>;
  /** Forecasts a column of a CSV file; `width` is the width of the text, in characters. */
  forecast(command: ForecastCommand, width: number): Promise<{ readonly json: unknown; readonly text: string }>;
  /** Tables of forecasting competitions with our results beside the published ones; `say` is called as each is done. */
  benchForecast(
    command: BenchForecastCommand,
    say: (line: string) => void,
  ): Promise<{ readonly json: unknown; readonly text: string }>;
  verify(
    options: CommonOptions & { readonly path?: string },
  ): Promise<{ readonly ok: boolean; readonly report: readonly LogReport[] }>;
}
