/** Whether a key was meant for a field, a dialog or the browser rather than for the page. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey) return true;
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest("input, textarea, select, dialog, [contenteditable]") != null;
}
