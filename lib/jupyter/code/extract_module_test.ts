import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { extractModule } from "./extract_module.ts";
import { notebookOf } from "../testing/torture_testing.ts";

const folder = Deno.build.os === "windows" ? "C:\\nb" : "/nb";
const url = (path: string) => new URL(path, pathToFileURL(`${folder}/`)).href;

/** The lines of the module that come from a line of the notebook. */
function linesFrom(sources: string[], cell: number, line: number): string[] {
  const { code, places } = extractModule(notebookOf(...sources), { folder });
  return code.split("\n").filter((_, i) => places[i]?.cell === cell && places[i]?.line === line);
}

Deno.test("extractModule() maps each line to its cell and line", () => {
  const sources = ["const a = 1;\n\nfirst(a);", "second(\n  a,\n);"];
  assert.deepEqual(linesFrom(sources, 1, 3), ["first(a);"]);
  assert.deepEqual(linesFrom(sources, 2, 2), ["  a,"]);
});

Deno.test("extractModule() moves imports to the top, absolute, and keeps the lines below", () => {
  const sources = [
    "start();",
    "import {\n  b,\n} from '../m.ts'; after();\nlast(await import('./x.ts'));",
  ];
  const { code } = extractModule(notebookOf(...sources), { folder });
  assert.ok(code.indexOf(`} from '${url("../m.ts")}';`) < code.indexOf("start();"));
  assert.deepEqual(linesFrom(sources, 2, 3), [`} from '${url("../m.ts")}';`, " after();"]);
  assert.deepEqual(linesFrom(sources, 2, 4), [`last(await import('${url("./x.ts")}'));`]);
});

Deno.test("extractModule() leaves packages, strings and comments as they are", () => {
  const source =
    "import p from 'postgres';\nconst t = \"import x from './y.ts'\"; // import './z.ts'";
  const { code } = extractModule(notebookOf(source), { folder });
  assert.ok(code.includes("import p from 'postgres';\n"));
  assert.ok(code.includes("const t = \"import x from './y.ts'\"; // import './z.ts'\n"));
});

Deno.test("extractModule() takes the first cells", () => {
  const { code } = extractModule(notebookOf("a;", "b;", "c;"), {
    folder,
    cells: 2,
  });
  assert.match(code, /\{\na;\n;\n\{\nb;\n;\n\}\}\n/);
  assert.ok(!code.includes("c;"));
});

Deno.test("extractModule() imports a name once, and another of that name under an alias", () => {
  const { code } = extractModule(
    notebookOf(
      "import { a, b } from 'm';",
      "import { b, c } from 'm';",
      "const d = 1;",
      "import { a } from 'n'; import d, * as e from 'o'; import { type b } from 'p';",
    ),
    { folder },
  );
  assert.deepEqual(code.match(/^import.*$/gm), [
    "import { a, b } from 'm';",
    "import { c as c } from 'm';",
    "import { a as a_4 } from 'n';",
    "import * as e from 'o'; import { default as d_4 } from 'o';",
    "import { type b as b_4 } from 'p';",
  ]);
  assert.match(code, /\{ const a = a_4; const d = d_4; type b = b_4;\n/);
});

Deno.test("extractModule() makes SQL a question whose answer later cells see, on the same lines", () => {
  const notebook = notebookOf("const n = 1;", "-- sql rows\nselect ${n}\nfrom t", "rows;");
  const { code, places } = extractModule(notebook, { folder: "/" });
  const lines = code.split("\n");
  assert.match(code, /const rows = await \(await import\(".*mod\.ts"\)\)\.sql`-- sql rows\nselect/);
  assert.deepEqual(places[lines.indexOf("select ${n}")], { cell: 2, line: 2 });
  assert.deepEqual(places[lines.indexOf("rows;")], { cell: 3, line: 1 });
});
