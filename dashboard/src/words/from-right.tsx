/** Remounts when the length changes, so that right-aligned text causes no layout shift. */
export const FromRight = ({ text }: { readonly text: string }) => <span key={text.length}>{text}</span>;
