import { Tabs } from '@base-ui/react/tabs';
import css from './ui.module.css';

/** The pages of an inspector, in the order of their tabs. */
export type InspectorPages<Id extends string, P> = Readonly<
  Record<Id, { readonly title: string; readonly Page: (props: P) => React.JSX.Element | null }>
>;

interface InspectorProps<Id extends string, P> {
  readonly label: string;
  readonly pages: InspectorPages<Id, P>;
  readonly tab: Id;
  readonly onTab: (tab: Id) => void;
  /** The props of every page. */
  readonly props: P;
}

/** A column at the right of a workspace, with one of several pages. */
export function Inspector<Id extends string, P extends object>(inspector: InspectorProps<Id, P>) {
  const { label, pages, tab, onTab, props } = inspector;
  const ids = Object.keys(pages) as Id[];
  return (
    <Tabs.Root className={css['inspector']} value={tab} onValueChange={(value) => onTab(value as Id)}>
      <Tabs.List className={css['tabs']} aria-label={label}>
        {ids.map((id) => (
          <Tabs.Tab key={id} value={id} className={css['tab']}>
            {pages[id].title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {ids.map((id) => {
        const { Page } = pages[id];
        return (
          <Tabs.Panel key={id} value={id} className={css['panel']}>
            <Page {...props} />
          </Tabs.Panel>
        );
      })}
    </Tabs.Root>
  );
}
