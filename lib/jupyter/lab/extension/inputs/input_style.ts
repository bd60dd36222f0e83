/** The style of inputs and of the marks on cells that they run again, in JupyterLab's colours. */
export const INPUT_STYLE = `
.trb-input{border:0;margin:0;padding:4px 0;min-width:0;font-family:var(--jp-ui-font-family);font-size:var(--jp-ui-font-size1);color:var(--jp-ui-font-color1)}
.trb-input .trb-row{display:flex;flex-wrap:wrap;align-items:center;gap:8px}
.trb-input label{min-width:5em}
.trb-input input[type=range]{width:min(22em,60vw);accent-color:var(--jp-brand-color1);margin:0}
.trb-input input[type=checkbox]{width:16px;height:16px;accent-color:var(--jp-brand-color1);margin:0}
.trb-input output{min-width:3em;font-variant-numeric:tabular-nums}
.trb-input input:is([type=text],[type=number],[type=date]),.trb-input select,.trb-input button{font:inherit;color:inherit;color-scheme:inherit;background:var(--jp-layout-color1);border:1px solid var(--jp-border-color0);border-radius:3px;padding:3px 6px;min-height:26px;box-sizing:border-box}
.trb-input button{background:var(--jp-layout-color2);padding:3px 12px;cursor:pointer}
.trb-input :is(input,select,button):focus-visible{outline:2px solid var(--jp-brand-color1);outline-offset:2px}
.trb-input:disabled{opacity:.65}
.trb-input .trb-note{margin:4px 0 0;min-height:1.3em;font-size:var(--jp-ui-font-size0);color:var(--jp-ui-font-color2)}
.trb-input .trb-note.trb-failed{color:var(--jp-error-color0,#b71c1c)}
body[data-jp-theme-light=false] .trb-input{color-scheme:dark}
body[data-jp-theme-light=false] .trb-input .trb-note.trb-failed{color:#ef9a9a}
.jp-Cell[data-trb-reads]{position:relative}
.jp-Cell[data-trb-reads]::after{content:"↻ " attr(data-trb-reads);position:absolute;top:calc(var(--jp-cell-padding) + 2px);right:calc(var(--jp-cell-padding) + 6px);font:var(--jp-ui-font-size0) var(--jp-ui-font-family);color:var(--jp-ui-font-color2);pointer-events:none;background:var(--jp-cell-editor-background);padding:0 2px 0 6px;max-width:40%;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.jp-Cell[data-trb-reads].jp-mod-active::after{display:none}
.jp-Cell[data-trb-reads] .jp-InputArea-editor{border-right:3px solid var(--jp-brand-color2)}`;
