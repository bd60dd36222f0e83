/// <reference lib="dom" />
/** The rules of the Topics page, which no other page needs. */
const RULES = `
.messages-form { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: end; margin-bottom: 10px; }
.messages-form label { display: grid; gap: 2px; color: var(--muted); font-size: 12.5px; min-width: 0; }
.messages-form select, .messages-form input, .messages-form button {
  height: 32px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); padding: 0 9px; color: var(--text);
}
.messages-form select { max-width: min(320px, 100%); }
.messages-form input[name="key"] { width: 190px; }
.messages-form input[name="offset"], .messages-form input[name="partition"] { width: 96px; }
.messages-form input[name="time"] { width: 180px; }
.messages-form button { background: var(--accent); border-color: var(--accent); color: var(--panel); font-weight: 600; padding: 0 16px; cursor: pointer; }
.messages-form button:disabled { opacity: 0.5; }
.messages-found { margin: 0 0 8px; color: var(--muted); min-height: 20px; }
.messages-found.bad { color: var(--bad); }
.messages-list { list-style: none; margin: 0; padding: 0; max-height: 640px; overflow: auto; }
.messages-list details { border-bottom: 1px solid var(--line); }
.messages-list summary { display: grid; grid-template-columns: 172px 84px minmax(90px, 190px) minmax(0, 1fr); gap: 12px; padding: 6px 4px; cursor: pointer; list-style: none; font-variant-numeric: tabular-nums; font-size: 13px; }
.messages-list summary::-webkit-details-marker { display: none; }
.messages-list summary:hover { background: var(--accent-soft); }
.messages-list summary > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.messages-list .when, .messages-list .at { color: var(--muted); }
.messages-list .value { font: 12.5px/1.5 ui-monospace, Menlo, Consolas, monospace; }
.messages-list .none { color: var(--muted); font-style: italic; }
.messages-list .bad { color: var(--bad); }
.messages-list .open { padding: 2px 4px 12px; }
.messages-list pre { margin: 4px 0; padding: 10px 12px; background: var(--page); border-radius: 8px; font-size: 12.5px; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 420px; overflow: auto; }
.messages-list dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 14px; margin: 6px 0; font-size: 12.5px; }
.messages-list dt { color: var(--muted); overflow-wrap: anywhere; }
.messages-list dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 760px) {
  .messages-list summary { grid-template-columns: minmax(0, 1fr) max-content; gap: 2px 10px; }
  .messages-list .key, .messages-list .value { grid-column: 1 / -1; }
  .messages-form label, .messages-form select { max-width: 100%; }
}
`;

/** Adds the rules to the page, once: as a sheet, since the page's policy refuses a style element. */
export function addTopicsStyle(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(RULES);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
