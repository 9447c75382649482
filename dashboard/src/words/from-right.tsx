/** Text that is written from the right: a text of another length is a new one, not one that moved. */
export const FromRight = ({ text }: { readonly text: string }) => <span key={text.length}>{text}</span>;
