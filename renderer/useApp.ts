import { createContext, useContext, useMemo } from 'react';
import { type StoreApi, useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { invariant, type Problem } from '../engine/base/problem.js';
import type { Diagnosis } from '../engine/project/diagnose.js';
import { parseProject } from '../engine/project/parse.js';
import type { App } from './app.js';
import { shownRun, standingFindings } from './state/training.js';

/** Hands the application down to the components. */
export const AppContext = createContext<App | null>(null);

/** The application that the component belongs to. */
export function useApp(): App {
  const app = useContext(AppContext);
  invariant(app, 'there is no AppContext above this component');
  return app;
}

/** A hook that selects from a store of the application. */
function storeHook<T>(storeOf: (app: App) => StoreApi<T>) {
  return <U>(selector: (state: T) => U): U => useStore(storeOf(useApp()), selector);
}

/** Selects from the open project. */
export const useDocument = storeHook((app) => app.document);
/** Selects from the state of the window. */
export const useUi = storeHook((app) => app.ui);
/** Selects from training, runs, and exports. */
export const useTraining = storeHook((app) => app.training);
/** Selects from the data set as it is browsed. */
export const useBrowse = storeHook((app) => app.browse);
/** Selects from the search for duplicates. */
export const useDuplicates = storeHook((app) => app.duplicates);
/** Selects from the download of CIFAR-10. */
export const useFetching = storeHook((app) => app.fetching);

/** Selects from what was asked about runs. */
export const useUnderstand = storeHook((app) => app.understand);

/** The open project's diagnosis. Moving nodes does not change it. */
export function useDiagnosis(): Diagnosis | null {
  const { diagnose } = useApp();
  return useDocument(({ project }) => project && diagnose(project));
}

/** The findings of the shown run about layers that the open project still has. */
export function useFindings(): readonly Problem[] {
  const findings = useTraining(useShallow((state) => shownRun(state)?.findings));
  const text = useTraining((state) => shownRun(state)?.text);
  const layers = useDocument((state) => state.project?.model.layers);
  return useMemo(
    () =>
      findings?.length && text && layers
        ? standingFindings(findings, parseProject(text).model.layers, layers)
        : NONE,
    [findings, text, layers],
  );
}

const NONE: readonly Problem[] = [];
