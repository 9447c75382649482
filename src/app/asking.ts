import {
  callOperation,
  comparedAnswer,
  compileCatalogue,
  knownMarks,
  notInEvidence,
  operationMark,
} from '../operations/index.ts';
import {
  argumentsOf,
  hasReceipt,
  judgeAnswer,
  type Build,
  type KnownMarks,
  type Operation,
  type Registry,
} from '../operations/index.ts';
import { silentLog, type EvidenceSubject, type Receipt } from '../core/index.ts';
import type { Asking } from '../services/claims/index.ts';
import { onlyServices } from './services/make.ts';
import type { Past } from './services/row.ts';

const CHECKER = { principal: 'a check', via: 'job', client: null } as const;

export interface AskingOptions {
  /** Operations and formulas of the checking build. Default: this build. */
  readonly registry?: Registry;
  /** Receipt marks that the checking build knows. Default: `marks.json`. */
  readonly known?: KnownMarks;
}

/** Runs operations for the claim service: with every detail, on the services as of the receipt. */
export function createAsking({ registry = compileCatalogue({ detail: 'full' }), known }: AskingOptions = {}): Asking<Past> {
  const operationOf = ({ operation: name }: Receipt): Operation | string => {
    const entry = registry.byName.get(name);
    if (entry === undefined || entry.alias !== null) return 'no operation of that name in this build';
    return hasReceipt(entry.operation) ? entry.operation : `${name} gives no receipts in this build`;
  };
  const buildOf = async (receipt: Receipt): Promise<Build> => {
    const operation = operationOf(receipt);
    if (typeof operation === 'string') throw new Error(`${receipt.operation}: ${operation}`);
    return { operation, mark: operationMark(operation, registry.formulas), known: known ?? (await knownMarks()) };
  };
  return {
    async ask(receipt, past) {
      const build = await buildOf(receipt);
      const services = () => Promise.resolve(onlyServices(past, (service) => notInEvidence({ service })));
      const seal = (_operation: unknown, _input: unknown, stated: Parameters<typeof comparedAnswer>[0]) => comparedAnswer(stated);
      const context = { registry, services, caller: CHECKER, log: silentLog, seal };
      return callOperation(context, receipt.operation, argumentsOf(receipt, build));
    },
    judge: async (receipt, answer) => judgeAnswer(receipt, answer, await buildOf(receipt)),
    barred(receipt) {
      const operation = operationOf(receipt);
      return typeof operation === 'string' ? operation : null;
    },
    subject(receipt) {
      const operation = operationOf(receipt);
      return typeof operation === 'string' ? null : subjectOf(operation, receipt.args);
    },
    unproven: (operation) => registry.byName.get(operation)?.operation.unproven ?? [],
  };
}

/** The market or venue that an answer reads, by its operation and arguments; null: everything. */
function subjectOf({ reads }: Operation, { symbol, venue }: Receipt['args']): EvidenceSubject | null {
  if (reads === undefined || typeof venue !== 'string') return null;
  return { venue, symbol: reads === 'market' && typeof symbol === 'string' ? symbol : null };
}
