/** A share −1…1 as a bar from the centre: left for selling and asks, right for buying and bids. The figure beside it says the same. */
export function Balance({ value }: { readonly value: number | null }) {
  if (value === null) return null;
  const width = Math.min(1, Math.abs(value)) * 50;
  return (
    <svg class="balance" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" x="0" y="3" width="100" height="4" />
      <rect class={value < 0 ? 'sell' : 'buy'} x={value < 0 ? 50 - width : 50} y="1" width={width} height="8" />
      <rect class="middle" x="49.5" y="0" width="1" height="10" />
    </svg>
  );
}

/** A share 0…1 as a bar. */
export function Meter({ value, tone = 'plain' }: { readonly value: number; readonly tone?: 'plain' | 'buy' | 'sell' }) {
  return (
    <svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" x="0" y="2" width="100" height="6" />
      <rect class={tone} x="0" y="2" width={Math.min(1, Math.max(0, value)) * 100} height="6" />
    </svg>
  );
}
