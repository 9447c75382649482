import { parseReceipt, SOURCES, type LogPoint } from '../core/index.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '../client/index.ts';
import type { Actions } from '../faces/cli/index.ts';
import { listSegments, logMissing } from '../runtime/raw-log/index.ts';
import { systemClock } from '../runtime/transport/index.ts';
import { createClaimService, MAX_AGE_SEC, type ClaimAnswer } from '../services/claims/index.ts';
import { createLogEvidence } from '../services/market/index.ts';
import { venues } from '../venues/index.ts';
import { createAsking } from './asking.ts';
import { checkedUrl, commandCaller, findServer, type Server } from './backend.ts';
import { dataDirectory } from './config.ts';
import { createContext, type Context } from './context.ts';
import { proofBudget, threadMs } from './proofs/budget.ts';
import { proversOf } from './proofs/provers.ts';

/** The running server checks, because its log continues. Without a server, the logs on this disk are used. */
export const check: Actions['check'] = async (text, options) => {
  const context = createContext(options);
  const server: Server | null =
    options.url === undefined ? await findServer(context.config) : { url: checkedUrl(options.url), token: null };
  if (server === null) return fromDisk(context, text, options.maxAge);
  return createClient({ ...server, caller: commandCaller() }).call('check_claim', {
    text,
    ...(options.maxAge === undefined ? {} : { max_age_sec: options.maxAge }),
  });
};

/** Receipts whose session is in a log, even if the log can no longer prove them. */
async function receiptsKnown({ receipts }: ClaimAnswer, directory: string): Promise<number> {
  const sessions = new Set((await listSegments(directory)).map(({ session, header }) => nameOf(header?.log ?? null, session)));
  return receipts.filter(({ receipt }) => {
    const evidence = parseReceipt(receipt)?.evidence;
    return evidence?.kind === 'log' && evidence.points.every(({ log, session }) => sessions.has(nameOf(log, session)));
  }).length;
}

const nameOf = (log: LogPoint['log'], session: number): string => `${log ?? ''}-${session}`;

/** The answer of the log with the receipts' sessions, because each source has its own log. */
async function fromDisk({ config }: Context, text: string, maxAgeSec = MAX_AGE_SEC): Promise<ClaimAnswer> {
  const asking = createAsking();
  const answers: { readonly answer: ClaimAnswer; readonly known: number }[] = [];
  const budget = proofBudget(config.CHECK_BUDGET_MS, threadMs);
  for (const source of SOURCES) {
    const directory = dataDirectory(config, source);
    if (!existsSync(join(directory, 'raw'))) continue;
    const provers = proversOf(createLogEvidence({ directory, venues, source, settings: config }));
    const service = createClaimService({ provers, source, asking, now: null, clock: systemClock });
    const answer = await service.check({ text, claims: [], maxAgeSec }, { budget });
    answers.push({ answer, known: await receiptsKnown(answer, directory) });
  }
  const matches = ({ receipts }: ClaimAnswer) => receipts.filter(({ verdict }) => verdict === 'matched').length;
  const [best] = answers
    .toSorted((a, b) => matches(b.answer) - matches(a.answer) || b.known - a.known)
    .map(({ answer }) => answer);
  if (best === undefined) throw logMissing({ directory: dataDirectory(config, '.') });
  return { ...best, caveats: [...best.caveats, 'No server runs, so nothing was compared with the current market.'] };
}
