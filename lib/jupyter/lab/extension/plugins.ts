/** The list of the extension's plugins: JupyterLab loads this module and starts each. */
import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { gridPlugin } from "./grid/grid_plugin.ts";

export default [gridPlugin] satisfies JupyterFrontEndPlugin[];
