/// <reference lib="dom" />

/** Adds rules to the page, once for each id. */
export function addStyle(id: string, rules: string): void {
  if (document.getElementById(id)) return;
  const style = document.createElement("style");
  style.id = id;
  style.textContent = rules;
  document.head.append(style);
}
