/** Is this a window that can be run? Cells run before their types are checked. */
import { nearest } from "../../nearest.ts";
import { isStream } from "../../questdb/sql_template.ts";
import { windows } from "../../windows/find.ts";
import { describeWindow } from "../../windows/describe.ts";
import { isWindow, type Window, WINDOW_ENGINES, type WindowEngine } from "../../windows/window.ts";

/** @throws {TypeError} It is not a declared window; the message says what to write. */
export function requireWindow(value: unknown): asserts value is Window {
  if (isWindow(value)) return;
  throw new TypeError(`Cannot run ${problemOf(value)}`);
}

/** @throws {TypeError} There is no such engine. */
export function requireEngine(value: unknown): asserts value is WindowEngine {
  if (WINDOW_ENGINES.some((engine) => engine === value)) return;
  throw new TypeError(
    `Cannot run a window on ${Deno.inspect(value)}: the engines are ${WINDOW_ENGINES.join(", ")}`,
  );
}

function problemOf(value: unknown): string {
  if (isStream(value)) {
    return `the stream ${value.name}: declare a window over it with ` +
      `defineWindow({ name, from: ${
        camelCase(value.name)
      }, window: tumbling("1m"), aggregate: { n: count() } })`;
  }
  if (typeof value === "string") {
    const [near] = nearest(value, windows.map(({ name }) => name));
    const hint = near === undefined
      ? "declare it with defineWindow({ … })"
      : `import { ${camelCase(near)} } and give that`;
    return `a window by its name, ${JSON.stringify(value)}: ${hint}`;
  }
  const shown = Deno.inspect(value, { depth: 0, compact: true });
  if (typeof value === "object" && value !== null && "aggregate" in value) {
    return `${shown}: it is not declared yet; write runWindow(defineWindow({ … }))`;
  }
  return `${shown}: give a window, from defineWindow({ … }) or as transactions3s`;
}

/** The name under which the library exports a stream or a window. */
function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Whether the window is one of `lib/windows/declared`. If it only has the name of one, its output on
 * an engine would be mixed up with that of the other.
 *
 * @throws {Error} It has the name of a declared window, and says something else.
 */
export function isDeclared(window: Window, engine: WindowEngine): boolean {
  const declared = windows.find(({ name }) => name === window.name);
  if (declared === undefined) return false;
  const [one, other] = [declared, window].map((some) => JSON.stringify(describeWindow(some)));
  if (one === other) return true;
  throw new Error(
    `Cannot run the window ${window.name} on ${engine}: lib/windows/declared has another window of ` +
      "this name, whose output it would replace. Give yours another name",
  );
}
