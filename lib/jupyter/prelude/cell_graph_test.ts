import assert from "node:assert/strict";
import { affectedCells } from "./cell_graph.ts";

/** Cells as `id: what it sets = what it reads`, from top to bottom. */
function affected(text: string, cell: string, name: string): string[] {
  const cells = new Map(
    text.trim().split("\n").map((line) => {
      const [, id, sets = "", reads = ""] = /^\s*(\w+):([^=]*)=?(.*)$/.exec(line)!;
      const words = (text: string) => text.split(/\s+/).filter(Boolean);
      return [id!, { defines: words(sets), reads: words(reads) }];
    }),
  );
  return affectedCells(cells, [...cells.keys()], { cell, name })
    .map(({ cell, reads, again }) =>
      [cell, ...reads, ...again.map((name) => `again ${name}`)].join(" ")
    );
}

Deno.test("affectedCells() follows names from cell to cell in the order of the notebook", () => {
  const notebook = `
    a: days
    b: rows = days sql
    c: title = other
    d: chart = rows title
    e: = chart days`;
  assert.deepEqual(affected(notebook, "a", "days"), ["b days", "d rows", "e days chart"]);
  assert.deepEqual(affected(notebook, "b", "rows"), ["d rows", "e chart"]);
  assert.deepEqual(affected(notebook, "a", "unknown"), []);
  assert.deepEqual(affected(notebook, "none", "days"), []);
});

Deno.test("affectedCells() leaves out the input's own cell, and ends in circles", () => {
  const notebook = `
    a: days = total
    b: total = days more
    c: more = total`;
  assert.deepEqual(affected(notebook, "a", "days"), ["b days more", "c total"]);
});

Deno.test("affectedCells() ends a name where another cell defines it, and sets it again", () => {
  const notebook = `
    a: days
    b: rows = days
    c: = rows
    d: rows = other
    e: = rows`;
  assert.deepEqual(affected(notebook, "a", "days"), ["b days", "c rows", "d again rows"]);
  const twice = `
    a: days
    b: = days
    c: days
    d: = days`;
  assert.deepEqual(affected(twice, "a", "days"), ["b days", "c again days"]);
  assert.deepEqual(affected(twice, "c", "days"), ["d days"]);
});

Deno.test("affectedCells() finds readers above the cell if nothing above them defines the name", () => {
  assert.deepEqual(affected("r: = days\na: days", "a", "days"), ["r days"]);
  assert.deepEqual(affected("z: days\nr: = days\na: days", "a", "days"), []);
});

Deno.test("affectedCells() knows assignments, and not cells that were deleted", () => {
  const cells = new Map([
    ["a", { defines: ["days"] }],
    ["b", { assigns: ["total"], reads: ["days", "total"] }],
    ["c", { reads: ["total"] }],
  ]);
  const changed = { cell: "a", name: "days" };
  const ids = (order: string[]) => affectedCells(cells, order, changed).map(({ cell }) => cell);
  assert.deepEqual(ids(["a", "b", "c", "never run"]), ["b", "c"]);
  assert.deepEqual(ids(["a", "c"]), []);
});
