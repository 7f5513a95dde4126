/** */
export function TrainWorkspace() {
  return null;
}
