import { Tabs } from '@base-ui/react/tabs';
import { useApp, useUnderstand } from '../../useApp.js';
import { ActivationsSection } from './ActivationsSection.js';
import { CompositionSection } from './CompositionSection.js';
import css from './lab.module.css';
import { FitSection } from './FitSection.js';
import { LandscapeSection } from './LandscapeSection.js';
import { NeuronSection } from './NeuronSection.js';
import { SoftmaxSection } from './SoftmaxSection.js';

/** The parts of the lab in the order of their tabs. A new one is one file and one line here. */
const SECTIONS = [
  { id: 'activations', title: 'Activations', Section: ActivationsSection },
  { id: 'neuron', title: 'One neuron', Section: NeuronSection },
  { id: 'composition', title: 'Composition', Section: CompositionSection },
  { id: 'fit', title: 'Fit a curve', Section: FitSection },
  { id: 'landscape', title: 'Loss landscape', Section: LandscapeSection },
  { id: 'softmax', title: 'Softmax', Section: SoftmaxSection },
] as const;

/** Functions of neural networks to play with: chapter 6 without data. */
export function FunctionLab() {
  const app = useApp();
  const section = useUnderstand((state) => state.labSection) ?? SECTIONS[0].id;
  return (
    <Tabs.Root
      className={css['lab']}
      orientation="vertical"
      value={section}
      onValueChange={(labSection) => app.understand.setState({ labSection: labSection as string })}
    >
      <Tabs.List className={css['sections']} aria-label="Function lab">
        {SECTIONS.map(({ id, title }) => (
          <Tabs.Tab key={id} value={id}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {SECTIONS.map(({ id, Section }) => (
        <Tabs.Panel key={id} value={id} className={css['section']}>
          <Section />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
