/** The list of the extension's plugins: JupyterLab loads this module and starts each. */
import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { gridPlugin } from "./grid/grid_plugin.ts";
import { inputPlugin } from "./inputs/input_plugin.ts";
import { livePlugin } from "./live/live_plugin.ts";
import { sqlPlugin } from "./sql/sql_plugin.ts";
import { variablesPlugin } from "./variables/variables_plugin.ts";

export default [
  gridPlugin,
  inputPlugin,
  livePlugin,
  sqlPlugin,
  variablesPlugin,
] satisfies JupyterFrontEndPlugin[];
