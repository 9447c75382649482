/**
 * Words that deny a statement, make it hypothetical, or move it in time. A figure with such a word is not proven, even with its
 * field in braces.
 */
export const DENIALS: ReadonlySet<string> = new Set(
  `not no never none neither nor cannot isn't wasn't aren't weren't doesn't don't didn't hasn't haven't won't wouldn't can't couldn't
   shouldn't without false wrong untrue incorrect fake fictional hypothetical suppose supposed assume assuming pretend if unless could
   should would might may maybe perhaps possibly probably will shall going forecast predicted expected target yesterday tomorrow ago
   previously formerly earlier before after until once instead except half double twice triple quarter times error mistake typo
   outdated stale test example placeholder`.split(/\s+/),
);

/** Words that make a figure a bound instead of a value. */
export const COMPARATIVES: ReadonlySet<string> = new Set(
  'beyond above below over under exceed exceeds exceeded exceeding more less fewer least than almost nearly between until'.split(
    ' ',
  ),
);

/** Upward and downward, for fields that have a sign. */
export const UP: ReadonlySet<string> = new Set(
  `up rise rises rose risen rising gain gains gained gaining higher climb climbs climbed climbing advance advanced advances advancing add
   adds added increase increased increases increasing positive positively grew grow grows upward upwards plus green firmed`.split(
    /\s+/,
  ),
);
export const DOWN: ReadonlySet<string> = new Set(
  `down fall falls fell fallen falling lose loses lost losing loss losses lower drop drops dropped dropping decline declined declines
   declining decrease decreased decreases decreasing negative negatively  shed sheds sank sink downward
   downwards minus red dipped dip dips eased ease eases slid slide slides softened`.split(/\s+/),
);

/** English number words; each counts as a figure that must be checked. */
export const NUMBER_WORDS: ReadonlySet<string> = new Set(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
   twenty thirty forty fourty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion billions
   trillion trillions dozen dozens half third thirds quarter quarters fifth tenth hundredth thousandth single double triple twice thrice
   couple nil nought naught naughts k mn bn first fourth sixth seventh eighth ninth`.split(/\s+/),
);

/** Number words allowed in a duration: "one minute", "half an hour". */
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
