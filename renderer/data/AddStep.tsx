import { Menu } from '@base-ui/react/menu';
import { Plus } from 'lucide-react';
import type { PipelinePart } from '../../engine/base/problem.js';
import { edit } from '../state/document.js';
import { addStep, type StepKind } from '../../engine/project/pipelineEdits.js';
import { announce } from '../state/ui.js';
import uiCss from '../ui/ui.module.css';
import css from './transforms.module.css';
import { useApp } from '../useApp.js';

interface AddStepProps {
  readonly part: PipelinePart;
  readonly kinds: readonly StepKind[];
  readonly onAdded: () => void;
}

/** A menu of the steps that can be added, each with a summary. */
export function AddStep({ part, kinds, onAdded }: AddStepProps) {
  const app = useApp();
  const add = (type: string) => {
    edit(app, addStep(part, type));
    announce(app, `${type} added`);
    onAdded();
  };
  return (
    <Menu.Root>
      <Menu.Trigger
        className={uiCss['button']}
        aria-label={part === 'augment' ? 'Add augmentation' : 'Add transform'}
      >
        <Plus size={14} aria-hidden="true" /> Add
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={css['positioner']} align="end" sideOffset={4}>
          <Menu.Popup className={css['menu']}>
            {kinds.map(({ type, summary }) => (
              <Menu.Item key={type} className={css['item']} label={type} onClick={() => add(type)}>
                <b>{type}</b>
                <span>{summary}</span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
