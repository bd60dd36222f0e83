import assert from "node:assert/strict";
import { SessionCells } from "./session_cells.ts";

function bodies(...runs: [source: string, cell?: string][]): string[] {
  const session = new SessionCells();
  for (const [source, cell] of runs) session.add(source, cell);
  return session.cells.map(({ body }) => body);
}

Deno.test("a cell that runs again takes its old place", () => {
  const found = bodies(["const a = 1;", "A"], ["a + 1;", "B"], ["const a = 2;", "A"]);
  assert.deepEqual(found, ["const a = 2;", "a + 1;"]);
});

Deno.test("it comes last if another cell has declared its name since", () => {
  const found = bodies(["const a = 1;", "A"], ["const a = 'b';", "B"], ["const a = 2;", "A"]);
  assert.deepEqual(found, ["const a = 1;", "const a = 'b';", "const a = 2;"]);
});

Deno.test("names that it no longer declares stay, as they do in the kernel", () => {
  const found = bodies(["const a = 1, b = 2;", "A"], ["const a = 3;", "A"], ["const a = 4;", "A"]);
  assert.deepEqual(found, ["const a = 1, b = 2;", "const a = 4;"]);
});

Deno.test("cells without ids and cells of SQL count, what is no code does not", () => {
  const found = bodies(["1;"], ["%%sql\nselect"], ["-- sql rain\nselect 1"], ["let = ;"]);
  assert.equal(found.length, 2);
  assert.match(found[1]!, /^const rain = await /);
});

Deno.test("names of every declaration are known", () => {
  const session = new SessionCells();
  session.add(`import d, { x as y } from "m"; const { a, b: [c, ...e], ...f } = z; let g = 1;
    function h() {} class I {} interface J {} type K = 1; enum L { M } var n;`);
  assert.deepEqual([...session.cells[0]!.names].sort(), [
    ..."IJKLabcdefghny".split("").filter((name) => name !== "b"),
  ]);
});
