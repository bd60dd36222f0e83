/** The style of tables, in JupyterLab's colours if they are defined, light and dark. */
const RULES = `
.trb{font:13px system-ui,sans-serif;max-width:100%;overflow-x:auto}
.trb table{border-collapse:collapse;font-size:12px;margin:0}
.trb th,.trb td{padding:2px 8px;text-align:left!important;white-space:pre;vertical-align:top;max-width:28em;overflow:hidden;text-overflow:ellipsis}
.trb th{border-bottom:1px solid var(--jp-border-color1,#999);font-weight:600}
.trb th small{display:block;font-weight:400;opacity:.65}
.trb .num{text-align:right!important;font-variant-numeric:tabular-nums}
.trb .null{opacity:.5;font-style:italic}
.trb .gap{opacity:.65}
.trb .dist{white-space:normal;min-width:10em;max-width:24em}
.trb p{margin:2px 0 4px}
.trb .note{opacity:.75}
.trb svg{display:block}
.trb rect{fill:var(--jp-brand-color1,#1976d2)}`;

/** Wraps markup so that it gets the style of tables. */
export function styledHtml(markup: string): string {
  return `<div class="trb"><style>${RULES}</style>${markup}</div>`;
}
