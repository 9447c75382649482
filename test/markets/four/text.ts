/** A writer of whole multiples of a step ('0.05', '1', '0.001') as decimal text, without floating-point noise. */
export function writer(step: string): (count: number) => string {
  const dot = step.indexOf('.');
  const digits = dot < 0 ? 0 : step.length - dot - 1;
  const factor = Number(step.replace('.', ''));
  return (count) => {
    const whole = String(count * factor);
    if (digits === 0) return whole;
    const padded = whole.padStart(digits + 1, '0');
    return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
  };
}
