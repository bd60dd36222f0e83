import { fileURLToPath } from "node:url";

/** Errors whose message says all: what was wrong and what to do, as the library throws them. */
const EXPLAINED = new Set(["UsageError", "UnavailableError", "BadRecordError", "QueryError"]);

const FRAME = /^ {4}at /;
const OWN = fileURLToPath(new URL("../../", import.meta.url));
const PACKAGE = /[\\/](?:npm|node_modules)[\\/]/;
/** A function of JavaScript itself: it belongs to the frames around it. */
const BUILT_IN = /\(<anonymous>\)$|\((?:ext|node):/;

/**
 * The stack of an error, without frames in the library and in packages that say nothing about the
 * cell: of each row of such frames the innermost stays, and none for an error that explains itself.
 */
export function shortStack(stack: string, name: string): string {
  let inner = false;
  return stack.split("\n").filter((line) => {
    if (!FRAME.test(line)) return true;
    if (inner && BUILT_IN.test(line)) return false;
    const before = inner;
    inner = line.includes(OWN) || PACKAGE.test(line);
    return !inner || !before && !EXPLAINED.has(name);
  }).join("\n");
}
