import assert from "node:assert/strict";
import { cellDocument } from "./cell_document.ts";
import { knownCell } from "./known_cell.ts";

const known = (...cells: string[]) => cells.map((cell) => knownCell(cell)!);

Deno.test("a document encloses each cell in the one before, imports on top", () => {
  const { text } = cellDocument(
    known('import { a, type B as C } from "./m.ts";\nconst x = a;', "const x = 'again';"),
    "x.length;",
  );
  assert.equal(
    text,
    'import { a } from "./m.ts";\nimport { type B as C } from "./m.ts";\n' +
      `${" ".repeat(40)}\nconst x = a;\n;{\nconst x = 'again';\n;{\nx.length;\n}}\nexport {};\n`,
  );
});

Deno.test("every index of a cell is mapped to its character and back", () => {
  const cells = [
    'import a, { b } from "./m.ts";\nimport * as n from "npm:n";\nconst é = "😀"; b;',
    'const one = 1;\n import {\n  x,\n  y\n} from "z" with { type: "json" };\nx',
    'import "./side.ts"; import type { T } from "./t.ts"; let t: T;',
    "",
  ];
  for (const cell of cells) {
    const { text, fromCell, toCell } = cellDocument(known('import b from "./old.ts";'), cell);
    for (let index = 0; index < cell.length; index++) {
      assert.equal(text[fromCell(index)], cell[index], `${cell} at ${index}`);
      assert.equal(toCell(fromCell(index)), index);
    }
  }
});

Deno.test("what other cells say is not in the cell at hand", () => {
  const { text, toCell } = cellDocument(known("const before = 1;"), "after;");
  assert.equal(toCell(text.indexOf("before")), undefined);
  assert.equal(toCell(text.indexOf("export {}")), undefined);
});

Deno.test("of two imports of one name the later counts", () => {
  const { text } = cellDocument(
    known('import { x, y } from "./a.ts";', 'import { x } from "./b.ts";'),
    'import { y } from "./c.ts";',
  );
  assert.equal(
    text.slice(0, text.indexOf(";{")).trim().split(/\n\s*/).join(" "),
    'import { x } from "./b.ts"; import { y } from "./c.ts";',
  );
});

Deno.test("imports that are half typed are found", () => {
  const cell = 'import { sq } from "../lib/x.ts";\nimport { } from "../li\nrows.';
  const { text, fromCell } = cellDocument([], cell);
  assert.equal(fromCell(cell.indexOf("sq")), text.indexOf("sq"));
  assert.ok(text.startsWith('import { sq } from "../lib/x.ts";\nimport { } from "../li\n'));
  assert.equal(fromCell(cell.indexOf("rows")), text.indexOf("rows"));
});
