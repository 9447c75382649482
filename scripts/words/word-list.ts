export interface WordRule {
  /** Name of the rule in reports and tests. */
  readonly word: string;
  readonly pattern: RegExp;
  readonly better: string;
  /** Where the pattern applies. Absent: comments, messages and pages; `name`: identifiers and file names; `message`: strings only. */
  readonly only?: 'message' | 'name';
  /** Applies to file names only, not to identifiers. */
  readonly fileOnly?: true;
}

/** Words that readers stumble over, with the usual term. Rules of prose also apply to the words of identifiers. */
export const WORDS: readonly WordRule[] = [
  { word: 'anew', pattern: /\banew\b/i, better: 'again, recompute' },
  { word: 'dear', pattern: /\bdear(er|est|ly)?\b/i, better: 'expensive, cost' },
  { word: 'seldom', pattern: /\bseldom(er|est)?\b/i, better: 'rarely, rarer' },
  { word: 'nobody', pattern: /\bnobody\b/i, better: 'no one, no caller, nothing' },
  { word: 'told', pattern: /\btold\b/i, better: 'notified, reported, stated' },
  // "Tell apart" is allowed, because it means to distinguish.
  { word: 'tell', pattern: /\btell(s|ing)?\b(?! \w+ apart)(?! apart)/i, better: 'report, state, say' },
  {
    word: 'is none of',
    pattern: /\b(is|are|was|were|be) none of\b|\b(it|this|that|which|they) (is|are) none\b/i,
    better: 'is not',
  },
  { word: 'that which', pattern: /(?<!\bso )\bthat (which|what)\b/i, better: 'the noun' },
  { word: 'those that', pattern: /\bthose (that|which|there are)\b/i, better: 'the noun' },
  { word: 'as many as', pattern: /\b(as many as|as so many)\b/i, better: 'up to, at most' },
  { word: 'goes on', pattern: /\b(goes|went|gone|going) on\b/i, better: 'continues, still holds' },
  {
    word: 'for (because)',
    // A plain noun after "for" cannot be matched: "for the server refuses" looks like "for the server".
    pattern:
      /[,;:] for (it|they|there|he|she|we|you|nothing|none|nobody|this|that|these|those|its|their) (\w+ )?(is|are|was|were|has|have|had|can|could|may|might|must|does|do|did|will|would)\b/i,
    better: 'because',
  },
  { word: 'brief', pattern: /\bthe brief\b|\bbrief [0-9]{3}\b/i, better: 'the requirement itself', only: 'message' },
  { word: 'requirement id', pattern: /\b(FR|SC)-[0-9]{3}\b/, better: 'plain words', only: 'message' },
  { word: 'desk', pattern: /\bdesk\b/i, better: 'the thing it is', only: 'name' },
  { word: 'taking', pattern: /\btaking\b/i, better: 'the thing it is', only: 'name' },
  { word: 'line', pattern: /^line$/, better: 'the thing it is', only: 'name', fileOnly: true },
];
