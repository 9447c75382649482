import { now } from '../data/now.ts';
import { ANSWERS } from './answers.ts';
import { Inspector } from './inspector.tsx';
import { useInspection } from './use-inspection.ts';

/** The inspector of the inspected figure, if any. */
export function Inspection() {
  const target = useInspection();
  // Rendered again with time and with the answer, because either may remove the figure from the page.
  const moment = now.value;
  const answer = target === null ? null : ANSWERS[target.operation].value;
  return target === null ? null : <Inspector target={target} received={answer} moment={moment} />;
}
