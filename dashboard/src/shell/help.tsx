import { Modal } from './modal.tsx';

const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['/ or Ctrl K', 'another market'],
  ['Tab', 'from panel to panel'],
  ['arrow keys', 'from figure to figure inside a panel; on the heat map and the candles, move the crosshair (Shift: ten steps)'],
  ['Enter', 'on a figure: keep its explanation open, with receipt and check'],
  ['Esc', 'close the open dialog or explanation'],
  ['+ and −', 'on the heat map: show fewer or more prices'],
  ['1 … 9, 0', 'go to a panel: quote, flow, heat map, ladder, walls, profile, health, anomalies, feeds, alerts'],
  ['t', 'dark or light'],
  ['?', 'this help'],
];

export function Help({ close }: { readonly close: () => void }) {
  return (
    <Modal name="help" close={close}>
      <h2>How this page works</h2>
      <p>
        Every figure shows its origin: point at it, or go to it with the keys. An unknown figure is replaced by the reason.
        Figures turn grey as soon as they are no longer fresh.
      </p>
      <dl>{KEYS.map(([keys, what]) => [<dt key={keys}>{keys}</dt>, <dd key={what}>{what}</dd>])}</dl>
      <p>
        Blue is buying and bids, orange is selling and asks. In the heat map, a brighter (dark) or deeper (light) colour is more
        resting size, and discs are seconds with large net taker volume. Hatching is time without a complete book; hatching in the
        other direction is time that the server did not sample.
      </p>
      <button type="button" onClick={close}>
        Close
      </button>
    </Modal>
  );
}
