import { LIVE_NOTE } from "./protocol.ts";

/** The style of the buttons above live displays, in JupyterLab's colours. */
export const LIVE_STYLE = `
.trb-live-bar{display:flex;flex-wrap:wrap;align-items:center;gap:6px 8px;padding:4px;font-family:var(--jp-ui-font-family);font-size:var(--jp-ui-font-size1);color:var(--jp-ui-font-color1)}
.trb-live:not([data-live]) .trb-live-bar{display:none}
.trb-live[data-live] .${LIVE_NOTE}{display:none}
.trb-live-bar button{font:inherit;color:inherit;background:var(--jp-layout-color2);border:1px solid var(--jp-border-color0);border-radius:3px;padding:3px 12px;min-height:26px;min-width:5.5em;box-sizing:border-box;cursor:pointer}
.trb-live-bar button:hover:not(:disabled){background:var(--jp-layout-color3)}
.trb-live-bar button:focus-visible{outline:2px solid var(--jp-brand-color1);outline-offset:2px}
.trb-live-bar button:disabled{opacity:.65;cursor:default}
.trb-live-state{font-weight:600;margin-left:4px}
.trb-live-state::before{content:"";display:inline-block;width:.65em;height:.65em;border-radius:50%;margin-right:.45em;background:var(--jp-ui-font-color2)}
.trb-live[data-live=running] .trb-live-state::before{background:#2e9d4c}
.trb-live[data-live=paused] .trb-live-state::before{background:#d98200}
.trb-live-fresh{color:var(--jp-ui-font-color2);font-variant-numeric:tabular-nums}`;
