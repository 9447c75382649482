/** A topic that no tool covers, with the nearest thing that one does. */
export interface NotOffered {
  readonly topic: string;
  /** Questions about it, in lower case. */
  readonly asked: readonly RegExp[];
  /** A question that also has one of these can be answered. */
  readonly unless?: RegExp;
  readonly why: string;
  /** The nearest thing that is offered, in plain words. */
  readonly nearest: string;
  /** Tools that `nearest` names. */
  readonly tools: readonly string[];
}

const VENUE = String.raw`(?:venues?|exchanges?|binance|kraken)`;
const NOTIFY =
  /\b(?:alerts?|alarm|notify|warn|ping|(?:let me know|tell me) (?:when|if|once|whenever|as soon)|(?:rule|trigger) (?:when|if|for))\b/
    .source;
const COUNT = String.raw`(?:\d+|an?|one|any|two|three|five|ten|half an?|under an?|less than an?|few)`;
const TIME_UNIT = String.raw`(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?|weeks?)\b(?! ?(?:candles?|bars?))`;
const SPAN = String.raw`\b(?:in|within|over|inside|during) (?:the )?(?:last |past |next )?(?:${COUNT} ?)?${TIME_UNIT}`;
const LASTING = String.raw`\bfor (?:at least |more than |over |longer than )?${COUNT} ?${TIME_UNIT}`;
const MOVES = String.raw`%|\b(?:percent|per cent|bps|up|down|change[sd]?|move[sd]?|rises?|falls?|drops?|jumps?|grows?|gains?|loses?|doubles?|triples?|halves)\b(?! (?:up |down )?(?:above|below|under|over|past|through|to) \d)`;
const HOLDS = String.raw`[<>]|\b(?:above|below|over|under|wide|thin|stays?|remains?|lasts?|holds?|keeps?|persists?|is|are)\b`;
/** A question for an alert with this condition. */
const alertOn = (condition: string): RegExp => new RegExp(`${NOTIFY}.*(?:${condition})`);

const OTHER_VENUES = String.raw`\b(?:bybit|okx|okex|coinbase|deribit|bitfinex|bitget|hyperliquid|dydx|kucoin|mexc|huobi|htx|upbit|bitstamp|gemini|uniswap|kraken futures|coin-m|bitmex|cme)\b`;
const NUMBERS = String.raw`(?:-?\d+(?:\.\d+)?[ ,;]+){4}-?\d`;
const PASTED = String.raw`\b(?:these|those|my|pasted?|this)\b(?: \w+)? (?:values|numbers|series|list|closes|returns)\b|\b(?:my|pasted)\b(?: \w+)? (?:data|prices)\b|\bcsv\b|\bi(?:'ll)? (?:paste|give)\b|${NUMBERS}`;
const DERIVED = String.raw`(?:funding|open interest|oi|mark price|liquidations?)`;
const SPOT = String.raw`(?:spot|kraken)\b(?! (?:price|premium|basis|spread|book|volume|candle|trade)s?\b)`;
/** What a price is asked of: not `my order`, `the answer` or `the next funding`. */
const PRICED = String.raw`(?:price|prices|btc\w*|bitcoin|eth\w*|sol\w*|xrp|ripple|doge\w*|ada|cardano|bnb|ltc|litecoin|pepe|shib|link|avax|ton|trx|sui|crypto|market|markets|alts?|altcoins?|coins?|it|they|we)`;
const STATISTIC = String.raw`\b(?:mean|average|median|std|stdev|deviation|variance|vol|volatility|percentile|quantile|correlation|regression|trend|statistics?|stats|sharpe|drawdown|z-?score)\b`;

/**
 * What is not offered, most specific first. `find_tools` notes the first row that fits beside its hits. The expressions are narrow: a
 * needless note misleads more than a missing one. A test fails when a tool of the catalogue begins to answer one of these, and when a
 * named tool or command no longer exists.
 */
export const NOT_OFFERED: readonly NotOffered[] = [
  {
    topic: 'statistics of pasted values',
    asked: [
      new RegExp(String.raw`${STATISTIC}.*(?:${PASTED})`),
      new RegExp(String.raw`(?:${PASTED}).*${STATISTIC}`),
      /\b(?:vol|volatility|deviation|mean|median) of (?:it|them|this (?:list|series))\b|\bthey(?:'| a)?re daily closes\b/,
    ],
    unless:
      /\b(?:trades|trading|market'?s?|btc\w*|eth\w*|sol\w*|alerts?|spreads?|depth|bps|flow|minutes?|seconds?|windows?|percentiles?|quantiles?)\b/,
    why: 'Tools only read markets, so none computes statistics of values that you paste.',
    nearest: "get_realized_volatility computes the volatility of a market from the venue's own candles.",
    tools: ['get_realized_volatility'],
  },
  {
    topic: 'forecast of pasted values',
    asked: [
      new RegExp(String.raw`\b(?:forecast|predict|extrapolate|projection|project|continue|what comes next)\b.*(?:${PASTED})`),
      new RegExp(String.raw`(?:${PASTED}).*\b(?:forecast|predict|extrapolate|next \d+|bands?)\b`),
      new RegExp(
        String.raw`^(?!.*\b(?:bps|slippage|depth|sizes?|cost|candles?|markets?|levels?|spreads?|volumes?|flow|minutes?|seconds?|windows?|percentiles?|alerts?|walls?|prices?|buy|sell|trades?)\b).*${NUMBERS}`,
      ),
      /\bforecast (?:a |an |some |any )?(?:values?|numbers?|series|csv|list|column|time series)\b|\btime series forecast/,
    ],
    why: 'Tools only read markets, so none forecasts values that you paste.',
    nearest:
      '`tallyfoil forecast -` with one value a line on standard input. It is a command line on the machine of the server, not a tool.',
    tools: [],
  },
  {
    topic: 'order split across venues',
    asked: [
      new RegExp(
        String.raw`^(?!.*\b(?:volumes?|liquidity|depth|flow|interest|trades|trading)\b).*\b(?:split|divide|spread (?:it|(?:my|the|this|an?) (?:\w+ ){0,2}(?:order|size|trade))|distribute|allocate)\b.*\b(?:across|between|over|among)\b.*${VENUE}`,
      ),
      /\bsmart order rout|\border routing\b|\bbest (?:route|split)\b|\broute (?:an |my |the )?(?:order|\d)|\b(?:half|part|some) on (?:each|both|one)\b/,
    ],
    why: 'No tool splits an order: each book has its own quote currency and time.',
    nearest: 'Call estimate_execution for each venue with a part of the size, and compare.',
    tools: ['estimate_execution'],
  },
  {
    topic: 'alert on a change over time, on several venues, or on a condition that lasts',
    asked: [
      alertOn(
        String.raw`\b(?:two|three|[23]|all|any|both|every|each|most) (?:(?:out )?of (?:the |my )?(?:[23]|two|three|venues|exchanges|markets)|venues|exchanges|markets)\b`,
      ),
      alertOn(String.raw`\b(?:across|between|on both|on all) (?:the )?(?:\w+ )?${VENUE}`),
      alertOn(String.raw`\bkraken\b.*\bbinance\b|\bbinance\b.*\bkraken\b`),
      alertOn(`(?:${HOLDS}).*${LASTING}`),
      alertOn(`(?:${MOVES}).*${SPAN}`),
    ],
    unless:
      /\b24 ?h(?:ours?)?\b|\bwithin \d+ ?bps\b|\bbps of (?:the )?mid\b|\b(?:unusual|sigma|expires?|expiry|active|cooldown|list|show|which|delete|remove|cancel|fired|how (?:many|often|good|well|far)|hit rate)\b|\bdid\b(?!.*\band (?:alert|notify|warn)\b)|\bafter (?:the|that|each|every|my|last|an?) (?:\w+ )?alerts?\b|^(?!.*\b(?:alert|alarm|notify|warn|ping)).*\b(?:in|over|during|within) (?:the )?(?:last|past)\b/,
    why: 'An alert compares the newest answer about one market with fixed levels. It does not measure a change over a time of your choice, count venues, or wait until a condition has lasted.',
    nearest:
      'create_alert with a level that you compute now, with sigma for an unusual value, or with several conditions on one answer; one alert for each venue.',
    tools: ['create_alert'],
  },
  {
    topic: 'message by e-mail, SMS or another messenger',
    asked: [
      /\b(?:e-?mail|sms|whatsapp|slack|signal app|pagerduty|push notifications?)\b|\b(?:text|mail) me\b|\bcall (?:me|my phone)\b|\bmy phone\b/,
    ],
    why: 'Alerts are sent to the log, the desktop, Telegram, Discord or a webhook only.',
    nearest: 'create_alert with one of these outlets.',
    tools: ['create_alert'],
  },
  {
    topic: 'news and sentiment',
    asked: [
      /\b(?:news|headlines?(?! (?:number|figure|value|price|spread))|rumou?rs?|announce\w*|press release|reddit|fear and greed|social media|tweets?)\b/,
      /^(?!.*\b(?:flow|books?|trades?|orders?|buyers?|sellers?)\b).*\bsentiment\b/,
      /\b(?:because of|due to) the (?:fed|fomc|cpi|sec|etf)\b|\b(?:when|what time|what) (?:is|was|are|did) (?:the )?(?:next |last )?(?:fomc|cpi|nonfarm)\b/,
    ],
    unless:
      /\b(?:is it|is this|true|right(?! now)|correct|legit|verify|check|prove|claims?|claimed|quoted?|says|said|halt\w*|suspend\w*|outage|maintenance)\b/,
    why: 'No news or social source is read, so the reason for a move is unknown.',
    nearest: 'get_changes and get_anomalies show what the market did: price, depth, flow, findings.',
    tools: ['get_changes', 'get_anomalies'],
  },
  {
    topic: 'funds on a blockchain',
    asked: [
      /\bon-?chain\b|\bblockchain\b|\bwallets?\b|\bmempool\b|\bgas (?:fee|price)s?\b|\b(?:exchange|cex|etf|wallet|whale|miner|stablecoin)s? (?:net ?)?(?:in|out)?flows?\b|\b(?:in|out)flows? (?:to|into|from|out of) (?:the )?(?:exchanges?|cex|binance|kraken|wallets?|etfs?)\b|\b(?:exchange|proof of) reserves?\b/,
      /\bwhales?\b.*\b(?:transfer\w*|deposit\w*|withdr[ae]w\w*|(?:moved?|moving|sent|sending) (?:\S+ )?(?:btc|bitcoins?|eth|sol|xrp|usdt|coins?|tokens?|funds)\b(?! (?:up|down|higher|lower)))/,
      /^(?!.*\b(?:books?|bids?|asks?|quotes?|liquidity|walls?|orders?|levels?|touch)\b).*\b(?:deposits?|withdrawals?|transfers?|withdrawn|deposited) (?:to|from|into)\b/,
    ],
    why: 'Only public market feeds are read. A deposit or transfer appears in none.',
    nearest: 'get_trades lists the newest trades with their sizes; a trade is no deposit and has no owner.',
    tools: ['get_trades'],
  },
  {
    topic: 'owner of an order or a trade',
    asked: [
      /\bwho(?:'s| is| are| has| was|se)?\b.*\b(?:put|puts|putting|placed?|owns?|owner|behind|pulled|posted|spoofing|spoofed|manipulating)\b/,
      /\bwho (?:is|was|are) the (?:buyer|seller|trader|whale)s?\b|\bwhose (?:\w+ )?(?:order|wall|bid|ask|offer|trade|iceberg)s?\b(?!.*\b(?:deeper|lower|higher|cheaper|better|best|thicker|larger|bigger|venue|exchange|kraken|binance)\b)|\b(?:identity|owner|name) of (?:the |that |this )?(?:trader|buyer|seller|whale|order|wall|spoofer)/,
      /\b(?:identify|name|unmask) (?:the |that |this )(?:fund|trader|whale|owner|spoofer|buyer|seller)\b|\bwhich (?:fund|trader|account|firm|whale|market maker)\b|\bwhat (?:fund|firm|whale|market maker)\b|\b(?:is|was) (?:it|that|this|that wall|this wall) jump\b|\b(?:jump trading|wintermute|jane street|alameda|citadel)\b/,
    ],
    why: 'Public feeds name no owner of an order or a trade.',
    nearest: 'get_anomalies and explain_anomaly show what a level did: when placed, pulled, refilled, traded.',
    tools: ['get_anomalies', 'explain_anomaly'],
  },
  {
    topic: 'orders and accounts',
    asked: [
      /\b(?:place|placing|submit|send|cancel|amend|modify) (?:an? |my |the |all |this |that )?(?:\w+ ){0,3}orders?\b/,
      /\b(?:open|close|exit|enter|reverse) (?:all |half )?(?:an? |my )(?:\w+ ){0,2}(?:position|long|short|trade)s?\b|\b(?:close|exit|reverse) (?:the|this|all) (?:position|long|short)s?\b|\bgo (?:long|short)\b/,
      /^(?:please |now |ok |can you )*(?:short|long|buy|sell|market (?:buy|sell)) (?:me )?\d[\d.,k]* ?\w+\b(?!.*\?)(?!.*\b(?:cost|price|slippage|move|impact|fill|estimate|pay|how|what|where|average|avg|worst|best|effect|happens|depth|levels?|fees?|liquidations?|volume|flow|candles?|trades?|vs)\b)/,
      /^(?!.*\b(?:volumes?|trades|pressure|flow|side|walls?|usual|than|average|ratio)\b).*\b(?:buy|sell|short|long|trade)\b.*\b(?:for me|on my behalf|\d+x|leverage)\b|\b(?:stop[- ]?loss|take[- ]?profit|trailing stop)\b/,
      /\bmy (?:\w+ )?(?:balances?|positions?|pnl|p&l|portfolio|account|fills|open orders?|order history|trade history|margin|fee tier|entry)\b/,
      /\b(?:positions?|balance|orders) do i have\b|\bput (?:in )?(?:an? |my )(?:bid|offer|ask|order)\b|\b(?:transfer|withdraw|deposit|send) \d|\bmy stops?\b|\b(?:sell|reduce|hedge|buy) (?:\w+ )?my\b/,
      /\bexecute (?:an? |my |the |this )?(?:\w+ ){0,2}(?:order|trade)\b/,
    ],
    unless:
      /\b(?:(?:how much|what) (?:would|does|will|do|if|can|could)|how (?:often|many|fast|quickly|far|long)|cheapest|where|funding|did|someone|anyone|they|tool|best (?:venue|place|price|exchange)|which (?:venue|exchange|book)|cost|costs|slippage|impact|estimate|if i|would|alerts?|alarm|largest|biggest|book|ladder|gets?|receive|large order|walls?)\b/,
    why: 'This version only reads markets: it has no account and sends no order. Nothing was sent.',
    nearest: 'estimate_execution shows what an order would cost now.',
    tools: ['estimate_execution'],
  },
  {
    topic: 'options',
    asked: [
      /\b(?:greeks?|gamma|vega|theta|implied vol\w*|\d*iv|put[- ]call|puts and calls|call options?|put options?|option(?:s)? chain|option prices?|volatility smile|vol(?:atility)? surface|strikes?|(?:call|put) skew|covered calls?|max pain|dvol)\b/,
      /\b(?:btc|bitcoin|eth|ethereum|crypto|deribit|listed|trade) options\b|\boptions (?:(?:on|for) (?:btc|bitcoin|eth\w*|sol\w*|xrp|crypto|deribit)|market|expiry|flow)\b|\b\d+-delta\b|\b\d+ delta (?:calls?|puts?|skew|risk)\b|\b(?:options?|vol|volatility|iv) skew\b|\bskew of (?:the )?(?:options?|calls?|puts?|vol\w*|iv)\b/,
    ],
    unless: /\b(?:tool|arguments?|parameters?|schema)\b/,
    why: 'No options market is read.',
    nearest: 'get_realized_volatility has the realised volatility of a market; list_markets shows the markets that are followed.',
    tools: ['get_realized_volatility', 'list_markets'],
  },
  {
    topic: 'funding, open interest, mark price or liquidations of a spot market',
    asked: [
      new RegExp(
        String.raw`\b${DERIVED} (?:rates? )?(?:history )?(?:(?:on|of|at|for|in) (?:the |an? )?)?(?:(?!and|or|vs|binance)[\w/]+ )?${SPOT}`,
      ),
      new RegExp(String.raw`\b${SPOT}(?:'s)? (?:(?!and|or|vs|prices?|with|binance)[\w/]+ ){0,2}${DERIVED}\b`),
    ],
    unless: /\b(?:perps?|perpetuals?|futures|usd-?m|swaps?)\b|\bvs\.? spot\b|\b(?:than|against|to) (?:the )?spot\b/,
    why: 'A spot market has none of these. Of the venues here, only perpetuals such as those of binance-usdm have them.',
    nearest: 'get_latest and get_funding_history with venue binance-usdm.',
    tools: ['get_latest', 'get_funding_history'],
  },
  {
    topic: 'liquidation levels and positions of others',
    asked: [
      /\bliquidation (?:heat ?maps?|maps?|levels?|clusters?|pools?|zones?)\b|\bliquidation price (?:of|for) (?:an? |my |the )?(?:\d+x|\d|long|short|position)|\bmy liquidation price\b|\b(?:would|will|could|get|be|am i) (?:\w+ ){0,2}liquidated (?:at|if)\b|\b(?:will|would|going to) (?:be|get) liquidated\b/,
      /\blong[\s/-]*short ratio\b|\btop traders?\b|\b(?:positioning|positions) of (?:traders|retail|others)\b/,
    ],
    why: 'The positions of others are not public, so no tool has their levels or ratio.',
    nearest:
      'get_liquidations sums the positions that were closed; get_latest has open interest; get_flow shows buying and selling.',
    tools: ['get_liquidations', 'get_latest', 'get_flow'],
  },
  {
    topic: 'past open interest',
    asked: [
      /\b(?:open interest|oi)\b.*\b(?:history|historical|yesterday|ago|(?:rising|falling|up or down|changed?|change|grew|grown|dropp?(?:ed|ing)?|delta|trend)(?! (?:alert|alarm)))\b/,
      /\b(?:history|change|changes|trend|delta|past) (?:of|in|for) (?:the )?(?:\w+ ){0,3}(?:open interest|oi)\b/,
    ],
    unless: /\balerts?\b|\balarm\b|\bnotify\b/,
    why: 'Only the newest open interest is kept, so its change is not known.',
    nearest: 'get_latest has it now with its age: ask twice. create_alert watches a level of it.',
    tools: ['get_latest', 'create_alert'],
  },
  {
    topic: 'fate of one order, and sizes that repeat',
    asked: [
      /\b(?:filled or pulled|pulled or filled|eaten or pulled|traded or (?:pulled|cancell?ed))\b/,
      /\bsame (?:\S+ ){1,4}(?:keeps? (?:flashing|coming|reappearing)|again and again|over and over)\b|\bsame bot\b/,
    ],
    why: 'Public feeds have no order ids, so one order cannot be followed, and no tool searches for repeated sizes.',
    nearest:
      'get_changes lists walls that vanished; get_trades shows what traded at that price; get_anomalies has withdrawals that look like spoofing.',
    tools: ['get_changes', 'get_trades', 'get_anomalies'],
  },
  {
    topic: 'backfill on demand',
    asked: [/\bback-?fill (?:the |my |all |today|yesterday|from|since|rest|last|more)|\b(?:can|could) (?:you|u|it) back-?fill\b/],
    why: 'Trades are backfilled at the start only, for about half an hour; books cannot be.',
    nearest: 'get_candle_history asks the venue for candles of any time; get_data_health says since when this run receives.',
    tools: ['get_candle_history', 'get_data_health'],
  },
  {
    topic: 'volume profile of a chosen window',
    asked: [
      /\b(?:poc|vpoc|value area|vah|val|volume profile|point of control)\b.*\b(?:(?:last|past|previous|over) (?:the )?(?:last )?\d+|today|yesterday|session|since|\d+ ?(?:m|min|mins|minutes|h|hours?|d|days?))\b/,
    ],
    unless: /\b(?:30 ?(?:m|min|mins|minutes)|half(?: an)? hour)\b/,
    why: 'The volume profile covers the last 30 minutes (REPORT_WINDOW_SEC of the server); a question cannot choose another window.',
    nearest: 'get_liquidity has that profile with its covered time; get_candle_history has volumes by bar of any time.',
    tools: ['get_liquidity', 'get_candle_history'],
  },
  {
    topic: 'past depth at a chosen distance',
    asked: [
      /\b(?:depth|thinner|thicker|thin|liquidity)\b.*\b\d+(?:\.\d+)? ?%.*\b(?:than|ago|before|earlier)\b|\b\d+(?:\.\d+)? ?%.*\b(?:depth|thinner|thicker)\b.*\b(?:than|ago|before|earlier)\b/,
    ],
    unless: /\balerts?\b/,
    why: 'Depth of the past minutes is kept within 10 and 50 bps of the mid only.',
    nearest: 'get_changes compares those two with now; get_liquidity has the depth of now at any distance that is known.',
    tools: ['get_changes', 'get_liquidity'],
  },
  {
    topic: 'technical indicators',
    asked: [
      /\b(?:atr|rsi|macd|ema|sma|bollinger|stochastic|ichimoku|adx|supertrend|keltner)\s?\(?\d*\)?(?: \d+)?\b|\baverage true range\b|\b(?:moving average|golden cross|death cross|relative strength index)s?\b/,
    ],
    unless: /\bback-?test/,
    why: 'No tool computes chart indicators.',
    nearest:
      'get_candle_history has the candles to compute them from; get_realized_volatility has ranges (Parkinson, Garman and Klass).',
    tools: ['get_candle_history', 'get_realized_volatility'],
  },
  {
    topic: 'past order books',
    asked: [
      /\b(?:order ?books?|book|ladder|depth|l2|level 2|dom|walls?|liquidity|bids|asks)\b.*\b(?:history|historical|yesterday|last (?:night|week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:\d+|an?|two|three|few|some|several) (?:hours?|days?|weeks?|months?) ago|past (?:day|week|month|year)|at \d\d?:\d\d|in (?:19|20)\d\d|on (?:the )?(?:\d+(?:st|nd|rd|th)? (?:of )?)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|this morning|\d{4}-\d\d-\d\d)\b|\bbook (?:at|of|on) \d{4}-/,
      /\b(?:history of|historic(?:al)?|yesterday's|last week's|past)\b(?! (?:\w+ )?(?:min|hour|day|week)).*\b(?:order ?books?|ladder|depth|l2|level 2|dom)\b/,
    ],
    unless:
      /\b(?:last|past) (?:\w+ )?(?:minutes?|mins?)\b|\b\d+ ?m(?:in\w*)? ago\b|\balerts?\b|\b(?:gaps?|stale|candles?|explain|spoof\w*|pulled|icebergs?|anomal\w*|vacuum|findings?|flash crash|vpin|receipts?|(?:trades?|funding|price) history)\b/,
    why: 'No tool returns the order book of a past time.',
    nearest:
      'get_changes compares the book with 1 to 30 minutes ago. `tallyfoil replay`, a command line on the machine of the server, replays its own raw log.',
    tools: ['get_changes'],
  },
  {
    topic: 'prediction and sports markets',
    asked: [
      /\b(?:polymarket|kalshi|manifold|predictit|betfair|prediction markets?|betting|bookmakers?|sportsbook|sports?|elections?|nba|nfl|premier league)\b/,
      /\bodds\b(?!.*\b(?:fills?|filled|filling|alerts?|recovers?)\b)|\b(?:place|make) a bet\b/,
    ],
    why: 'This version reads crypto exchanges only, no prediction or sports market.',
    nearest: 'list_markets shows the markets that are followed.',
    tools: ['list_markets'],
  },
  {
    topic: 'other venues',
    asked: [new RegExp(OTHER_VENUES)],
    why: 'This venue is not read here.',
    nearest: 'list_markets shows the venues and markets that are.',
    tools: ['list_markets'],
  },
  {
    topic: 'prediction of a price, and trading advice',
    asked: [
      new RegExp(
        String.raw`\bwill (?:the )?(?:price of )?${PRICED}\b.*\b(?:go|be|rise|fall|pump|dump|drop|crash|rally|moon|reach|hit|recover|bounce|close|break)\b`,
      ),
      /\bprice (?:target|prediction|forecast)s?\b/,
      /\b(?:predict|forecast)(?:s|ing)?\b.*\b(?:price|btc|bitcoin|eth|ethereum|sol|solana|market|direction|tomorrow|tonight|next)\b/,
      /\bshould i (?:buy|sell|short|long|hold|enter|exit|close|wait)\b|\b(?:is it|good) (?:a good )?time to (?:buy|sell)\b|\b(?:up|down|bullish|bearish) (?:for )?(?:tonight|tomorrow|next week)\b|\b(?:tomorrow|next (?:hour|day|week|month))(?:'?s)? price\b/,
      /\b(?:going to|gonna) (?:go (?:up|down)|crash|rise|fall|pump|dump|drop|rally|moon|reach|hit)\b|\bgood entry\b|\bis (?!it|this|that)\w+ a (?:buy|sell)\b(?! (?:order|trade|wall|print))|^(?:\S+ )?(?:long or short|buy or sell)\b(?: (?:now|today|here|btc|eth|sol))?[ ?!]*$/,
    ],
    unless:
      /\b(?:funding|fill|filled|slippage|impact|alerts?|hit rate|ledger|detectors?|cost|order|realised|realized|did)\b|\bhow (?:well|good)\b|\b(?:if|when|after) (?:i|we|someone|somebody|anyone|you)\b|\b(?:if|after) \d|\b\d[\d.,]*[km]? ?(?:\w+ )?(?:buys?|sells?|sold|bought|market)\b|(?<!should )\bi (?:sell|buy|dump)\b/,
    why: 'No tool predicts a price or gives trading advice.',
    nearest: 'get_report has the present state; get_realized_volatility how far the price has usually moved.',
    tools: ['get_report', 'get_realized_volatility'],
  },
  {
    topic: 'correlation and lead between markets',
    asked: [
      /\bcorrelat\w+\b|\bcointegrat\w+\b|\blead[- /]?lag\b|\bbeta (?:of|to|against)\b/,
      new RegExp(
        String.raw`\b(?:which|who|what) (?:\w+ ){0,4}(?:moved|moves|leads?|led|went) first\b|\b(?:who|which|what) leads?\b(?! (?:to|up|time))|\b${VENUE} leads?\b`,
      ),
    ],
    why: 'No tool compares the course of several markets.',
    nearest: 'get_candles for each market, and compare bar by bar.',
    tools: ['get_candles'],
  },
  {
    topic: 'backtests, tax and other data',
    asked: [
      /\bback-?test(?:ing)? (?:an? |my |the |this )|\bpaper trad\w+\b|\btax(?:es)?\b|\bmarket ?cap\b|\bcirculating supply\b|\b(?:btc|bitcoin) dominance\b|\bstaking\b|\btokenomics\b/,
    ],
    why: 'No tool has this.',
    nearest: 'get_candle_history has past candles of a market.',
    tools: ['get_candle_history'],
  },
];

/** The topic that a question is perhaps about, and that no tool covers. */
export function notOffered(question: string): NotOffered | null {
  const asked = question.toLowerCase().replaceAll(/\s+/g, ' ').trim();
  return NOT_OFFERED.find((row) => row.asked.some((one) => one.test(asked)) && row.unless?.test(asked) !== true) ?? null;
}
