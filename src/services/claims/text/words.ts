/** Words that turn what is said around, move it elsewhere in time, or make it somebody else's; a text with one is not proven. */
export const TAINT: ReadonlySet<string> = new Set(
  `not no never none neither nor cannot isn't wasn't aren't weren't doesn't don't didn't hasn't haven't won't wouldn't can't couldn't
   shouldn't without false falsely wrong wrongly untrue incorrect incorrectly inaccurate fake faked fabricated invented fictional fiction
   fictitious hypothetical hypothetically imaginary imagine suppose supposed supposedly assume assuming pretend pretending joke joking
   kidding liar myth rumor rumour rumored rumoured alleged allegedly claim claims claimed claiming deny denies denied
   denying refute refutes refuted dispute disputes disputed doubt doubts doubtful unlikely likely unless if would could should might may
   maybe perhaps possibly probably will shall going forecast forecasts forecasted predicts predicted prediction expects expected expecting
   expectation target targets targeted yesterday tomorrow ago previously formerly  earlier before after until once
   instead rather unlike contrary opposite reverse reversed inverse inverted except excluding exclude away nowhere hardly barely scarcely
   half double doubled twice triple tripled quarter halved times fold difference differs different
   error erroneous mistaken mistake mistakenly typo misquoted misreported misread corrected correction retracted retract
   outdated stale obsolete former test testing example sample dummy placeholder
   let please alert alerts yet email emails e-mail mail letter nonsense bogus hoax scam sarcasm sarcastic irony ironically psych unless although however ex nobody anybody says said friend allegation quote-unquote lol yeah ironic wish wishes dream dreams dreaming fantasy story novel movie game bet bets guess guesses guessed guessing estimate estimates estimated think thinks thought believe believes believed hope hopes hoped want wants wanted need needs ought try tried tries failed fails fail refuse refused ignore ignored disregard cancel cancelled void omitted missing unknown unclear uncertain unverified unconfirmed disproved disproven debunk debunked contradict contradicts contradicted`.split(
    /\s+/,
  ),
);

/** Words that make a figure a bound and no value. */
export const COMPARATIVES: ReadonlySet<string> = new Set(
  'beyond above below over under exceed exceeds exceeded exceeding more less fewer least than almost nearly between until'.split(
    ' ',
  ),
);

/** Upward and downward, for fields that have a sign. */
export const UP: ReadonlySet<string> = new Set(
  `up rise rises rose risen rising gain gains gained gaining higher climb climbs climbed climbing advance advanced advances advancing add
   adds added increase increased increases increasing positive positively grew grow grows upward upwards plus green jumped jump jumps surged surge surges rallied rally rallies edged-up firmed`.split(
    /\s+/,
  ),
);
export const DOWN: ReadonlySet<string> = new Set(
  `down fall falls fell fallen falling lose loses lost losing loss losses lower drop drops dropped dropping decline declined declines
   declining decrease decreased decreases decreasing negative negatively  shed sheds sank sink downward
   downwards minus red dipped dip dips eased ease eases tumbled plunged slid slide slides softened`.split(/\s+/),
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
