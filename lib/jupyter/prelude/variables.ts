import type { Comms } from "./comms.ts";
import { definedNames } from "./notebook_cells.ts";
import { type DescribedValue, describeValue } from "./describe_value.ts";

/** A variable of the notebook. */
export interface Variable extends DescribedValue {
  name: string;
}

/** The target of the comm by which a page asks for the variables: each message asks again. */
export const VARIABLES = "tributary.variables";

/** The notebook API: its `show` shows a variable. */
const LIBRARY = new URL("../../notebook/mod.ts", import.meta.url).href;

/** The variables that cells have defined, by name. A name without a value is left out. */
export function variables(
  names: readonly string[] = definedNames(),
  read: (name: string) => unknown = valueOf,
): Variable[] {
  return names.flatMap((name) => {
    let value;
    try {
      value = read(name);
    } catch {
      return []; // Its cell failed before it had a value.
    }
    return [{ name, ...describeValue(value) }];
  });
}

/** Answers pages that ask for the variables. */
export function serveVariables(comms: Comms): void {
  comms.register(VARIABLES, (comm) => {
    const answer = () => comm.send({ variables: variables(), library: LIBRARY });
    comm.onMessage(answer);
    answer();
  });
}

/** The value of a variable that a cell declared, which is in no module's scope. */
function valueOf(name: string): unknown {
  return (0, eval)(name);
}
