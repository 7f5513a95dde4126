import { modelCode, trainCode } from '../../engine/exchange/torch/code.js';
import { Listing } from './Listing.js';
import { useDocument } from '../useApp.js';

/** The project as PyTorch code. */
export function CodeTab() {
  const project = useDocument((state) => state.project);
  if (!project) return null;
  return (
    <>
      <Listing name="model.py" code={modelCode(project)} />
      <Listing name="train.py" code={trainCode(project)} />
    </>
  );
}
