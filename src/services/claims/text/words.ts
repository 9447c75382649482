/** Words that say nothing about what a figure means. */
export const NEUTRAL: ReadonlySet<string> = new Set(
  `a an the of at on in is was are were be been has have had its it's it this that these there here with by for to from as per and
   now currently current presently today right moment time reading reads read shows showing shown show stands stood standing sits sat
   sitting comes came coming prints printed printing posted posts posting quoted quote quotes quoting marked marks reported reports
   report reporting recorded records record measured measures seen found gives gave given puts put lies holds held holding
   equals equal exactly precisely about around roughly approximately approx circa ca some just so we i see our us you
   market markets pair pairs venue exchange figure figures value values number numbers data according based check checked
   proof receipt source ref reference verified evidence cited cite snapshot answer server tallyfoil per-receipt
   both all each then while also plus whereas respectively where which within whose
   latest spot against via under terms itself out only still
   amounts amounted amounting works worked totals totalled totaled totalling totaling ran runs running registers registered
   hovers hovering settled settles pegged pegs computed computes calculated calculates observed observes observing
   carried carries tells told says said states stated noted notes listed lists
   summary update note fyi btw stats status quick hi hello ok okay yes well hence thus`.split(/\s+/),
);

/** Words that only link a figure to its unit or stand for nothing by themselves. */
export const APPROXIMATE: ReadonlySet<string> = new Set([
  'about',
  'around',
  'roughly',
  'approximately',
  'approx',
  'circa',
  'ca',
  'some',
]);

/** Words that turn what is said around, move it elsewhere in time, or make it somebody else's; a text with one is not proven. */
export const TAINT: ReadonlySet<string> = new Set(
  `not no never none neither nor cannot isn't wasn't aren't weren't doesn't don't didn't hasn't haven't won't wouldn't can't couldn't
   shouldn't without false falsely wrong wrongly untrue incorrect incorrectly inaccurate fake faked fabricated invented fictional fiction
   fictitious hypothetical hypothetically imaginary imagine suppose supposed supposedly assume assuming pretend pretending joke joking
   kidding lie lies lying liar myth rumor rumour rumored rumoured alleged allegedly claim claims claimed claiming deny denies denied
   denying refute refutes refuted dispute disputes disputed doubt doubts doubtful unlikely likely unless if would could should might may
   maybe perhaps possibly probably will shall going forecast forecasts forecasted predicts predicted prediction expects expected expecting
   expectation target targets targeted yesterday tomorrow ago previously formerly earlier later before after until since once used
   instead rather unlike contrary opposite reverse reversed inverse inverted except excluding exclude far away nowhere hardly barely scarcely
   almost nearly beyond above below over under exceed exceeds exceeded exceeding more less fewer least most than between
   half double doubled twice triple tripled quarter halved times fold difference differs different
   error erroneous mistaken mistake mistakenly typo misquoted misreported misread corrected correction retracted retract
   outdated stale obsolete old former test testing example sample dummy placeholder simulated simulation
   nonsense bogus hoax scam sarcasm sarcastic irony ironically psych unless although though however but ex`.split(/\s+/),
);

/** Upward and downward, for fields that have a sign. */
export const UP: ReadonlySet<string> = new Set(
  `up rise rises rose risen rising gain gains gained gaining higher climb climbs climbed climbing advance advanced advances advancing add
   adds added increase increased increases increasing positive positively grew grow grows upward upwards plus green`.split(/\s+/),
);
export const DOWN: ReadonlySet<string> = new Set(
  `down fall falls fell fallen falling lose loses lost losing loss losses lower drop drops dropped dropping decline declined declines
   declining decrease decreased decreases decreasing negative negatively slip slips slipped slipping shed sheds sank sink downward
   downwards minus red`.split(/\s+/),
);

/** English number words; each is a figure that has to be accounted for. */
export const NUMBER_WORDS: ReadonlySet<string> = new Set(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
   twenty thirty forty fourty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions
   trillion trillions dozen dozens half third thirds quarter quarters fifth tenth hundredth thousandth single double triple twice thrice
   couple nil nought naught naughts k mn bn first fourth sixth seventh eighth ninth`.split(/\s+/),
);

/** Number words that a length of time may have: "one minute", "half an hour". */
export const SMALL_NUMBERS: Readonly<Record<string, number>> = {
  half: 0.5,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  sixty: 60,
  'twenty-four': 24,
};
