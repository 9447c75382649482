/**
 * Words that neither deny, bound, compare, judge, move nor attribute what is said beside them, and name no time, place or part.
 * A clause with a word that is neither here nor in the name of its field is not checked, because an unknown word may turn its
 * meaning. Short on purpose: each word here has been weighed.
 */
export const HARMLESS: ReadonlySet<string> = new Set(
  `
  the a an this that these its it it's there there's here we our us i my you your i'm we're we've i've
  is was are were been being am has have had having
  on of in at for to from by with as via per through into onto out that's which where

  stand stands stood standing sit sits sat sitting read reads reading show shows showed shown showing display displays displayed
  come comes came coming hold holds held holding carry carries carried carrying print prints printed printing list lists listed
  give gives gave given giving amount amounts amounted total totals totalled totaled run runs running measure measures measured
  count counts counted counting work works worked quote quotes quoted quoting report reports reported reporting register registers
  registered mark marks marked post posts posted posting state states stated note notes noted see sees saw seen seeing receive
  receives received get gets got puts put took taken take arrive arrives arriving went rest rests resting cover covers covering
  compute computes computed calculate calculates calculated check checks checked verify verified cite cites cited yields yield
  contain contains contained return returned known logged published observed according accordingly

  now currently current presently present present right later latest newest since moment time

  answer answers snapshot receipt receipts source sources ref reference proof evidence figure figures value values row
  market pair instrument symbol currency spot currencies denominated expressed priced terms
  tallyfoil report's market's pair's our's simulated simulation
  hi hello hey fyi update summary stats
  `
    .split(/\s+/)
    .filter((word) => word !== ''),
);
