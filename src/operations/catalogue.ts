import { once } from '../core/index.ts';
import createAlert from './alerts/create-alert.ts';
import deleteAlert from './alerts/delete-alert.ts';
import getLedger from './alerts/get-ledger.ts';
import listAlerts from './alerts/list-alerts.ts';
import testAlert from './alerts/test-alert.ts';
import updateAlert from './alerts/update-alert.ts';
import { ALIASES } from './aliases/catalogue.ts';
import explainAnomaly from './anomalies/explain-anomaly.ts';
import getAnomalies from './anomalies/get-anomalies.ts';
import callReadTool from './catalogue/call-read-tool.ts';
import callWriteTool from './catalogue/call-write-tool.ts';
import findTools from './catalogue/find-tools.ts';
import listOperations from './catalogue/list-operations.ts';
import listFormulas from './catalogue/list-formulas.ts';
import type { Detail } from './fields.ts';
import estimateExecution from './market/estimate-execution.ts';
import followMarket from './market/follow-market.ts';
import getChanges from './market/get-changes.ts';
import getBook from './market/get-book.ts';
import getCandleHistory from './market/get-candle-history.ts';
import getRealizedVolatility from './market/get-realized-volatility.ts';
import getCandles from './market/get-candles.ts';
import getDataHealth from './market/get-data-health.ts';
import getFeatures from './market/get-features.ts';
import getVpin from './market/get-vpin.ts';
import getFlow from './market/get-flow.ts';
import getFundingHistory from './market/get-funding-history.ts';
import getLatest from './market/get-latest.ts';
import getLiquidations from './market/get-liquidations.ts';
import getLiquidity from './market/get-liquidity.ts';
import getReport from './market/get-report.ts';
import getTrades from './market/get-trades.ts';
import listMarkets from './market/list-markets.ts';
import unfollowMarket from './market/unfollow-market.ts';
import checkClaim from './proof/check-claim.ts';
import { createRegistry } from './registry.ts';
import type { Operation, Registry } from './types.ts';

/** Every operation, in listing order. */
export const OPERATIONS = [
  getReport,
  listMarkets,
  getBook,
  getTrades,
  getFundingHistory,
  getLatest,
  getLiquidations,
  getCandles,
  getCandleHistory,
  getRealizedVolatility,
  getFlow,
  getVpin,
  getFeatures,
  getLiquidity,
  estimateExecution,
  getChanges,
  getDataHealth,
  followMarket,
  unfollowMarket,
  getAnomalies,
  explainAnomaly,
  checkClaim,
  listAlerts,
  getLedger,
  createAlert,
  updateAlert,
  deleteAlert,
  testAlert,
  findTools,
  callReadTool,
  callWriteTool,
  listOperations,
  listFormulas,
] as const;

type OperationName = (typeof OPERATIONS)[number]['name'];

/** The operation with this name. */
export const operationNamed = (name: OperationName): Operation =>
  OPERATIONS.find((operation) => operation.name === name) as Operation;

const registryOf = (detail: Detail) => once(() => createRegistry({ operations: OPERATIONS, aliases: ALIASES, detail }));
const REGISTRIES = { concise: registryOf('concise'), full: registryOf('full') };

/** The whole catalogue for a face with its default of `detail`; created once in a process. */
export const compileCatalogue = ({ detail }: { readonly detail: Detail }): Registry => REGISTRIES[detail]();
