/** The quiet check with Deno's language server: what it finds, and no false alarm. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { projectFolder } from "../../config.ts";
import { codeCells, readNotebook } from "../ipynb/ipynb.ts";
import { cellDocument } from "./cell_document.ts";
import { LanguageServer } from "./language_server.ts";
import { SessionCells } from "./session_cells.ts";
import { matters, typeErrors } from "./type_errors.ts";

const folder = join(projectFolder, "notebooks");

function sessionOf(cells: readonly string[]): SessionCells {
  const session = new SessionCells();
  for (const [i, cell] of cells.entries()) session.add(cell, `${i}`);
  return session;
}

/** The errors in the last of some cells. */
async function errorsIn(server: LanguageServer, ...cells: string[]): Promise<string[]> {
  const cell = cells.pop()!;
  const found = await typeErrors(server, { earlier: sessionOf(cells).cells, cell });
  assert.ok(found, "the server did not answer");
  return found.map(({ line, message }) => `${line}: ${message}`);
}

Deno.test("the quiet check of types", async (t) => {
  const server = new LanguageServer(folder);
  const lock = join(projectFolder, "deno.lock");
  const locked = await Deno.readTextFile(lock);
  const LIBRARY = 'import { chart, show, sql } from "../lib/notebook/mod.ts";';
  await t.step("has nothing to say about our notebooks", async () => {
    for await (const { name } of Deno.readDir(folder)) {
      if (!name.endsWith(".ipynb")) continue;
      const { cells } = sessionOf(codeCells(await readNotebook(join(folder, name))));
      server.set(cellDocument(cells, "", "function").text);
      const found = await server.diagnostics();
      assert.ok(found, "the server did not answer");
      assert.deepEqual(found.filter(matters).map(({ message }) => message), [], name);
    }
  });
  for (
    const [cells, wanted] of [
      [["const rows = [{ city: 'x' }];", "\nrows[0].town;"], /^2: .*'town' does not exist/],
      [["let total = 1;", "totl + 1;"], /^1: Cannot find name 'totl'/],
      [[LIBRARY, "chart.line([], { x: 'a', y: 'b', colour: 'c' });"], /^1: .*colour/],
      [[LIBRARY, "chart.line([]);"], /^1: Expected 2 arguments, but got 1/],
      [["const n: number = 'text';"], /^1: Type 'string' is not assignable to type 'number'/],
      [["async function f() { return 1; }", "if (f() === 1) console.log('one');"], /^1: .*overlap/],
      [["async function g() { return true; }", "g() ? 1 : 2;"], /^1: .*Promise/],
      [["Math.max('a');"], /^1: Argument of type 'string'/],
    ] as const
  ) {
    await t.step(`finds ${cells.at(-1)}`, async () => {
      const [first = "", ...more] = await errorsIn(server, ...cells);
      assert.match(first, wanted);
      assert.deepEqual(more, []);
    });
  }
  for (
    const cells of [
      ["const x = 1;", "const x = 'a';", "x.length;"],
      ["let n = 0;", "let n = 'text'; n.toUpperCase();"],
      ["let state: 'a' | 'b' = 'a'; function set() { state = 'b'; }", "set(); state === 'b';"],
      ["let done = false;", "done === true;"],
      ["function f(a, b) { return a + b; }\nf(1, 2);"],
      ["const unused = 1;"],
      ["const rows = [{ a: 1 }];", "rows[0].a + 1; rows.find((r) => r.a > 1).a;"],
      [LIBRARY, "const rows = await sql`select 1 n`;", "rows[0].n + 1; rows.map((r) => r.n * 2);"],
      ["const x: any = {}; x.y.z;"],
      ["let later; later = [1];", "later.map((n) => n + 1);"],
      ["await Deno.jupyter.display({ 'text/html': 'x' }, { raw: true }); Deno.jupyter.html`<i>x</i>`"],
      ["throw new Error('x');", "1 + 1;"],
      ["const j = await fetch('x').then((r) => r.json()); j.dataset;"],
      ["import chunk from 'npm:lodash-es@4.17.21/chunk.js';\nconsole.log(chunk([1, 2, 3], 2));"],
      ["import { messageOf } from '../lib/errors.ts';", "const messageOf = 3;", "messageOf + 1;"],
      ["try { JSON.parse('{'); } catch (error) { console.log(error.message); }"],
      ["const el = { a: 1 }; el['b' as never];"],
      ["const m = new Map(); m.set('a', 1); m.get('a') + 1;"],
      ["const grouped = Object.groupBy([{ k: 'a' }], (r) => r.k); grouped.a.length;"],
      ["const o = {}; o.x = 1;"],
      ["const list = []; list.push(1);", "list.push('a'); list[0];"],
    ] as const
  ) {
    await t.step(`is silent about ${cells.join(" ⏎ ")}`, async () => {
      assert.deepEqual(await errorsIn(server, ...cells), []);
    });
  }
  server.stop();
  await t.step("and wrote no lock file, although a cell imports a new package", async () => {
    assert.deepEqual(await Deno.readTextFile(lock), locked);
  });
});
