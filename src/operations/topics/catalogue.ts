import alerts from './alerts.ts';
import anomalies from './anomalies.ts';
import feedState from './feed-state.ts';
import flow from './flow.ts';
import heatmap from './heatmap.ts';
import liquidity from './liquidity.ts';
import report from './report.ts';
import trades from './trades.ts';
import type { Topic } from './types.ts';

/** Every topic, by name. */
export const TOPICS: ReadonlyMap<string, Topic> = new Map(
  ([report, flow, liquidity, anomalies, trades, heatmap, feedState, alerts] as readonly Topic[]).map((topic) => [
    topic.name,
    topic,
  ]),
);
