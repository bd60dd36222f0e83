/** What the page and the kernel say to each other about inputs; JupyterLab's extension imports it. */
import type { Affected } from "../../jupyter/notebook_cells.ts";
import type { ControlSpec } from "./control.ts";

/** The mime type of an input's output; its data are {@linkcode InputOutput}. */
export const INPUT_MIME = "application/vnd.tributary.input+json";

/** The target of an input's comm. Opened by the page with `{ id }`. */
export const INPUT_TARGET = "tributary.input";

/** An input as it stands in the notebook. */
export interface InputOutput {
  /** Of this run of its cell. */
  id: string;
  label: string;
  /** The variable that it sets; undefined if it is bound to none. */
  variable?: string;
  spec: ControlSpec;
  /** As the page shows it: for a list of options, their places. */
  value: unknown;
}

/** From the page: a new value, or only the question which cells read it. */
export type InputRequest = {
  /** The ids of the notebook's code cells from top to bottom. */
  order: string[];
  /** The new value. @default only asks */
  set?: { value: unknown };
};

/** To the page. */
export type InputAnswer =
  /** The value is another now; sent when the comm opens, and when another page set it. */
  | { type: "value"; value: unknown }
  /** The cells that read it; after a new value, the code that gives it to the variable. */
  | { type: "cells"; cells: Affected[]; assign?: string }
  /** A value was not taken. */
  | { type: "refused"; message: string };
