/** The style of the list of variables, in JupyterLab's colours. */
export const VARIABLES_STYLE = `
.trb-variables{height:100%;overflow:auto;padding:8px;box-sizing:border-box;font-family:var(--jp-ui-font-family);font-size:var(--jp-ui-font-size1);color:var(--jp-ui-font-color1);background:var(--jp-layout-color1)}
.trb-variables input{width:100%;box-sizing:border-box;font:inherit;color:inherit;background:var(--jp-layout-color0);border:1px solid var(--jp-border-color1);border-radius:3px;padding:4px 6px}
.trb-variables p{margin:8px 2px;color:var(--jp-ui-font-color2)}
.trb-variables table{width:100%;border-collapse:collapse;table-layout:fixed}
.trb-variables th:last-child{width:4.8em}
.trb-variables :is(th,td){text-align:left;vertical-align:top;padding:4px 6px 4px 2px;border-bottom:1px solid var(--jp-border-color2);overflow:hidden;text-overflow:ellipsis}
.trb-variables :is(th,td):last-child{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding-right:2px}
.trb-variables tbody tr:hover{background:var(--jp-layout-color2)}
.trb-variables button{all:unset;cursor:pointer;box-sizing:border-box;max-width:100%}
.trb-variables button:focus-visible{outline:2px solid var(--jp-brand-color1);outline-offset:1px;border-radius:2px}
.trb-variables th button{font-weight:600;color:var(--jp-ui-font-color2);margin-right:12px}
.trb-variables th:last-child button{margin-right:0}
.trb-variables th button[aria-pressed=true]{color:var(--jp-ui-font-color1)}
.trb-variables th button[aria-pressed=true]::after{content:" ▾"}
.trb-variables td:first-child button{font-family:var(--jp-code-font-family);font-weight:600;color:var(--jp-content-link-color,var(--jp-brand-color0));overflow-wrap:anywhere}
.trb-variables small{display:block;font-size:var(--jp-ui-font-size0);color:var(--jp-ui-font-color2);overflow:hidden;text-overflow:ellipsis}
.trb-variables td small:not(.trb-kind){font-family:var(--jp-code-font-family);white-space:nowrap}
.trb-shown{overflow:auto;padding:8px;background:var(--jp-layout-color0)}
.trb-variables td:last-child button{display:block;width:fit-content;margin-left:auto;font-size:var(--jp-ui-font-size0);border:1px solid var(--jp-border-color1);border-radius:3px;padding:1px 6px;margin-top:4px}`;
