/**
 * Words that neither deny, bound, compare, judge, move nor attribute what is said beside them, and name no , place or part.
 * A clause with a word that is neither nor in the name of its field is not checked, because an unknown word may turn its
 * meaning. Short on purpose: each word has been weighed.
 */
export const HARMLESS: ReadonlySet<string> = new Set(
  `
  the a an this that these its it it's there there's   is was are were been being am has have had having
  on of in at for to from by with as via per that's which where

  stand stands stood standing sit sits sat sitting read reads reading show shows showed shown showing display displays displayed
  come comes came coming hold holds held holding carry carries carried carrying print prints printed printing list lists listed
  give gives giving amount amounts amounted total totals totalled totaled run runs running measure measures measured
  count counts counted counting work works worked quote quotes quoted quoting report reports reported reporting register registers
  registered mark marks marked post posts posted posting state states stated note notes noted see sees saw seen seeing receive
  receives received arrive arrives arriving rest rests resting cover covers covering
  compute computes computed calculate calculates calculated check checks checked verify verified cite cites cited yields yield
  contain contains contained return returned known logged published observed according accordingly

  equals now currently current presently present present right later latest newest since moment 
  answer answers snapshot receipt receipts source sources ref reference proof evidence figure figures value values row
  market pair instrument symbol currency spot currencies denominated expressed priced terms
  tallyfoil report's market's pair's simulated simulation
    hi hello hey fyi update summary stats
  `
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Who trades; what they do is bought, sold and taken, and nothing else is known of them. */
export const TRADERS: ReadonlySet<string> = new Set(['buyer', 'buyers', 'seller', 'sellers', 'takers', 'makers']);

/** Of these a price may stand or a book hold; buyers who hold, sit on or have an amount are said something else of. */
export const NOT_OF_TRADERS: ReadonlySet<string> = new Set(
  `had have has having hold holds held holding stand stands stood standing sit sits sat sitting rest rests resting carry carries carried
  carrying see sees saw seen seeing receive receives received give gives giving list lists listed come comes came coming run runs running
  return returned were been being contain contains cover covers quote quotes quoted`.split(/\s+/),
);

/** Harmless words that turn what is said where they stand together. */
export const TURNING_PAIRS: ReadonlySet<string> = new Set(
  'from now,on top,at rest,out of,as if,to be,are to,is to,was to,were to,to come,bought in,bought out,sold out,sold in,buy in,sell out'.split(
    ',',
  ),
);
