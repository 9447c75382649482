import { useState } from 'preact/hooks';
import { call, reasonOf } from '../data/api.ts';
import { bracketed } from '../words/path.ts';

interface Verdict {
  readonly verdict: string;
  readonly reason: string;
}

/** Checks the figure shown against its receipt; without a figure, the receipt alone. */
async function checkShown({ receipt, field, value }: Shown): Promise<Verdict> {
  try {
    const claims = value === null ? [] : [{ receipt, field: bracketed(field), value }];
    const { verdict, receipts, figures } = await call('check_claim', { text: value === null ? receipt : '', claims });
    const [row = receipts[0]] = receipts[0]?.verdict === 'matched' ? figures : receipts;
    return { verdict: row?.verdict ?? verdict, reason: row?.reason ?? '' };
  } catch (error) {
    return { verdict: 'not checked', reason: reasonOf(error) };
  }
}

interface Shown {
  readonly receipt: string;
  readonly field: string;
  readonly value: number | null;
}

interface ReceiptProps extends Omit<Shown, 'receipt'> {
  readonly receipt: string | null | undefined;
  /** Reason shown when there is no receipt. */
  readonly none: string;
}

/** The proof of a figure, with a button that checks it. */
export function Receipt({ receipt, none, field, value }: ReceiptProps) {
  const [verdict, setVerdict] = useState<(Verdict & { readonly of: string }) | 'asking' | null>(null);
  if (receipt == null) return <p class="quiet">{none}</p>;
  const check = async () => {
    setVerdict('asking');
    setVerdict({ ...(await checkShown({ receipt, field, value })), of: receipt });
  };
  return (
    <div class="receipt">
      <code>{receipt}</code>
      <p>
        <button type="button" onClick={() => void check()}>
          Check
        </button>
        {navigator.clipboard === undefined ? null : (
          // Browsers allow the clipboard on this machine or over HTTPS only.
          <button type="button" onClick={() => void navigator.clipboard.writeText(receipt)}>
            Copy
          </button>
        )}
        <span role="status">
          {verdict === 'asking' ? 'recomputing it from the log …' : null}
          {verdict !== null && verdict !== 'asking' ? (
            <strong class={`verdict ${verdict.verdict.replace(' ', '-')}`}>{verdict.verdict}</strong>
          ) : null}
          {verdict !== null && verdict !== 'asking' ? ` ${verdict.reason}` : null}
        </span>
      </p>
    </div>
  );
}
