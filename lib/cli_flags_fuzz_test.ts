import assert from "node:assert/strict";
import { parse } from "./cli_flags.ts";
import { UsageError } from "./errors.ts";
import { fuzz } from "./fuzz_testing.ts";

const command = {
  name: "x",
  summary: "",
  words: "<a> [b]",
  count: [1, 2] as [number, number],
  examples: [] as string[],
  flags: {
    json: { type: "boolean", help: "" },
    name: { type: "string", choices: ["a", "b"], help: "" },
    limit: { type: "integer", help: "" },
    share: { type: "number", default: 1, help: "" },
    every: { type: "duration", help: "" },
    rate: { type: "rate", help: "" },
    only: { type: "list", help: "" },
  },
} as const;
const PARTS = [
  ...[
    "--json",
    "--name",
    "--limit",
    "--share",
    "--every",
    "--rate",
    "--only",
    "--no-json",
    "--help",
  ],
  ...[
    "--",
    "-",
    "---",
    "=",
    "-x",
    "--__proto__",
    "--constructor",
    "--toString",
    "",
    " ",
    "\0",
    "\ud800",
  ],
  ...["a", "1", "-1", "1e400", "0x10", "NaN", "5s", "1/s", "🍕", "'", '"', "$&", ","],
];

Deno.test("parse() of any command line returns flags or throws a UsageError", async () => {
  await fuzz((random) => {
    const word = () => random.pick(PARTS) + (random.next() < 0.4 ? random.pick(PARTS) : "");
    const argv = Array.from({ length: random.int(0, 5) }, word);
    try {
      const found = parse(command, argv);
      if (found === "help") return;
      assert.ok(found.args.length >= 1 && found.args.length <= 2);
      const { limit, share } = found.flags;
      assert.ok(
        limit === undefined || Number.isSafeInteger(limit) && limit >= 0,
        JSON.stringify(argv),
      );
      assert.ok(Number.isFinite(share), JSON.stringify(argv));
    } catch (error) {
      if (error instanceof UsageError) return;
      throw new Error(`${JSON.stringify(argv)} throws`, { cause: error });
    }
  });
});
