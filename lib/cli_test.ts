import assert from "node:assert/strict";
import { type Command, defineCommand } from "./cli.ts";
import { type Flag, parse, usage } from "./cli_flags.ts";
import { UsageError } from "./errors.ts";

const command = defineCommand({
  name: "brew",
  summary: "Brews tea.",
  words: "<kind> [cup…]",
  count: [1, 3],
  flags: {
    json: { type: "boolean", help: "print one line of JSON" },
    "no-milk": { type: "boolean", help: "leave the milk out" },
    limit: { type: "integer", value: "n", help: "end after n cups" },
    rate: { type: "rate", value: "n/s", help: "at most n cups a second" },
    strength: { type: "number", default: 1.5, help: "how strong" },
    every: { type: "duration", default: "10s", help: "from one cup to the next" },
    via: { type: "string", choices: ["pot", "direct"], default: "pot", help: "the way" },
    "a-flag-with-a-very-long-name": { type: "string", value: "text", help: "goes on a line below" },
  },
  examples: ["deno task brew green", "deno task brew black --limit 2"],
  run: () => Promise.resolve(),
});

function read(...argv: string[]) {
  const parsed = parse(command, argv);
  assert.ok(parsed !== "help");
  return parsed;
}
const flagsOf = (...argv: string[]) => read("green", ...argv).flags;

Deno.test("parse() returns defaults, and undefined if there is none", () => {
  assert.deepEqual(read("green"), {
    flags: {
      json: false,
      "no-milk": false,
      limit: undefined,
      rate: undefined,
      strength: 1.5,
      every: 10_000,
      via: "pot",
      "a-flag-with-a-very-long-name": undefined,
    },
    args: ["green"],
  });
});

Deno.test("parse() reads a flag of each type, after a space or an equals sign", () => {
  assert.equal(flagsOf("--json").json, true);
  assert.equal(flagsOf("--no-milk")["no-milk"], true);
  for (
    const [name, text, value] of [
      ["limit", "0", 0],
      ["limit", "25", 25],
      ["rate", "100", 100],
      ["rate", "100/s", 100],
      ["rate", "0.5/s", 0.5],
      ["strength", "0.25", 0.25],
      ["every", "250ms", 250],
      ["every", "2h", 7_200_000],
      ["via", "direct", "direct"],
      ["a-flag-with-a-very-long-name", "a b=c", "a b=c"],
    ] as const
  ) {
    assert.equal(flagsOf(`--${name}`, text)[name], value, `--${name} ${text}`);
    assert.equal(flagsOf(`--${name}=${text}`)[name], value, `--${name}=${text}`);
  }
});

Deno.test("parse() reads a list that is separated by commas, repeated, or both", () => {
  const command = defineCommand({
    name: "up",
    summary: "Starts.",
    flags: { with: { type: "list", value: "name,…", help: "start these too" } },
    examples: [],
    run: () => Promise.resolve(),
  });
  const listOf = (...argv: string[]) => {
    const parsed = parse(command, argv);
    assert.ok(parsed !== "help");
    return parsed.flags.with;
  };
  assert.deepEqual(listOf(), []);
  assert.deepEqual(listOf("--with", "a"), ["a"]);
  assert.deepEqual(listOf("--with", "a, b,", "--with=c"), ["a", "b", "c"]);
  assert.throws(() => listOf("--with"), /Cannot use --with: it needs a value: --with=name,…/);
});

Deno.test("parse() reads a duration without a unit as seconds", () => {
  assert.equal(flagsOf("--every", "5").every, 5000);
  assert.equal(flagsOf("--every=1.5").every, 1500);
});

Deno.test("parse() accepts flags and arguments in any order, and only arguments after --", () => {
  const { flags, args } = read("--limit", "2", "green", "--json", "mug");
  assert.deepEqual([flags.limit, flags.json, args], [2, true, ["green", "mug"]]);
  assert.deepEqual(read("green", "--", "--json").args, ["green", "--json"]);
  assert.equal(flagsOf("--limit", "1", "--limit", "2").limit, 2);
});

const WRONG: [argv: string[], message: string | RegExp][] = [
  [["green", "--sugar"], /^Cannot use --sugar: the options are --json, --no-milk, .*, --help$/],
  [["green", "--sugar=2"], /^Cannot use --sugar: the options are/],
  [["green", "-x"], /^Cannot use -x: the options are/],
  [["green", "--no-json"], /^Cannot use --no-json: the options are/],
  [["green", "--constructor"], /^Cannot use --constructor: the options are/],
  [["green", "--json=yes"], "Cannot use --json: it takes no value"],
  [["green", "--limit"], "Cannot use --limit: it needs a value: --limit=n"],
  [["green", "--limit", "-5"], "Cannot use --limit: it needs a value: --limit=n"],
  [["green", "--via"], "Cannot use --via: it needs a value: --via=pot|direct"],
  [["green", "--limit=-5"], 'Cannot use --limit "-5": it takes a whole number, 0 or more'],
  [["green", "--limit="], 'Cannot use --limit "": it takes a whole number, 0 or more'],
  [["green", "--limit", "1.5"], 'Cannot use --limit "1.5": it takes a whole number, 0 or more'],
  [["green", "--limit", "ten"], 'Cannot use --limit "ten": it takes a whole number, 0 or more'],
  [["green", "--limit", "1e300"], 'Cannot use --limit "1e300": it takes a whole number, 0 or more'],
  [["green", "--strength", "NaN"], 'Cannot use --strength "NaN": it takes a number, 0 or more'],
  [["green", "--strength", "Infinity"], /"Infinity": it takes a number, 0 or more/],
  [["green", "--rate", "0"], 'Cannot use --rate "0": write a number per second, for example 100/s'],
  [
    ["green", "--rate", "/s"],
    'Cannot use --rate "/s": write a number per second, for example 100/s',
  ],
  [
    ["green", "--rate", "9/m"],
    'Cannot use --rate "9/m": write a number per second, for example 100/s',
  ],
  [["green", "--every", "1 week"], /^Cannot use --every "1 week": write a number of seconds, or/],
  [["green", "--every", "1.2.3"], /^Cannot use --every "1\.2\.3": write a number of seconds/],
  [["green", "--via", "kettle"], 'Cannot use --via "kettle": choose pot, direct'],
  [[], "Missing <kind> [cup…]"],
  [["green", "a", "b", "c"], 'Cannot use "c": too many arguments'],
];

for (const [argv, message] of WRONG) {
  Deno.test(`parse() refuses: ${["brew", ...argv].join(" ")}`, () => {
    assert.throws(() => parse(command, argv), (error: Error) => {
      assert.ok(error instanceof UsageError);
      if (typeof message === "string") assert.equal(error.message, message);
      else assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("parse() finds --help anywhere, before it counts the arguments", () => {
  assert.equal(parse(command, ["--help"]), "help");
  assert.equal(parse(command, ["green", "--json", "--help"]), "help");
});

Deno.test("usage() shows every flag with its default, examples and exit codes", () => {
  assert.equal(
    usage(command as unknown as Command<Record<string, Flag>>),
    `Brews tea.

Usage: deno task brew <kind> [cup…] [options]

Options:
  --json                        print one line of JSON
  --no-milk                     leave the milk out
  --limit n                     end after n cups
  --rate n/s                    at most n cups a second
  --strength number             how strong (default 1.5)
  --every duration              from one cup to the next (default 10s)
  --via pot|direct              the way (default pot)
  --a-flag-with-a-very-long-name text
                                goes on a line below
  --help                        show this text

Examples:
  deno task brew green
  deno task brew black --limit 2

Exit codes: 0 ok, 1 failed, 2 wrong usage, 130 interrupted`,
  );
});

/** A command that ends as its flag says. */
const program = `
import { defineCommand, main } from ${JSON.stringify(import.meta.resolve("./cli.ts"))};
import { UsageError } from ${JSON.stringify(import.meta.resolve("./errors.ts"))};
await main(defineCommand({
  name: "end",
  summary: "Ends.",
  flags: { how: { type: "string", default: "well", help: "the way it ends" } },
  examples: ["deno task end"],
  async run({ flags: { how }, signal }) {
    if (how === "badly") throw new Error("Cannot go on", { cause: new Error("no tea") });
    if (how === "wrongly") throw new UsageError("Cannot do both: choose one");
    if (how === "with 1") return 1;
    if (how === "well") return console.log("done");
    setInterval(() => {}, 1000);
    console.log("ready");
    if (how === "never") await new Promise(() => {});
    const aborted = new Promise((_, reject) => signal.onabort = () => reject(signal.reason));
    if (how === "at abort") await aborted;
    await aborted.catch(() => console.log("cleaned up"));
    if (how === "badly at abort") throw new Error("Cannot commit");
  },
}));`;

interface Ending {
  code: number;
  out: string;
  error: string;
}

/** Runs the program. @param interrupts Milliseconds after "ready" at which Ctrl-C is pressed. */
async function end(args: string[], interrupts: number[] = []): Promise<Ending> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, program);
  try {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-config", "--allow-env=TRIBUTARY_DEBUG", file, ...args],
      env: { TRIBUTARY_DEBUG: "", NO_COLOR: "1" },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    let out = "", timers: ReturnType<typeof setTimeout>[] = [];
    const reading = (async () => {
      for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
        out += text;
        if (out.includes("ready") && timers.length === 0) {
          timers = interrupts.map((wait) => setTimeout(() => child.kill("SIGINT"), wait));
        }
      }
    })();
    const [{ code }, error] = await Promise.all([child.status, child.stderr.text(), reading]);
    timers.forEach(clearTimeout);
    return { code, out, error };
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("main() exits with 0, and prints the usage on --help", async () => {
  const [well, help] = await Promise.all([end([]), end(["--help"])]);
  assert.deepEqual(well, { code: 0, out: "done\n", error: "" });
  assert.equal(help.code, 0);
  assert.match(
    help.out,
    /^Ends\.\n\nUsage: deno task end \[options\]\n[^]*the way it ends \(default well\)/,
  );
});

Deno.test("main() exits with 1 and the messages of the error and its cause", async () => {
  const [thrown, returned] = await Promise.all([end(["--how", "badly"]), end(["--how", "with 1"])]);
  assert.deepEqual(thrown, { code: 1, out: "", error: "error: Cannot go on: no tea\n" });
  assert.deepEqual(returned, { code: 1, out: "", error: "" });
});

Deno.test("main() exits with 2 if the usage is wrong, and points to --help", async () => {
  const [unread, refused] = await Promise.all([end(["--sugar"]), end(["--how", "wrongly"])]);
  assert.deepEqual(unread, {
    code: 2,
    out: "",
    error: "error: Cannot use --sugar: the options are --how, --help\nSee: deno task end --help\n",
  });
  assert.deepEqual(refused, {
    code: 2,
    out: "",
    error: "error: Cannot do both: choose one\nSee: deno task end --help\n",
  });
});

const STOPPING = "\nStopping cleanly; press Ctrl-C again to exit immediately\n";

Deno.test("main() exits with 130 after Ctrl-C, once the command has cleaned up", async () => {
  const [cleaned, thrown, failed] = await Promise.all([
    end(["--how", "cleanly"], [10]),
    end(["--how", "at abort"], [10]),
    end(["--how", "badly at abort"], [10]),
  ]);
  assert.deepEqual(cleaned, { code: 130, out: "ready\ncleaned up\n", error: STOPPING });
  assert.deepEqual(thrown, { code: 130, out: "ready\n", error: STOPPING });
  assert.deepEqual(failed, {
    code: 130,
    out: "ready\ncleaned up\n",
    error: `${STOPPING}error: Cannot commit\n`,
  });
});

Deno.test("main() exits immediately on the second Ctrl-C, but not on an echo of the first", async () => {
  const started = performance.now();
  const ending = await end(["--how", "never"], [10, 30, 900]);
  assert.deepEqual(ending, { code: 130, out: "ready\n", error: STOPPING });
  assert.ok(performance.now() - started > 850, "the echo of the first Ctrl-C ended it");
});
