/**
 * Facts for an error message with open blanks: any property reads as `‹name›`, also after formatting.
 * A list has one member, so that "a, b or c" shows as one blank; numbers print as their blank too.
 */
export function blank(): Record<string, never> {
  return new Proxy({}, { get: (_, name) => open(String(name)) });
}

function open(name: string): unknown {
  const text = `‹${name}›`;
  return new Proxy(() => open(name), {
    get: (_, key) => {
      if (key === Symbol.toPrimitive || key === 'toString' || key === 'valueOf' || key === 'toJSON') return () => text;
      if (key === Symbol.iterator) return () => [text][Symbol.iterator]();
      if (key === 'length') return 1;
      return open(name);
    },
  });
}
