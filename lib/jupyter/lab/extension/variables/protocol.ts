/** What the page and the prelude in the kernel say to each other about variables. */
import type { Variable } from "../../../prelude/variables.ts";

export type { Variable } from "../../../prelude/variables.ts";

/** The answer to each message of the page. */
export interface VariablesAnswer {
  variables: Variable[];
  /** The address of the notebook API in the kernel, whose `show` shows a variable. */
  library: string;
}
