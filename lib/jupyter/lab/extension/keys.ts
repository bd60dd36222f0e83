/// <reference lib="dom" />

/** Keeps keys from JupyterLab, which would take arrows and letters for its commands. Ctrl+S still saves. */
export function keepKeys(node: HTMLElement): void {
  node.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
}
