/** A noun with its article, by the first letter: `a bid`, `an ask`. Not meant for words such as `hour` or `unit`. */
export const withArticle = (noun: string): string => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
