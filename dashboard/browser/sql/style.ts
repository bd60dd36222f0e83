/// <reference lib="dom" />
/** The rules of the SQL page, which no other page needs. */
const RULES = `
.sql { display: grid; gap: 14px 18px; grid-template-columns: minmax(0, 1fr); }
.sql-editor { border: 1px solid var(--line); border-radius: 8px; overflow: visible; display: block; }
.sql-bar { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-top: 10px; }
.sql-bar button, .sql-bar summary, .sql-fields select, .sql-tables summary {
  min-height: 32px; border: 1px solid var(--line); border-radius: 8px; background: var(--panel);
  padding: 4px 11px; color: var(--text); cursor: pointer; list-style: none;
}
.sql-bar button:hover, .sql-bar summary:hover { border-color: var(--muted); }
.sql-bar button:disabled { opacity: 0.5; cursor: default; }
.sql-bar .run { background: var(--accent); border-color: var(--accent); color: var(--panel); font-weight: 600; }
.sql-bar .stop { border-color: var(--bad); color: var(--bad); }
.sql-bar summary::-webkit-details-marker { display: none; }
.sql-bar .space { flex: 1; }
.sql-bar .hint { color: var(--muted); font-size: 12.5px; }
.sql-history { position: relative; }
.sql-history > div {
  position: absolute; z-index: 4; top: calc(100% + 6px); left: 0; width: min(560px, 86vw); max-height: 340px; overflow: auto;
  background: var(--panel); border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 8px 28px #0003; padding: 6px;
}
.sql-history p { margin: 8px; color: var(--muted); }
.sql-history ul { list-style: none; margin: 0; padding: 0; }
.sql-history li button {
  border: 0; width: 100%; text-align: left; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 10px; background: none;
}
.sql-history li button:hover { background: var(--accent-soft); }
.sql-history li span:first-child {
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: 12.5px/1.5 ui-monospace, Menlo, Consolas, monospace;
}
.sql-history li span:last-child { color: var(--muted); font-size: 12px; }
.sql-status { margin: 10px 0 0; color: var(--muted); min-height: 20px; font-variant-numeric: tabular-nums; }
.sql-status.cut { color: var(--warn); }
.sql-error {
  margin: 8px 0 0; padding: 10px 12px; border: 1px solid var(--bad); border-radius: 8px; color: var(--text); overflow-x: auto;
  font: 12.5px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre; background: var(--page);
}
.sql-error.plain { white-space: pre-wrap; font: inherit; }
.sql-result-head { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; justify-content: space-between; margin: 4px 0 10px; }
.sql-bar.sql-tabs { display: flex; gap: 0; }
.sql .scroller { margin: 0; padding: 0; }
.sql td { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; max-width: 340px; }
.sql-tabs button { border-radius: 0; margin-left: -1px; }
.sql-tabs button:first-child { border-radius: 8px 0 0 8px; margin-left: 0; }
.sql-tabs button:last-child { border-radius: 0 8px 8px 0; }
.sql-tabs button[aria-selected="true"] { background: var(--accent-soft); color: var(--accent); border-color: var(--accent); font-weight: 600; position: relative; }
.sql-result-head .sql-bar { margin: 0; }
.sql-fields { display: flex; flex-wrap: wrap; gap: 8px 14px; margin-bottom: 8px; }
.sql-fields label { display: flex; align-items: center; gap: 6px; color: var(--muted); font-size: 13px; }
.sql-fields select { max-width: 220px; }
.sql-tables h3 { font-size: 12.5px; margin: 0; color: var(--muted); font-weight: 600; }
.sql-tables details details { border-radius: 6px; }
.sql-tables ul { list-style: none; margin: 0 0 6px; padding: 0 0 0 14px; font-size: 12.5px; }
.sql-tables li { display: flex; justify-content: space-between; gap: 8px; }
.sql-tables li button, .sql-tables .pick { border: 0; background: none; padding: 3px 4px; cursor: pointer; color: var(--text); text-align: left; min-width: 0; overflow-wrap: anywhere; }
.sql-tables li button:hover, .sql-tables .pick:hover { color: var(--accent); }
.sql-tables li span { color: var(--muted); font-size: 11.5px; padding-top: 3px; }
.sql-tables details > summary { display: flex; justify-content: space-between; gap: 8px; border: 0; background: none; padding: 4px 2px; min-height: 0; align-items: baseline; }
.sql-tables > details > summary { font-weight: 600; color: var(--muted); font-size: 13px; }
.sql-tables summary::-webkit-details-marker { display: none; }
.sql-tables summary::before { content: "▸"; font-size: 10px; color: var(--muted); margin-right: 2px; }
.sql-tables details[open] > summary::before { content: "▾"; }
.sql-tables summary .name { flex: 1; overflow-wrap: anywhere; }
.sql-tables summary .count { color: var(--muted); font-size: 11.5px; white-space: nowrap; }
.sql-tables .all { max-height: 520px; overflow: auto; }
.sql-empty { color: var(--muted); border: 1px dashed var(--line); border-radius: 8px; padding: 14px; }
.sql-empty p { margin: 0 0 8px; }
.sql-empty button { display: block; border: 0; background: none; color: var(--accent); padding: 3px 0; cursor: pointer; text-align: left; font: 12.5px/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
@media (min-width: 1000px) { .sql { grid-template-columns: minmax(0, 1fr) 250px; } .sql-tables { border-left: 1px solid var(--line); padding-left: 16px; } }
`;

/** Adds the rules to the page, once: as a sheet, since the page's policy refuses a style element. */
export function addSqlStyle(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(RULES);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
