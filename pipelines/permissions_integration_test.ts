import assert from "node:assert/strict";
import { projectFolder } from "../lib/config.ts";
import { withTempDir } from "../lib/stack/testing.ts";
import { withNamespace } from "../lib/testing.ts";
import { run } from "./testing.ts";

/** The commands whose permissions are narrow, and what none of them may do. */
const REFUSED: Record<string, string[]> = {
  sql: ["write", "run", "home", "variable"],
  topics: ["write", "run", "home", "variable"],
  api: ["write", "run", "home", "variable"],
  "api:client": ["net", "write", "run"],
  status: ["write", "run", "home", "variable"],
  connect: ["write", "run", "variable"],
  sink: ["write", "home", "variable"],
  flow: ["write", "home", "variable"],
  up: ["write", "home", "variable"],
  down: ["write", "home", "variable"],
  doctor: ["write", "home", "variable"],
  logs: ["write", "home", "variable", "net"],
  ingest: ["write", "variable"],
  demo: ["write", "variable"],
  lab: ["net", "write"],
  "notebooks:check": ["net", "project"],
  "notebooks:strip": ["net", "write", "run"],
  samples: ["net", "write", "run", "home"],
  forecast: ["run", "variable"],
  "forecast:m4": ["net", "write", "run"],
  help: ["net", "write", "run", "home", "variable"],
};

/** Each tries one thing and prints its name if it may. */
const PROBE = `
const { dir, work } = JSON.parse(Deno.args[0]);
const tries = {
  write: () => Deno.writeTextFile("/etc/tributary_probe", ""),
  project: () => Deno.writeTextFile("README.md", "", { create: false, append: true }),
  run: async () => await new Deno.Command("true").output(),
  home: () => Deno.readTextFile("/etc/hostname"),
  variable: async () => Deno.env.get("TRIBUTERY_PROBE"),
  net: () => fetch("http://127.0.0.1:2"),
};
for (const name of work) {
  const refused = await tries[name]().then(() => false, (error) => error.name === "NotCapable");
  if (!refused) console.log(name);
}
`;

function permissionsOf(task: string): string[] {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${projectFolder}/deno.json`));
  return tasks[task].command.split(" ").filter((word: string) => word.startsWith("--allow-"));
}

Deno.test("tasks cannot do what is not theirs: write elsewhere, run programs, read other files and variables", async () => {
  await withTempDir(async (dir) => {
    await Deno.writeTextFile(`${dir}/probe.ts`, PROBE);
    await Promise.all(
      Object.entries(REFUSED).map(async ([task, work]) => {
        const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
          args: [
            "run",
            "--no-config",
            ...permissionsOf(task),
            `${dir}/probe.ts`,
            JSON.stringify({ work }),
          ],
          cwd: projectFolder,
          stdin: "null",
        }).output();
        const text = new TextDecoder();
        assert.equal(text.decode(stdout), "", `${task} may: ${text.decode(stdout)}`);
        assert.equal(text.decode(stderr), "", task);
      }),
    );
  });
});

/**
 * Tasks that may read every variable: they hand them on to Jupyter, to notebooks, or to peers; a package of
 * `api:client` lists them.
 */
const OPEN = ["api:client", "bench", "lab", "notebooks", "notebooks:check"];

Deno.test("every task but a few names the variables that it reads, and none may do all", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${projectFolder}/deno.json`));
  for (const [name, { command }] of Object.entries<{ command: string }>(tasks)) {
    if (!command.startsWith("deno run ")) continue;
    assert.doesNotMatch(command, / (-A|--allow-all)\b/, name);
    assert.equal(/--allow-env(?!=)/.test(command), OPEN.includes(name), `${name}'s variables`);
  }
});

Deno.test("commands do their main job with their task's permissions", async () => {
  await withNamespace(async ({ namespace }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    const works = async (name: string, ...words: string[]) => {
      const result = await run(name, words, { env });
      assert.equal(result.code, 0, `${name}: ${result.err}`);
      return result.out;
    };
    const out = await works("ingest", "taxi", "--simulate", "--limit", "10", "--json");
    assert.equal(JSON.parse(out).rows, 10);
    await Promise.all([
      works("up"),
      works("status"),
      works("logs", "--lines", "1"),
      works("sql", `select * from ${namespace}_taxi_trips`),
      works("topics", "read", "taxi_trips", "--limit", "1"),
      works("sink", "taxi_trips", "--once"),
      works("forecast:m4", "--help"),
    ]);
  });
});
