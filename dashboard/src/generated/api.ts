// Made by `npm run docs` from the OpenAPI document. Do not edit.

export type Refusal = {
  readonly error: string;
  readonly code: string;
  readonly message: string;
  readonly advice: string;
};

export type GetReportAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly generated_at: string;
  readonly data_age_ms: number | null;
  readonly report_version: string;
  readonly ingestion: {
    readonly status: 'ok' | 'degraded' | 'down';
    readonly fresh: boolean;
  };
  readonly last_price: number | null;
  readonly change_24h_pct: number | null;
  readonly high_24h: number | null;
  readonly low_24h: number | null;
  readonly volume_24h: number | null;
  readonly best_bid: {
    readonly price: number;
    readonly qty: number;
  } | null;
  readonly best_ask: {
    readonly price: number;
    readonly qty: number;
  } | null;
  readonly spread_bps: number | null;
  readonly mid_price: number | null;
  readonly micro_price: number | null;
  readonly depth: {
    readonly top20_bid?: readonly ({
      readonly p: number;
      readonly q: number;
    })[];
    readonly top20_ask?: readonly ({
      readonly p: number;
      readonly q: number;
    })[];
    readonly sum_bid: number;
    readonly sum_ask: number;
    readonly imbalance: number | null;
  } | null;
  readonly flow: {
    readonly orders_per_sec: number | null;
    readonly net_flow: number | null;
    readonly seconds: number;
  };
  readonly liquidity: {
    readonly walls: readonly ({
      readonly price: number;
      readonly qty: number;
      readonly side: 'bid' | 'ask';
      readonly severity: 'low' | 'medium' | 'high';
    })[] | null;
    readonly vacuums: readonly ({
      readonly from: number;
      readonly to: number;
      readonly severity: 'low' | 'medium' | 'high';
    })[] | null;
    readonly profile?: {
      readonly poc: number;
      readonly vah: number;
      readonly val: number;
      readonly value_share: number;
      readonly window_sec?: number;
      readonly covered_sec: number;
      readonly live_sec: number;
      readonly trade_count: number;
      readonly as_of?: string;
    } | null;
  };
  readonly anomalies: readonly ({
    readonly type: 'spoofing' | 'iceberg' | 'flash_crash_risk';
    readonly severity: 'low' | 'medium' | 'high';
    readonly note: string | null;
  })[] | null;
  readonly health: {
    readonly score: number;
    readonly components: {
      readonly spread: number | null;
      readonly depth: number | null;
      readonly balance: number | null;
      readonly flow: number | null;
      readonly anomalies: number | null;
      readonly freshness: number | null;
    };
    readonly weights?: Readonly<Record<string, number>>;
  } | null;
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
};

export type ListMarketsAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly markets: readonly ({
    readonly instrument: string;
    readonly venue: string;
    readonly symbol: string;
    readonly tier: 'followed' | 'latest';
    readonly base: string;
    readonly quote: string;
    readonly kind: 'spot' | 'perp' | 'future' | 'option' | 'binary' | 'selection' | null;
    readonly tick: number | null;
    readonly lot: number | null;
    readonly contract: {
      readonly size: number | null;
      readonly settle: string | null;
      readonly inverse: boolean | null;
      readonly underlying: string | null;
      readonly expiry: string | null;
      readonly strike: number | null;
      readonly option_side: 'call' | 'put' | null;
    } | null;
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly last_price: number | null;
    readonly last_price_age_ms: number | null;
    readonly data_age_ms: number | null;
  })[];
  readonly followed: number;
  readonly latest: number | null;
  readonly next_after: string | null;
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
};

export type GetBookAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly seq: number | null;
  readonly bids: readonly ({
    readonly p: number;
    readonly q: number;
  })[];
  readonly asks: readonly ({
    readonly p: number;
    readonly q: number;
  })[];
  readonly known_from: number | null;
  readonly known_to: number | null;
  readonly levels_total: {
    readonly bids: number;
    readonly asks: number;
  } | null;
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
};

export type GetTradesAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly trades: readonly ({
    readonly id: number;
    readonly venue_id?: string;
    readonly time: string;
    readonly price: number;
    readonly qty: number;
    readonly side: 'buy' | 'sell';
    readonly refilled?: boolean;
  })[];
  readonly next_before_id: number | null;
};

export type GetFundingHistoryAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly age_ms: number | null;
  readonly symbol: string;
  readonly venue: string;
  readonly settlements: readonly ({
    readonly time: string;
    readonly rate: number;
    readonly mark_price: number | null;
    readonly interval_hours: number | null;
    readonly apr_pct: number | null;
  })[];
  readonly next_from: string | null;
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
  readonly caveats: readonly (string)[];
  readonly receipt: string | null;
  readonly cite?: string;
};

export type GetLatestAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly tier: 'followed' | 'latest';
  readonly base_asset: string | null;
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
  readonly mark: {
    readonly mark_price: number;
    readonly index_price: number | null;
    readonly next_funding_rate: number | null;
    readonly next_funding_time: string | null;
    readonly venue_time: string;
    readonly age_ms: number | null;
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  } | null;
  readonly funding: readonly ({
    readonly status: 'predicted' | 'settled';
    readonly rate: number;
    readonly interval_hours: number | null;
    readonly funding_time: string | null;
    readonly next_funding_time: string | null;
    readonly venue_time: string;
    readonly age_ms: number | null;
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  })[] | null;
  readonly open_interest: {
    readonly open_interest: number;
    readonly unit: 'base' | 'quote' | 'contracts';
    readonly open_interest_value: number | null;
    readonly venue_time: string;
    readonly age_ms: number | null;
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  } | null;
  readonly liquidation: readonly ({
    readonly side: 'long' | 'short';
    readonly price: number | null;
    readonly average_price: number | null;
    readonly size: number;
    readonly unit: 'base' | 'quote' | 'contracts';
    readonly venue_time: string;
    readonly age_ms: number | null;
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  })[] | null;
  readonly candle: readonly ({
    readonly interval: string;
    readonly start: string;
    readonly open: number;
    readonly high: number;
    readonly low: number;
    readonly close: number;
    readonly volume: number;
    readonly unit: 'base' | 'quote' | 'contracts';
    readonly trades: number | null;
    readonly closed: boolean;
    readonly venue_time: string;
    readonly age_ms: number | null;
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  })[] | null;
};

export type GetLiquidationsAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly asked_from: string;
  readonly covered_sec: number | null;
  readonly floor: boolean | null;
  readonly long: {
    readonly count: number;
    readonly base: number | null;
    readonly quote: number | null;
    readonly largest_quote: number | null;
  } | null;
  readonly short: {
    readonly count: number;
    readonly base: number | null;
    readonly quote: number | null;
    readonly largest_quote: number | null;
  } | null;
  readonly quote_total: number | null;
  readonly missed: readonly ({
    readonly from: string;
    readonly to: string;
  })[];
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
};

export type GetCandlesAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly interval: string;
  readonly candles: readonly ({
    readonly start: string;
    readonly open: number | null;
    readonly high: number | null;
    readonly low: number | null;
    readonly close: number | null;
    readonly volume: number | null;
    readonly closed: boolean;
    readonly complete: boolean;
  })[];
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
};

export type GetCandleHistoryAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly age_ms: number | null;
  readonly symbol: string;
  readonly venue: string;
  readonly interval: string;
  readonly candles: readonly ({
    readonly start: string;
    readonly open: number;
    readonly high: number;
    readonly low: number;
    readonly close: number;
    readonly volume: number;
    readonly quote_volume: number | null;
    readonly trades: number;
    readonly closed: boolean;
  })[];
  readonly next_from: string | null;
  readonly holes: readonly ({
    readonly from: string;
    readonly to: string;
  })[];
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
  readonly caveats: readonly (string)[];
  readonly receipt: string | null;
  readonly cite?: string;
};

export type GetRealizedVolatilityAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly age_ms: number | null;
  readonly symbol: string;
  readonly venue: string;
  readonly interval: string;
  readonly window_from: string | null;
  readonly window_to: string | null;
  readonly candles_wanted: number;
  readonly observations: number;
  readonly close_to_close: {
    readonly per_candle_pct: number | null;
    readonly annualized_pct: number | null;
  };
  readonly parkinson: {
    readonly per_candle_pct: number | null;
    readonly annualized_pct: number | null;
  };
  readonly garman_klass: {
    readonly per_candle_pct: number | null;
    readonly annualized_pct: number | null;
  };
  readonly rogers_satchell: {
    readonly per_candle_pct: number | null;
    readonly annualized_pct: number | null;
  };
  readonly yang_zhang: {
    readonly per_candle_pct: number | null;
    readonly annualized_pct: number | null;
  };
  readonly holes: readonly ({
    readonly from: string;
    readonly to: string;
  })[];
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
  readonly caveats: readonly (string)[];
  readonly receipt: string | null;
  readonly cite?: string;
};

export type GetFlowAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly orders_per_sec: number | null;
  readonly net_flow_30s: number | null;
  readonly windows: readonly ({
    readonly seconds: number;
    readonly buy: number | null;
    readonly sell: number | null;
    readonly net: number | null;
    readonly net_quote: number | null;
    readonly trades: number | null;
    readonly vwap: number | null;
    readonly ofi: number | null;
    readonly refilled_trades: number | null;
    readonly complete: boolean;
  })[];
  readonly cvd: {
    readonly since: string;
    readonly live_since: string | null;
    readonly refilled_trades: number;
    readonly base: number;
    readonly quote: number;
  } | null;
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
};

export type GetVpinAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly vpin: number | null;
  readonly percentile: number | null;
  readonly past_sec: number;
  readonly bucket_volume: number | null;
  readonly buckets: number;
  readonly full_buckets: number;
  readonly trade_sides: 'venue';
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
};

export type GetFeaturesAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly features: {
    readonly order_flow_imbalance: {
      readonly ofi_60s: number | null;
    };
    readonly event_rate: {
      readonly events_per_sec: number | null;
    };
    readonly cumulative_delta: {
      readonly base: number | null;
      readonly quote: number | null;
      readonly covered_sec: number | null;
    };
    readonly volume_profile: {
      readonly poc: number | null;
      readonly vah: number | null;
      readonly val: number | null;
      readonly value_share: number | null;
      readonly covered_sec: number | null;
    };
    readonly health: {
      readonly score: number | null;
    };
  };
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
};

export type GetLiquidityAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly mid_price: number | null;
  readonly spread_bps: number | null;
  readonly depth_by_distance: readonly ({
    readonly within_bps: number;
    readonly bid: number | null;
    readonly ask: number | null;
    readonly bid_quote: number | null;
    readonly ask_quote: number | null;
    readonly imbalance: number | null;
  })[];
  readonly walls: readonly ({
    readonly price: number;
    readonly qty: number;
    readonly side: 'bid' | 'ask';
    readonly severity: 'low' | 'medium' | 'high';
    readonly amount: number;
    readonly distance_bps: number;
    readonly age_sec: number | null;
    readonly since?: string | null;
  })[] | null;
  readonly vacuums: readonly ({
    readonly from: number;
    readonly to: number;
    readonly severity: 'low' | 'medium' | 'high';
    readonly side: 'bid' | 'ask';
    readonly distance_bps: number;
  })[] | null;
  readonly profile: {
    readonly poc: number;
    readonly vah: number;
    readonly val: number;
    readonly value_share: number;
    readonly window_sec?: number;
    readonly covered_sec: number;
    readonly live_sec: number;
    readonly trade_count: number;
    readonly as_of?: string;
  } | null;
  readonly execution: readonly ({
    readonly side: 'buy' | 'sell';
    readonly qty: number | null;
    readonly amount: number | null;
    readonly avg_price: number | null;
    readonly worst_price: number | null;
    readonly slippage_bps_mid: number | null;
    readonly filled: boolean | null;
  })[];
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
};

export type EstimateExecutionAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly order: {
    readonly side: 'buy' | 'sell';
    readonly size: number;
    readonly size_unit: 'base' | 'quote';
    readonly limit_price: number | null;
    readonly max_slippage_bps: number | null;
    readonly fee_bps: number | null;
  };
  readonly mid_price: number | null;
  readonly fill: {
    readonly outcome: 'filled' | 'limit' | 'slippage' | 'empty' | 'unknown';
    readonly size: number;
    readonly amount: number;
    readonly share: number;
    readonly levels: number;
    readonly avg_price: number | null;
    readonly worst_price: number | null;
    readonly slippage_bps_mid: number | null;
    readonly slippage_bps_touch: number | null;
    readonly fee: number | null;
    readonly total: number | null;
  } | null;
  readonly after: {
    readonly within_bps: number;
    readonly best_price: number | null;
    readonly moved_bps: number | null;
    readonly depth_left: number | null;
    readonly share_taken: number | null;
  } | null;
  readonly resilience: {
    readonly usual_depth: number | null;
    readonly falls: number;
    readonly recovered: number;
    readonly recovery_sec: number | null;
    readonly samples: number;
  } | null;
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
};

export type GetChangesAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly minutes: number;
  readonly then: {
    readonly at: string;
    readonly mid_price: number;
    readonly spread_bps: number | null;
    readonly depth: readonly ({
      readonly within_bps: number;
      readonly bid: number | null;
      readonly ask: number | null;
    })[];
  } | null;
  readonly now: {
    readonly at: string;
    readonly mid_price: number;
    readonly spread_bps: number | null;
    readonly depth: readonly ({
      readonly within_bps: number;
      readonly bid: number | null;
      readonly ask: number | null;
    })[];
  } | null;
  readonly change_bps: number | null;
  readonly spread: {
    readonly samples: number;
    readonly every_sec: number;
    readonly median_bps: number;
    readonly p95_bps: number;
    readonly max_bps: number;
  } | null;
  readonly walls: readonly ({
    readonly change: 'now_a_wall' | 'vanished' | 'grew' | 'shrank';
    readonly side: 'bid' | 'ask';
    readonly price: number;
    readonly qty_then?: number;
    readonly qty_now: number;
    readonly since?: string;
  })[] | null;
  readonly flow: {
    readonly buy: number;
    readonly sell: number;
    readonly net: number;
    readonly trades: number;
    readonly refilled_trades: number;
  } | null;
  readonly flow_before: {
    readonly buy: number;
    readonly sell: number;
    readonly net: number;
    readonly trades: number;
    readonly refilled_trades: number;
  } | null;
  readonly events: readonly ({
    readonly time: string;
    readonly what: 'gap' | 'gap_ended' | 'anomaly' | 'anomaly_ended';
    readonly text: string;
  })[];
  readonly left_out: number;
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
};

export type GetDataHealthAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly started_at: string | null;
  readonly venues: readonly ({
    readonly venue: string;
    readonly status: 'ok' | 'degraded' | 'down';
    readonly host?: string | null;
    readonly connections?: number;
    readonly reconnects: number;
    readonly clock_offset_ms: number | null;
    readonly quarantined: number;
    readonly rest_weight_used?: number;
    readonly notes: readonly (string)[];
    readonly not_listed?: readonly (string)[];
  })[];
  readonly gaps: readonly ({
    readonly venue: string;
    readonly symbol: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly reason: string;
    readonly from: string;
    readonly to?: string;
    readonly noticed?: string;
    readonly ids?: {
      readonly first: number;
      readonly last: number;
      readonly missing: number;
      readonly refilled: number;
      readonly still_missing: number;
    };
    readonly refill: 'all' | 'part' | 'none' | 'unknown';
  })[];
  readonly gaps_left_out: number;
  readonly streams: readonly ({
    readonly venue: string;
    readonly symbol: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly reason?: string;
    readonly since?: string | null;
    readonly age_ms: number | null;
    readonly messages?: number;
    readonly gaps_24h: number;
    readonly seq?: number | null;
  })[];
  readonly raw_log?: {
    readonly state: 'writing' | 'failing' | 'off';
    readonly bytes?: number;
    readonly segment?: string | null;
    readonly lag_ms?: number;
    readonly reason: string | null;
  };
  readonly bus?: {
    readonly kind: 'in_process' | 'redis';
    readonly state: 'up' | 'down';
    readonly reason: string | null;
    readonly roles: readonly (string)[];
    readonly backlog: number;
    readonly lost: number;
    readonly lag_ms: number | null;
    readonly pending: number;
  };
};

export type FollowMarketAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly symbol: string;
  readonly venue: string;
  readonly instrument: string;
  readonly followed: number;
  readonly followed_most: number;
  readonly caveats: readonly (string)[];
  readonly outcome: 'followed' | 'already_followed';
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
};

export type UnfollowMarketAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly symbol: string;
  readonly venue: string;
  readonly instrument: string;
  readonly followed: number;
  readonly followed_most: number;
  readonly caveats: readonly (string)[];
  readonly outcome: 'unfollowed' | 'not_followed';
  readonly alerts: readonly (string)[];
};

export type GetAnomaliesAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly anomalies?: readonly ({
    readonly id: string;
    readonly type: 'spoofing' | 'iceberg' | 'flash_crash_risk';
    readonly symbol: string;
    readonly venue: string;
    readonly unit: string | null;
    readonly severity: 'low' | 'medium' | 'high';
    readonly score: number;
    readonly parts: Readonly<Record<string, number | null>>;
    readonly missing: readonly (string)[];
    readonly seen: Readonly<Record<string, number | null>>;
    readonly side: 'bid' | 'ask' | null;
    readonly price: number | null;
    readonly onset: string;
    readonly detected: string;
    readonly end: string | null;
    readonly note: string;
    readonly outcome: {
      readonly mid: number | null;
      readonly after: readonly ({
        readonly seconds: number;
        readonly bps: number | null;
      })[];
    };
    readonly evidence: {
      readonly session: number;
      readonly from_seq: number;
      readonly to_seq: number;
      readonly from: string;
      readonly to: string;
    } | null;
  })[];
  readonly watched?: readonly ({
    readonly venue: string;
    readonly symbol: string;
    readonly detectors: readonly ({
      readonly type: 'spoofing' | 'iceberg' | 'flash_crash_risk';
      readonly from?: string;
      readonly to?: string;
      readonly score?: number;
      readonly no_score?: string;
    })[];
    readonly holes: readonly ({
      readonly from: string;
      readonly to: string;
      readonly types?: readonly ('spoofing' | 'iceberg' | 'flash_crash_risk')[];
    })[];
    readonly holes_left_out: number;
  })[];
  readonly threshold?: number;
  readonly left_out: number;
  readonly absent: readonly ({
    readonly field: string;
    readonly reason: string;
    readonly ready_at?: string | null;
  })[];
  readonly lines?: readonly (string)[];
};

export type ExplainAnomalyAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly id: string;
  readonly reproduced: boolean;
  readonly reason: string;
  readonly anomaly: {
    readonly id: string;
    readonly type: 'spoofing' | 'iceberg' | 'flash_crash_risk';
    readonly symbol: string;
    readonly venue: string;
    readonly unit: string | null;
    readonly severity: 'low' | 'medium' | 'high';
    readonly score: number;
    readonly parts: Readonly<Record<string, number | null>>;
    readonly missing: readonly (string)[];
    readonly seen: Readonly<Record<string, number | null>>;
    readonly side: 'bid' | 'ask' | null;
    readonly price: number | null;
    readonly onset: string;
    readonly detected: string;
    readonly end: string | null;
    readonly note: string;
    readonly outcome: {
      readonly mid: number | null;
      readonly after: readonly ({
        readonly seconds: number;
        readonly bps: number | null;
      })[];
    };
    readonly evidence: {
      readonly session: number;
      readonly from_seq: number;
      readonly to_seq: number;
      readonly from: string;
      readonly to: string;
    } | null;
  };
  readonly arithmetic: readonly ({
    readonly part: string;
    readonly value: number | null;
    readonly weight: number | null;
    readonly product: number | null;
  })[];
  readonly steps: readonly ({
    readonly time: string;
    readonly seq: number;
    readonly what: 'level' | 'trade' | 'book' | 'found' | 'changed' | 'ended';
    readonly size: number | null;
    readonly side: 'buy' | 'sell' | null;
    readonly price: number | null;
    readonly score: number | null;
  })[];
  readonly steps_left_out: number;
  readonly caveats: readonly (string)[];
};

export type CheckClaimAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly verdict: 'matched' | 'partly_checked' | 'stale' | 'altered' | 'unsupported';
  readonly receipts: readonly ({
    readonly receipt: string;
    readonly verdict: 'matched' | 'altered' | 'unsupported' | 'not_checked';
    readonly reason: string;
    readonly operation: string | null;
    readonly as_of: string | null;
    readonly state: string | null;
    readonly source: 'live' | 'recorded' | 'simulated' | null;
  })[];
  readonly figures: readonly ({
    readonly figure: string;
    readonly verdict: 'matched' | 'stale' | 'altered' | 'not_checked' | 'context';
    readonly reason: string;
    readonly field: string | null;
    readonly actual: number | null;
    readonly receipt: string | null;
  })[];
  readonly caveats: readonly (string)[];
};

export type ListAlertsAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly caveats: readonly (string)[];
  readonly total: number;
  readonly rules: readonly ({
    readonly id: string;
    readonly created_at: string;
    readonly source: 'live' | 'recorded' | 'simulated';
    readonly run: 'current' | 'earlier';
    readonly status: 'active' | 'disabled' | 'expired' | 'deleted';
    readonly operation: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly field: string;
    readonly aggregate: 'any' | 'max' | 'min' | 'count' | null;
    readonly when: 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';
    readonly value: number | string | null;
    readonly rearm: number | null;
    readonly match: 'all' | 'any' | null;
    readonly more: readonly ({
      readonly field: string;
      readonly aggregate: 'any' | 'max' | 'min' | 'count' | null;
      readonly when: 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';
      readonly value: number | string | null;
      readonly rearm: number | null;
    })[];
    readonly side: 'up' | 'down' | 'both';
    readonly window_sec: number;
    readonly cooldown_sec: number;
    readonly expires_at: string | null;
    readonly when_stale: 'hold' | 'use';
    readonly expects: 'up' | 'down' | null;
    readonly outlets: readonly (string)[];
    readonly note: string | null;
    readonly record: {
      readonly evaluated: number;
      readonly fired: number;
      readonly held: number;
      readonly held_reason: string | null;
      readonly last_value: number | string | null;
      readonly last_value_of: string;
      readonly last_value_at: string | null;
      readonly last_fired_at: string | null;
      readonly last_fired_run: 'current' | 'earlier' | null;
      readonly after: readonly ({
        readonly seconds: number;
        readonly mid: number | null;
        readonly move_bps: number | null;
        readonly reason: string | null;
      })[];
    };
  })[];
  readonly fired: readonly ({
    readonly id: string;
    readonly seq: number;
    readonly rule_id: string;
    readonly fired_at: string;
    readonly text: string;
    readonly note: string | null;
    readonly operation: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly field: string;
    readonly aggregate: 'any' | 'max' | 'min' | 'count' | null;
    readonly when: 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';
    readonly value: number | string;
    readonly threshold: number | string | null;
    readonly more: readonly ({
      readonly field: string;
      readonly aggregate: 'any' | 'max' | 'min' | 'count' | null;
      readonly when: 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';
      readonly value: number | string;
      readonly threshold: number | string | null;
    })[];
    readonly symbol: string | null;
    readonly venue: string | null;
    readonly source: 'live' | 'recorded' | 'simulated';
    readonly state: string;
    readonly age_ms: number | null;
    readonly as_of: string;
    readonly receipt: string | null;
    readonly run: 'current' | 'earlier';
  })[];
  readonly outlets: readonly ({
    readonly outlet: string;
    readonly waiting: number;
    readonly given_up: number;
    readonly problem: string | null;
  })[];
};

export type GetLedgerAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly caveats: readonly (string)[];
  readonly total: number;
  readonly summary: readonly ({
    readonly kind: string;
    readonly entries: number;
    readonly judged: number;
    readonly pending: number;
    readonly pending_until: string | null;
    readonly without_direction: number;
    readonly unscorable: readonly ({
      readonly reason: string;
      readonly entries: number;
    })[];
    readonly hits: number;
    readonly hit_rate: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly hit_rate_reason: string | null;
    readonly base_rate: number | null;
    readonly base_rate_reason: string | null;
    readonly mean_move_bps: number | null;
  })[];
  readonly entries: readonly ({
    readonly id: string;
    readonly kind: string;
    readonly subject: string;
    readonly at: string;
    readonly symbol: string | null;
    readonly venue: string | null;
    readonly source: 'live' | 'recorded' | 'simulated';
    readonly expects: 'up' | 'down' | null;
    readonly text: string;
    readonly mid: number | null;
    readonly after: readonly ({
      readonly seconds: number;
      readonly mid: number | null;
      readonly move_bps: number | null;
      readonly reason: string | null;
    })[];
    readonly highest_bps: number | null;
    readonly lowest_bps: number | null;
    readonly seen_share: number;
    readonly hit: boolean | null;
    readonly receipt: string | null;
  })[];
  readonly receipt: null;
};

export type CreateAlertAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly caveats: readonly (string)[];
  readonly rule: {
    readonly id: string;
    readonly created_at: string;
    readonly source: 'live' | 'recorded' | 'simulated';
    readonly run: 'current' | 'earlier';
    readonly status: 'active' | 'disabled' | 'expired' | 'deleted';
    readonly operation: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly field: string;
    readonly aggregate: 'any' | 'max' | 'min' | 'count' | null;
    readonly when: 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';
    readonly value: number | string | null;
    readonly rearm: number | null;
    readonly match: 'all' | 'any' | null;
    readonly more: readonly ({
      readonly field: string;
      readonly aggregate: 'any' | 'max' | 'min' | 'count' | null;
      readonly when: 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';
      readonly value: number | string | null;
      readonly rearm: number | null;
    })[];
    readonly side: 'up' | 'down' | 'both';
    readonly window_sec: number;
    readonly cooldown_sec: number;
    readonly expires_at: string | null;
    readonly when_stale: 'hold' | 'use';
    readonly expects: 'up' | 'down' | null;
    readonly outlets: readonly (string)[];
    readonly note: string | null;
    readonly record: {
      readonly evaluated: number;
      readonly fired: number;
      readonly held: number;
      readonly held_reason: string | null;
      readonly last_value: number | string | null;
      readonly last_value_of: string;
      readonly last_value_at: string | null;
      readonly last_fired_at: string | null;
      readonly last_fired_run: 'current' | 'earlier' | null;
      readonly after: readonly ({
        readonly seconds: number;
        readonly mid: number | null;
        readonly move_bps: number | null;
        readonly reason: string | null;
      })[];
    };
  };
};

export type UpdateAlertAnswer = CreateAlertAnswer;

export type DeleteAlertAnswer = CreateAlertAnswer;

export type TestAlertAnswer = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly caveats: readonly (string)[];
  readonly rule: {
    readonly id: string;
    readonly created_at: string;
    readonly source: 'live' | 'recorded' | 'simulated';
    readonly run: 'current' | 'earlier';
    readonly status: 'active' | 'disabled' | 'expired' | 'deleted';
    readonly operation: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly field: string;
    readonly aggregate: 'any' | 'max' | 'min' | 'count' | null;
    readonly when: 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';
    readonly value: number | string | null;
    readonly rearm: number | null;
    readonly match: 'all' | 'any' | null;
    readonly more: readonly ({
      readonly field: string;
      readonly aggregate: 'any' | 'max' | 'min' | 'count' | null;
      readonly when: 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';
      readonly value: number | string | null;
      readonly rearm: number | null;
    })[];
    readonly side: 'up' | 'down' | 'both';
    readonly window_sec: number;
    readonly cooldown_sec: number;
    readonly expires_at: string | null;
    readonly when_stale: 'hold' | 'use';
    readonly expects: 'up' | 'down' | null;
    readonly outlets: readonly (string)[];
    readonly note: string | null;
    readonly record: {
      readonly evaluated: number;
      readonly fired: number;
      readonly held: number;
      readonly held_reason: string | null;
      readonly last_value: number | string | null;
      readonly last_value_of: string;
      readonly last_value_at: string | null;
      readonly last_fired_at: string | null;
      readonly last_fired_run: 'current' | 'earlier' | null;
      readonly after: readonly ({
        readonly seconds: number;
        readonly mid: number | null;
        readonly move_bps: number | null;
        readonly reason: string | null;
      })[];
    };
  };
  readonly value: number | string | null;
  readonly reason: string | null;
  readonly deliveries: readonly ({
    readonly outlet: string;
    readonly ok: boolean;
    readonly problem: string | null;
  })[];
};

export type FindToolsAnswer = {
  readonly not_offered: {
    readonly topic: string;
    readonly why: string;
    readonly nearest: string;
    readonly tools: readonly (string)[];
  } | null;
  readonly hits: readonly ({
    readonly name: string;
    readonly score: number;
    readonly title: string;
    readonly effects: 'read' | 'write' | 'trade';
    readonly summary: string | null;
    readonly input_schema: Readonly<Record<string, unknown>> | null;
  })[];
  readonly advice: string | null;
};

export type CallReadToolAnswer = {
  readonly tool: string;
  readonly answer: Readonly<Record<string, unknown>>;
};

export type CallWriteToolAnswer = CallReadToolAnswer;

export type ListOperationsAnswer = {
  readonly surface: string;
  readonly count: number;
  readonly operations: readonly ({
    readonly name: string;
    readonly title: string;
    readonly toolset: string;
    readonly effects: 'read' | 'write' | 'trade';
    readonly alias_of: string | null;
  })[];
};

export type ListFormulasAnswer = {
  readonly version: string;
  readonly total: number;
  readonly formulas: readonly ({
    readonly id: string;
    readonly version: number;
    readonly title: string;
    readonly formula: string;
    readonly unit: string;
    readonly units: Readonly<Record<string, string>>;
    readonly streams: readonly (string)[];
    readonly source: string;
    readonly fields: readonly (string)[];
  })[];
  readonly others: readonly ({
    readonly name: string;
    readonly meaning: string;
    readonly unit: string;
    readonly origin: string;
    readonly fields: readonly (string)[];
  })[];
};

export type ReportMessage = GetReportAnswer;

export type FlowMessage = GetFlowAnswer;

export type LiquidityMessage = GetLiquidityAnswer;

export type AnomaliesMessage = GetAnomaliesAnswer;

export type TradesMessage = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly trades: readonly ({
    readonly id: number;
    readonly venue_id?: string;
    readonly time: string;
    readonly price: number;
    readonly qty: number;
    readonly side: 'buy' | 'sell';
    readonly refilled?: boolean;
  })[];
  readonly next_before_id: number | null;
  readonly cut: boolean;
};

export type HeatmapMessage = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly replayed?: true;
  readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
  readonly age_ms: number | null;
  readonly coverage: {
    readonly from: string | null;
    readonly to: string | null;
    readonly complete: boolean;
  };
  readonly caveats: readonly (string)[];
  readonly inputs: readonly ({
    readonly venue: string;
    readonly instrument: string;
    readonly stream: 'book' | 'trade' | 'ticker' | 'quote' | 'mark' | 'funding' | 'open_interest' | 'liquidation' | 'candle';
    readonly state: 'connecting' | 'syncing' | 'synced' | 'gap' | 'stale' | 'down';
    readonly age_ms: number | null;
    readonly seq: number | null;
  })[];
  readonly receipt: string | null;
  readonly cite?: string;
  readonly symbol: string;
  readonly venue: string;
  readonly epoch: number;
  readonly price_step: number | null;
  readonly rows: number;
  readonly column_ms: number;
  readonly capacity: number;
  readonly from: number;
  readonly next: number;
  readonly columns: string;
};

export type FeedStateMessage = GetDataHealthAnswer;

export type AlertsMessage = {
  readonly as_of: string;
  readonly source: 'live' | 'recorded' | 'simulated';
  readonly caveats: readonly (string)[];
  readonly fired: readonly ({
    readonly id: string;
    readonly seq: number;
    readonly rule_id: string;
    readonly fired_at: string;
    readonly text: string;
    readonly note: string | null;
    readonly operation: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly field: string;
    readonly aggregate: 'any' | 'max' | 'min' | 'count' | null;
    readonly when: 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';
    readonly value: number | string;
    readonly threshold: number | string | null;
    readonly more: readonly ({
      readonly field: string;
      readonly aggregate: 'any' | 'max' | 'min' | 'count' | null;
      readonly when: 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';
      readonly value: number | string;
      readonly threshold: number | string | null;
    })[];
    readonly symbol: string | null;
    readonly venue: string | null;
    readonly source: 'live' | 'recorded' | 'simulated';
    readonly state: string;
    readonly age_ms: number | null;
    readonly as_of: string;
    readonly receipt: string | null;
    readonly run: 'current' | 'earlier';
  })[];
  readonly cut: boolean;
};

export interface Operations {
  readonly get_report: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly detail?: 'concise' | 'full';
  }; readonly answer: GetReportAnswer };
  readonly list_markets: { readonly input: {
    readonly venue?: string;
    readonly tier?: 'followed' | 'latest';
    readonly search?: string;
    readonly after?: string;
  }; readonly answer: ListMarketsAnswer };
  readonly get_book: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly depth?: number;
    readonly detail?: 'concise' | 'full';
  }; readonly answer: GetBookAnswer };
  readonly get_trades: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly limit?: number;
    readonly largest_in_sec?: number;
    readonly before_id?: number;
    readonly detail?: 'concise' | 'full';
  }; readonly answer: GetTradesAnswer };
  readonly get_funding_history: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly from?: string;
    readonly limit?: number;
  }; readonly answer: GetFundingHistoryAnswer };
  readonly get_latest: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly prints?: number;
  }; readonly answer: GetLatestAnswer };
  readonly get_liquidations: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly minutes?: number;
    readonly since?: string;
    readonly detail?: 'concise' | 'full';
  }; readonly answer: GetLiquidationsAnswer };
  readonly get_candles: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly interval?: '1m' | '5m' | '15m' | '30m' | '1h' | '4h' | '1d';
    readonly limit?: number;
    readonly detail?: 'concise' | 'full';
  }; readonly answer: GetCandlesAnswer };
  readonly get_candle_history: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly interval?: string;
    readonly from?: string;
    readonly to?: string;
    readonly limit?: number;
  }; readonly answer: GetCandleHistoryAnswer };
  readonly get_realized_volatility: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly window?: string;
    readonly interval?: string;
  }; readonly answer: GetRealizedVolatilityAnswer };
  readonly get_flow: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly windows?: readonly (number)[];
    readonly detail?: 'concise' | 'full';
  }; readonly answer: GetFlowAnswer };
  readonly get_vpin: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
  }; readonly answer: GetVpinAnswer };
  readonly get_features: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
  }; readonly answer: GetFeaturesAnswer };
  readonly get_liquidity: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly sizes?: readonly (number)[];
    readonly size_unit?: 'base' | 'quote';
    readonly distances_bps?: readonly (number)[];
    readonly detail?: 'concise' | 'full';
  }; readonly answer: GetLiquidityAnswer };
  readonly estimate_execution: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly side: 'buy' | 'sell';
    readonly size: number;
    readonly size_unit?: 'base' | 'quote';
    readonly limit_price?: number;
    readonly max_slippage_bps?: number;
    readonly fee_bps?: number;
    readonly detail?: 'concise' | 'full';
  }; readonly answer: EstimateExecutionAnswer };
  readonly get_changes: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
    readonly minutes?: number;
    readonly detail?: 'concise' | 'full';
  }; readonly answer: GetChangesAnswer };
  readonly get_data_health: { readonly input: {
    readonly symbol?: string;
    readonly venue?: string;
    readonly detail?: 'concise' | 'full';
  }; readonly answer: GetDataHealthAnswer };
  readonly follow_market: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
  }; readonly answer: FollowMarketAnswer };
  readonly unfollow_market: { readonly input: {
    readonly symbol: string;
    readonly venue?: string;
  }; readonly answer: UnfollowMarketAnswer };
  readonly get_anomalies: { readonly input: {
    readonly symbol?: string;
    readonly venue?: string;
    readonly since?: string;
    readonly type?: 'spoofing' | 'iceberg' | 'flash_crash_risk';
    readonly min_severity?: 'low' | 'medium' | 'high';
    readonly limit?: number;
    readonly detail?: 'concise' | 'full';
  }; readonly answer: GetAnomaliesAnswer };
  readonly explain_anomaly: { readonly input: {
    readonly id: string;
    readonly steps?: number;
    readonly detail?: 'concise' | 'full';
  }; readonly answer: ExplainAnomalyAnswer };
  readonly check_claim: { readonly input: {
    readonly text?: string;
    readonly claims?: readonly ({
      readonly receipt: string;
      readonly field: string;
      readonly value: number | string | boolean | null;
      readonly unit?: string;
    })[];
    readonly max_age_sec?: number;
  }; readonly answer: CheckClaimAnswer };
  readonly list_alerts: { readonly input: {
    readonly id?: string;
    readonly symbol?: string;
    readonly status?: 'active' | 'disabled' | 'expired';
    readonly limit?: number;
    readonly fired?: number;
    readonly after_seq?: number;
  }; readonly answer: ListAlertsAnswer };
  readonly get_ledger: { readonly input: {
    readonly kind?: string;
    readonly subject?: string;
    readonly symbol?: string;
    readonly since_hours?: number;
    readonly horizon_sec?: 60 | 300 | 900 | 3600;
    readonly hit_bps?: number;
    readonly limit?: number;
  }; readonly answer: GetLedgerAnswer };
  readonly create_alert: { readonly input: {
    readonly operation?: string;
    readonly input: Readonly<Record<string, unknown>>;
    readonly field?: string;
    readonly aggregate?: 'any' | 'max' | 'min' | 'count';
    readonly when?: 'above' | 'below' | 'crosses' | 'changes' | 'equals' | 'sigma';
    readonly value?: number | string;
    readonly rearm?: number;
    readonly conditions?: readonly (string)[];
    readonly match?: 'all' | 'any';
    readonly side?: 'up' | 'down' | 'both';
    readonly window_sec?: number;
    readonly cooldown_sec?: number;
    readonly expires_in_sec?: number;
    readonly when_stale?: 'hold' | 'use';
    readonly expects?: 'up' | 'down';
    readonly outlets?: readonly (string)[];
    readonly note?: string;
  }; readonly answer: CreateAlertAnswer };
  readonly update_alert: { readonly input: {
    readonly id: string;
    readonly enabled?: boolean;
    readonly expires_in_sec?: number | null;
  }; readonly answer: UpdateAlertAnswer };
  readonly delete_alert: { readonly input: {
    readonly id: string;
  }; readonly answer: DeleteAlertAnswer };
  readonly test_alert: { readonly input: {
    readonly id: string;
  }; readonly answer: TestAlertAnswer };
  readonly find_tools: { readonly input: {
    readonly query: string;
    readonly limit?: number;
    readonly detail?: 'names' | 'brief' | 'schema';
  }; readonly answer: FindToolsAnswer };
  readonly call_read_tool: { readonly input: {
    readonly name: string;
    readonly arguments?: Readonly<Record<string, unknown>>;
  }; readonly answer: CallReadToolAnswer };
  readonly call_write_tool: { readonly input: {
    readonly name: string;
    readonly arguments?: Readonly<Record<string, unknown>>;
  }; readonly answer: CallWriteToolAnswer };
  readonly list_operations: { readonly input: {
    readonly surface?: string;
    readonly limit?: number;
    readonly offset?: number;
  }; readonly answer: ListOperationsAnswer };
  readonly list_formulas: { readonly input: {
    readonly field?: string;
    readonly limit?: number;
    readonly offset?: number;
  }; readonly answer: ListFormulasAnswer };
}

export interface Topics {
  readonly report: ReportMessage;
  readonly flow: FlowMessage;
  readonly liquidity: LiquidityMessage;
  readonly anomalies: AnomaliesMessage;
  readonly trades: TradesMessage;
  readonly heatmap: HeatmapMessage;
  readonly feed_state: FeedStateMessage;
  readonly alerts: AlertsMessage;
}
