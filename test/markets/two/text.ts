/** Whole numbers of ticks or lots to decimal text and back. Whole numbers inside, so that no rounding error reaches a message. */
export interface Scale { readonly unit: number; readonly decimals: number }

export function toText(n: number, s: Scale): string {
  const v = n * s.unit;
  if (s.decimals === 0) return String(v);
  const t = String(v).padStart(s.decimals + 1, '0');
  const cut = t.length - s.decimals;
  return t.slice(0, cut) + '.' + t.slice(cut);
}

export function fromText(t: string, s: Scale): number {
  const dot = t.indexOf('.');
  const digits = dot < 0 ? t + '0'.repeat(s.decimals) : t.slice(0, dot) + t.slice(dot + 1).padEnd(s.decimals, '0');
  return Number(digits) / s.unit;
}

export function scaleOf(t: string): Scale {
  const dot = t.indexOf('.');
  return dot < 0 ? { unit: Number(t), decimals: 0 } : { unit: Number(t.slice(dot + 1)), decimals: t.length - dot - 1 };
}
