import { callOperation, compileCatalogue, knownMarks, noLogHere, operationMark, type Services } from '../operations/index.ts';
import {
  argumentsOf,
  hasReceipt,
  judgeAnswer,
  unsealedAnswer,
  type Build,
  type KnownMarks,
  type Registry,
} from '../operations/index.ts';
import { silentLog, type Receipt } from '../core/index.ts';
import type { Asking } from '../services/claims/index.ts';
import type { Past } from './proofs/provers.ts';

const CHECKER = { principal: 'a check', via: 'job', client: null } as const;

export interface AskingOptions {
  /** Operations and formulas of the build that checks; default: those of this one. */
  readonly registry?: Registry;
  /** Marks that it knows; default: `marks.json`. */
  readonly known?: KnownMarks;
}

/** The operations as the claim service asks them: with every detail, on the services of then. */
export function createAsking({ registry = compileCatalogue({ detail: 'full' }), known }: AskingOptions = {}): Asking<Past> {
  const buildOf = async ({ operation: name }: Receipt): Promise<Build> => {
    const entry = registry.byName.get(name);
    if (entry === undefined || entry.alias !== null || !hasReceipt(entry.operation))
      throw noLogHere({ reason: `${name} gives no receipts in this build` });
    const { operation } = entry;
    return { operation, mark: operationMark(operation, registry.formulas), known: known ?? (await knownMarks()) };
  };
  return {
    async ask(receipt, past) {
      const build = await buildOf(receipt);
      const services = () => Promise.resolve(servicesOf(past));
      const seal = (_operation: unknown, _input: unknown, answer: Readonly<Record<string, unknown>>) => unsealedAnswer(answer);
      const context = { registry, services, caller: CHECKER, log: silentLog, seal };
      return callOperation(context, receipt.operation, argumentsOf(receipt, build));
    },
    judge: async (receipt, answer) => judgeAnswer(receipt, answer, await buildOf(receipt)),
    unproven: (operation) => registry.byName.get(operation)?.operation.unproven ?? [],
  };
}

/** The services of then; asking for one that the evidence does not give is refused with the reason. */
const servicesOf = (past: Past): Services =>
  new Proxy(past, {
    get(services, name) {
      // A promise looks for `then` in what it resolves to.
      if (name === 'then') return undefined;
      if (name in services) return services[name as keyof Past];
      throw noLogHere({ reason: `its evidence does not give the service ${String(name)}` });
    },
  }) as Services;
