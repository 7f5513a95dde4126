/** */
export function ExportWorkspace() {
  return null;
}
