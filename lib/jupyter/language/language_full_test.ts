/** Completion, inspection and type notes through the real kernel, with a table in the real QuestDB. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { projectFolder } from "../../config.ts";
import { withNamespace } from "../../testing.ts";
import { findPython } from "../python.ts";
import { type SessionCommand, type Tell, withSession } from "../testing/session_testing.ts";

/** Cells that have run. */
const CELLS = [
  'import { chart, githubEvents, params, show, sql, table } from "../lib/notebook/mod.ts";',
  'const x = 1;\nconst rows = [{ city: "Ulm", temp: 3, sun: { hours: 1 } }];',
  "/** Doubles a number.\n * @param n any number\n * @example twice(2) // 4\n */\n" +
  "function twice(n: number): number { return 2 * n; }",
  'const x = "declared again";',
  "const later = Promise.resolve({ deep: { deeper: 1 } });\nclass Pump { flow = 1; run() {} }",
  "globalThis.madeHere = { inside: 1 };\nconst raw: any = [{ q1: 1, 'a b': 2 }];\nconst bare: object = { hidden: 1 };",
  "-- sql rain\nselect * from nowhere",
];

const ROWS = request("complete", { code: "rows[0].", cursor: 8 });

/** A cell with the cursor at `|`, what is suggested, and what is not. */
type Completion = [cell: string, wanted: string[], unwanted?: string[]];

const COMPLETIONS: Completion[] = [
  ["tw|", ["twice"]],
  ["madeH|", ["madeHere"]],
  ["madeHere.|", ["inside"], ["__proto__", "constructor", "hasOwnProperty"]],
  ["x.toUp|", ["toUpperCase"]],
  ["rows[0].|", ["city", "temp", "sun"], ["constructor", "__proto__"]],
  ["rows[0].sun.|", ["hours"]],
  ['"😀😀"; rows[0].ci|', ["city"]],
  ["rows.map((r) => r.|)", ["city", "temp"]],
  ["(await later).|", ["deep"]],
  ["(await later).deep.|", ["deeper"]],
  ["new Pump().|", ["flow", "run"], ["constructor"]],
  ["twice(1).to|", ["toFixed"]],
  ["chart.|", ["line", "heatmap", "bars"]],
  ["const a = 1;\nchart.li|\nconst b = 2;", ["line"]],
  ["chart.line(rows, { |", ["x", "y", "series", "unit"]],
  ['chart.line(rows, { x: "|', ["city", "temp"]],
  ['chart.line(rows, { x: "city", y: "te|" })', ["temp"], ["city"]],
  ["chart.line(raw, { x: '|", ["q1", "a b"]],
  ["raw[0].|", ["q1"]],
  ["bare.|", ["hidden"], ["hasOwnProperty", "toString"]],
  ["rows.filter(({ c| }) => true)", ["city"]],
  ['import { ta| } from "../lib/notebook/mod.ts";', ["table", "tableName"]],
  ['import * as errors from "../lib/errors.ts"; errors.mess|', ["messageOf"]],
  ["Deno.readTextF|", ["readTextFile", "readTextFileSync"]],
  ["$trib|", [], ["$tributary"]],
  ["for (const row of rows) {\n  row.|\n}", ["city"]],
  ["rain.ma|", ["map"]],
  ["githubEvents.|", ["name"], ["constructor"]],
  ["sql`sel|", ["select"]],
  ["sql`select * from |`", ["TABLE"]],
  ["sql`select | from TABLE`", ["station", "mm", "count"]],
  ["sql`select mm from TABLE sam|", ["sample by"]],
  ["await sql.text`select w.| from TABLE w`", ["station", "mm"], ["select"]],
  ["-- sql\nselect st| from TABLE", ["station"]],
  ["-- sql\nselect cou|", ["count", "count_distinct"]],
  ["// rows[0].|", []],
  ['import x from "npm:lo|"', []],
  ['"rows[0].|"', []],
  ["/* x */ rows[0].ci|", ["city"]],
];

/** A cell with the cursor at `|`, and what the inspection shows. */
const INSPECTIONS: [cell: string, wanted: RegExp, detail?: number][] = [
  ["twi|ce(1)", /function twice\(n: number\): number[^]*Doubles a number/],
  ["twice(|", /twice\(n: number\)/],
  ["twice|", /@example|twice\(2\)/, 1],
  ["chart.line(rows, |", /Lines over time/],
  ["😀 = rows|", /city: string/],
  ["x|", /const x: (string|"declared again")/],
  ["sql`select mm from TABLE|`", /\| station \| SYMBOL \|/],
  ["sql`select m|m from TABLE`", /DOUBLE/],
  ["Math.max(1, |", /max\(/],
];

Deno.test("completion, inspection and type notes in a session", async (t) => {
  await withNamespace(async ({ db, namespace, prefix }) => {
    const name = `${prefix}weather`;
    await db.run(
      `create table ${name} (timestamp timestamp, station symbol, mm double) timestamp(timestamp) partition by day wal`,
    );
    await inNotebook({ TRIBUTARY_NAMESPACE: namespace }, async (tell) => {
      const { pid } = await tell({ run: CELLS, follow: true });
      await warm(tell);
      await completes(t, tell, name);
      await inspects(t, tell, name);
      await answersWhileBusy(t, tell);
      await notes(t, tell);
      await survives(t, tell, pid);
    });
  });
});

async function completes(t: Deno.TestContext, tell: Tell, table: string): Promise<void> {
  const here = (text: string) => text.replaceAll("TABLE", table);
  for (const [cell, wanted, unwanted = []] of COMPLETIONS) {
    await t.step(`completes ${cell}`, async () => {
      const { code, cursor } = cut(here(cell));
      const reply = await ask(tell, request("complete", { code, cursor }));
      const matches = reply.matches as string[];
      for (const name of wanted.map(here)) assert.ok(matches.includes(name), list(name, matches));
      for (const name of [...unwanted, "$tributary", "__proto__"]) {
        assert.ok(!matches.includes(name), name);
      }
      if (wanted.length === 0 && unwanted.length === 0) assert.deepEqual(matches, []);
      // What is replaced ends at the cursor and is the beginning of what is suggested.
      const replaced = [...code].slice(Number(reply.cursor_start), cursor).join("");
      if (wanted.length > 0) assert.ok(here(wanted[0]!).startsWith(replaced), replaced);
      const { _jupyter_types_experimental: types } = reply.metadata as Record<string, unknown[]>;
      assert.equal(types!.length, matches.length);
    });
  }
}

async function inspects(t: Deno.TestContext, tell: Tell, table: string): Promise<void> {
  for (const [cell, wanted, detail = 0] of INSPECTIONS) {
    await t.step(`inspects ${cell}`, async () => {
      const { code, cursor } = cut(cell.replaceAll("TABLE", table));
      const asked = request("inspect", { code, cursor, detail });
      const data = (await ask(tell, asked)).data as Record<string, string>;
      assert.match(data["text/markdown"] ?? "nothing", wanted);
      assert.match(data["text/plain"]!, wanted);
    });
  }
}

async function answersWhileBusy(t: Deno.TestContext, tell: Tell): Promise<void> {
  for (const busy of ["await new Promise((r) => setTimeout(r, 2000));", loop(2000)]) {
    await t.step(`answers while ${busy} runs`, async () => {
      for (let i = 0;; i++) {
        const command = { run: [busy], request: [ROWS], after: 0.2, ids: ["busy"] };
        const { cells, replies } = await tell(command);
        const [{ matches, ms }] = replies as [{ matches: string[]; ms: number }];
        if (matches.length === 0 && i < 5) continue; // a busy machine
        assert.ok(matches.includes("city"));
        assert.ok(200 + ms < cells[0]!.seconds! * 1000, `${ms} ms`);
        break;
      }
    });
  }
}

/** Asks again if the answer is empty because the machine is busy. */
async function ask(tell: Tell, asked: NonNullable<SessionCommand["request"]>[number]) {
  for (let i = 0;; i++) {
    const [reply] = (await tell({ request: [asked] })).replies;
    const { matches, found } = reply as { matches?: string[]; found?: boolean };
    if (matches?.length || found || reply!.ms < 1000 || i > 5) return reply!;
  }
}

async function notes(t: Deno.TestContext, tell: Tell): Promise<void> {
  await t.step("a note under its cell names line and message, if the client shows it", async () => {
    const bad = "rows[0].town;\nrows[0].a; rows[0].b; rows[0].c; rows[0].d; 1";
    const run = [bad, "1 + 1;"];
    const noted = async () => {
      const { cells } = await tell({ run, follow: true, ids: ["n", "m"], wait: 2 });
      return [cells, cells[0]!.outputs.find((one) => one.output_type === "display_data")] as const;
    };
    let [cells, note] = await noted();
    for (let i = 0; !note && i < 5; i++) [cells, note] = await noted(); // a busy machine
    assert.ok(note?.output_type === "display_data");
    const lines = String(note.data["text/plain"]).split("\n");
    assert.match(lines[0]!, /^Types: line 1: Property 'town' does not exist/);
    assert.deepEqual(lines.slice(3), ["… 2 more"]);
    const types = (outputs: { output_type: string }[]) =>
      outputs.map((output) => output.output_type);
    assert.deepEqual(types(cells[1]!.outputs), ["execute_result"]);
    const { cells: [silent] } = await tell({ run: [bad], wait: 0.5 });
    assert.deepEqual(types(silent!.outputs), ["execute_result"]);
  });
}

/** A dead or hanging language server harms no cell; completion comes back. */
async function survives(t: Deno.TestContext, tell: Tell, pid: number): Promise<void> {
  const cellRuns = async () => {
    const { cells: [cell], replies } = await tell({ run: ["1 + 1;"], request: [ROWS], ids: ["c"] });
    assert.equal(cell!.status, "ok");
    assert.ok(replies[0]!.ms < 4000, `${replies[0]!.ms} ms`);
  };
  const language = await childOf(pid, "language/main.ts");
  await t.step("deno lsp is killed", async () => {
    Deno.kill(await childOf(language, "lsp"), "SIGKILL");
    await cellRuns();
    await warm(tell);
  });
  await t.step("deno lsp hangs", async () => {
    const server = await childOf(language, "lsp");
    Deno.kill(server, "SIGSTOP");
    await cellRuns();
    Deno.kill(server, "SIGCONT");
    await warm(tell);
  });
  await t.step("the language process is killed", async () => {
    Deno.kill(language, "SIGKILL");
    await cellRuns();
    await warm(tell);
  });
}

async function inNotebook(env: Record<string, string>, test: (tell: Tell) => Promise<void>) {
  const folder = join(projectFolder, "notebooks");
  await withSession({ python: await findPython("client"), folder, env }, test);
}

/** Waits until the server answers by types. */
async function warm(tell: Tell): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const { replies } = await tell({ request: [ROWS] });
    if ((replies[0]!.matches as string[]).includes("city")) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  assert.fail("the language server does not start");
}

function request(kind: "complete" | "inspect", { code, cursor, detail = 0 }: {
  code: string;
  cursor: number;
  detail?: number;
}) {
  return { type: `${kind}_request`, content: { code, cursor_pos: cursor, detail_level: detail } };
}

/** The cursor in code points. */
function cut(cell: string): { code: string; cursor: number } {
  const [before, after] = cell.split("|", 2);
  const at = cell.indexOf("|");
  return {
    code: before! + (after === undefined ? "" : cell.slice(at + 1)),
    cursor: [...before!].length,
  };
}

function loop(ms: number): string {
  return `const end = Date.now() + ${ms}; while (Date.now() < end) {}`;
}

function list(wanted: string, got: string[]): string {
  return `${wanted} is not in: ${got.slice(0, 20).join(", ")}`;
}

/** A child process by a word of its command line. */
async function childOf(pid: number, word: string): Promise<number> {
  const { stdout } = await new Deno.Command("ps", {
    args: ["-o", "pid=,args=", "--ppid", String(pid)],
  }).output();
  const line = new TextDecoder().decode(stdout).split("\n").find((line) => line.includes(word));
  assert.ok(line, `${word} does not run`);
  return Number.parseInt(line);
}
