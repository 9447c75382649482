import { Modal } from './modal.tsx';

const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['/ or Ctrl K', 'another market'],
  ['Tab', 'from part to part'],
  ['arrow keys', 'from figure to figure inside a part; on the picture, move the cross (Shift: ten at once)'],
  ['Enter', 'on a figure: hold its explanation open, with receipt and check'],
  ['Esc', 'close what is open'],
  ['+ and −', 'on the picture: fewer or more prices in sight'],
  ['1 … 9', 'go to a part: quote, flow, picture, ladder, walls, profile, health, anomalies, feeds'],
  ['t', 'dark or light'],
  ['?', 'this help'],
];

export function Help({ close }: { readonly close: () => void }) {
  return (
    <Modal name="help" close={close}>
      <h2>How this page works</h2>
      <p>
        Every figure says where it comes from: point at it, or go to it with the keys. What isn't known is absent, with the reason
        in its place. Figures turn grey as soon as they are no longer fresh.
      </p>
      <dl>{KEYS.map(([keys, what]) => [<dt key={keys}>{keys}</dt>, <dd key={what}>{what}</dd>])}</dl>
      <p>
        Blue is buying and bids, orange selling and asks. In the picture, brighter (dark) or deeper (light) is more resting size;
        discs are seconds in which one side took much; hatching is time without a whole book, or, slanted the other way, time the
        server did not see.
      </p>
      <button type="button" onClick={close}>
        Close
      </button>
    </Modal>
  );
}
