import type { ShellNames } from "./shell_names.ts";
import type { SqlAnswer } from "./sql_session.ts";

/** The commands of the prompt, and what each does. */
export const COMMANDS: Record<string, string> = {
  "\\d": "tables and views; \\d name: the columns of one",
  "\\x": "a line for each column instead of a table, and back",
  "\\timing": "show how long statements take, and back",
  "\\q": "end; Ctrl-D does the same",
  "\\?": "this list",
};

/** What the commands switch. */
export interface ShellState {
  expanded: boolean;
  timing: boolean;
}

/** The state and names that {@linkcode runCommand} works with. */
export interface CommandContext {
  state: ShellState;
  names: ShellNames;
}

/**
 * Runs a command of the prompt.
 *
 * @returns Rows to show, a line of text, or undefined to end.
 * @throws {Error} There is no such command, or no such table.
 */
export async function runCommand(
  line: string,
  { state, names }: CommandContext,
): Promise<SqlAnswer | string | undefined> {
  const [command, name] = line.trim().replace(/;+$/, "").split(/\s+/);
  if (command === "\\q") return undefined;
  if (command === "\\?") {
    const rows = Object.entries(COMMANDS).map(([name, does]) => `${name.padEnd(8)} ${does}`);
    return [
      ...rows,
      "A statement may have several lines and ends with ;",
      "Tab completes names, Ctrl-C cancels what runs or what was typed",
    ].join("\n");
  }
  if (command === "\\x") {
    state.expanded = !state.expanded;
    return state.expanded ? "A line for each column" : "Tables";
  }
  if (command === "\\timing") {
    state.timing = !state.timing;
    return `Timing is ${state.timing ? "on" : "off"}`;
  }
  if (command !== "\\d") {
    throw new Error(`There is no command ${command}: ${Object.keys(COMMANDS).join("  ")}`);
  }
  if (name === undefined) {
    return { columns: ["table", "kind", "rows", "from", "to"], rows: await names.list() };
  }
  const table = name.replaceAll('"', "");
  const rows = await names.describe(table);
  if (rows.length === 0) {
    throw new Error(`There is no table ${table}: \\d lists those that there are`);
  }
  return { columns: ["column", "type", "key"], rows: rows.map((row) => ({ ...row })) };
}
