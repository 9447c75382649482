/** Verbs that only say that something is there or was seen; each stands for all its forms. */
const VERBS = `
  accept amass amount appear assess attest award back base bear blink book bring browse build camp carry cater certify chart
  charge check circulate clear cling clock close collect come compile comprise compute confirm count cover cram cross dangle
  deliver derive describe detail determine display document draw dwell earn emerge end enjoy enter establish evaluate examine
  exchange exhibit extend extract face fetch file finish fix flag flash float focus follow form gather generate glance go grab
  grade grant greet group guard hand handle hang harbour head hear hold house hover hug identify inspect issue join jot keep
  land lay leave linger list load locate lodge log look loom maintain make manage map mark meet mention monitor nestle
  note notice observe obtain occupy occur operate output own pack park pass pay peg perch pick pile pin pipe place play plot
  point pool populate post present preview print produce provide prove publish pull push quote read receive recount refresh
  register relay reload remain render report represent request rest result retrieve return reveal review run scan scrape see
  seek select send serve set settle share show sign sit skim sort span spell spot squat stack stand start stay steer store
  stream submit summarise summarize supply support surface survey sway sweep table tabulate take tally total touch track
  transact transmit underpin unfold update uphold validate verify view visit wait watch weigh wend wind witness work write
  yield begin get give find await boast command contain cough clip crowd dot
`;

/** "stop": stops, stopped, stopping; irregular pasts stand among the words below. */
function formsOf(verb: string): readonly string[] {
  const stem = verb.endsWith('e') ? verb.slice(0, -1) : verb;
  const third = /(?:s|x|z|ch|sh)$/.test(verb) ? `${verb}es` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
  const past = /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${stem}ed`;
  const doubled = `${verb}${verb.at(-1)}`;
  return [verb, third, past, `${stem}ing`, `${doubled}ed`, `${doubled}ing`];
}

/**
 * Common words that neither deny, move, compare nor attribute what is said beside them. A clause with a word that is neither here
 * nor in the name of its field is not checked, because an unknown word may turn its meaning.
 */
export const HARMLESS: ReadonlySet<string> = new Set([
  ...VERBS.trim().split(/\s+/).flatMap(formsOf),
  ...`
  mere merely old so shape firmly firm friendly eager brisk deep story's someone something anybody's anyone's rn atm imo denominated rungs rung went gone seen saw done got gotten gave given came held kept left lay laid led met paid ran sent stood spent sat spoken wound won written wrote begun began drew drawn heard found chose chosen took taken brought built caught fed hung hit put read rode set shown sought
  simulated simulation per points counts their them went
  i me my mine we we're us our ours you you're your yours she it's its itself one's there's here's that's what's who which
  whose whom what where when how
  this that these those the a an such same own very quite fairly pretty really truly simply merely purely just right even well
  indeed again also too then thus hence so
  as at by for from in into of off on onto out per through throughout to toward towards upon within via across
  along amid among beside besides behind
  and every all many several
  is are was were be been being am has have had having do does did done get gets got getting go goes come comes came
  coming
  good morning afternoon evening night hello hi hey dear regards kind kindly cheers thanks thank thx welcome ok okay
  yes sure team desk folks guys everyone
  colleague colleagues client clients customer customers support staff reader readers analyst analysts agent agents bot
  report reports reported reporting snapshot snapshots capture captured copy look looks looked looking lookup glance view
  views viewed reading readings read reads update updates feed feeds stream streams tape screen screens terminal
  dashboard page list lists listed listing table row column record records note notes noted noting summary summaries brief
  recap overview detail details stat stats statistics metric metrics data datum number numbers figure figures value values
  fact facts
  answer answers answered answering question questions response responses returned query queries check checks checked checking
  verify verified proof receipt receipts source sources evidence cited cite citation citations ref refs reference footnote
  tallyfoil server service tool api endpoint
  stand stands stood standing sit sits sat sitting rest rests rested resting hold holds held holding carry carries carried
  carrying keep keeps kept stay stays stayed staying remain remains remained remaining
  show shows showed shown showing display displays displayed print prints printed printing post posts posted posting quote
  quotes quoted quoting mark marks marked marking register registers registered clock clocks clocked
  arrive arrives arrived arriving run runs ran running hit hits hitting reach reaches reached reaching touch touches touched
  touching see sees saw seen find finds found put puts place places placed set sets give gives gave given giving
  take takes took taken make makes made making amount amounts amounted work works worked equal equals equalled equaled measure
  measures measured measuring compute computes computed calculate calculates calculated counted
  pay pays paid paying cross crosses crossing lift lifts lifted lifting hand hands hang hangs hung hover hovers hovering
  settle settles settled pin pinned peg pegged anchor anchored
  amass amasses accumulate accumulates accumulated gather gathered cover covers covered covering span spans spanned spanning
  include includes included including contain contains contained containing comprise comprises bring brings brought
  range ranged ranging build builds built draw drawn form forms formed
  lead leads led leading dominate dominates dominated outweigh outweighs outweighed heavier lean leans leaned leaning favour
  favours favor favors tilt tilts tilted point pointing signal signals signalled means indicate indicates indicated
  know knows known knowing watch watches watched watching follow follows followed following track tracks tracked tracking
  monitor monitored request requested requests use using saying state states stated mention mentioned describe described
  according
  receive receives received receiving deliver delivered send sent process processed publish published
  dealing deal deals dealt clear cleared available visible aggregated summed summing tally tallied
  now today currently current present presently moment moments time times instant latest newest recent recently fresh freshly
  session sessions day daily intraday short term long
  later still already always ever meanwhile
  market markets marketplace exchange exchanges venue venues pair pairs instrument instruments symbol coin coins token tokens
  asset assets crypto cryptocurrency currency currencies spot cash contract product name names ticker
  trader traders holder holders participant participants maker makers taker takers player players side sides
  book books orderbook ladder queue stack liquidity conditions activity action balance
  small tiny little large big huge wide narrow tight thin thick thinner deep shallow solid strong stronger strongly weak
  weaker weakly modest moderate mild heavy light busy quiet calm steady stable flat firm soft active brisk slow fast quick
  quickly sharp slightly slight
  clearly exact exactly precise precisely full fully whole entire entirely complete completely plain simple normal usual
  usually typical typically standard regular healthy decent fine nice great excellent notable notably remarkable interesting
  important key main overall general
  certain particular individual joint common identical together only
  centre center gravity mass bulk area areas zone zones region edge edges band top bottom front back
  way ways thing things case cases reason reasons result results effect outcome kinds type types unit units terms basis
  because whilst due
  fyi btw tl dr tldr ps nb re eg ie etc aka asof
  it there here
  recorded lies
    based
  against under
  amounting totals totalled totaled totalling totaling
  pegs observed observes observing
  status
  pool pooled stacked lately offered unfinished finished since desk's morning's prices worth bucket profile's venue's
  exchange's book's today's our's 
  admittedly interestingly curiously oddly surprisingly unsurprisingly finally lastly additionally moreover furthermore
  likewise similarly accordingly consequently officially formally visibly neatly comfortably stubbornly cumulatively
  collectively jointly simultaneously briefly broadly evenly closely softer firmer calmer busier quieter tighter wider
  narrower choppy lively sleepy dull muted subdued upbeat bullish bearish neutral mixed orderly balanced lopsided skewed
  resilient fragile patient nervous cautious bold aggressive passive enough plenty ample scarce comfortable cosy cozy pleasant
  ugly sober steadier lighter wrap call line standards setup pack laggard leader mood tone picture
  headline bulletin meeting slide chart graph plot panel widget badge card label tag
  heading title caption bullet entry cell box corner site platform provider audience viewer shop house shift clerk treasury
  risk compliance ops operations worries worry surprises surprise trouble fun news roundup
  wire flash bell tops both asked begin begins began moods mind apart afternoon's   context perspective practice essence shortly onward onwards hereby herewith
  attached enclosed aforementioned gauge gauges meter indicator indicators measurement measurements input inputs output
  outputs component components breakdown split element elements item items counter counters profile buyer's seller's maker's
  bidder bidders offerer bargain hunters dip highly extremely incredibly relatively comparatively reasonably sufficiently
  somewhat modestly mildly moderately markedly noticeably decidedly distinctly prevailing ongoing existing actual actually
  real realtime live documented logged stored streamed official native respectfully sincerely team's colleague's
  client's customer's yo gm gn everybody everyone's i've we've you've i'm let's
  `
    .split(/\s+/)
    .filter((word) => word !== ''),
]);
