import assert from "node:assert/strict";
import { hintFor, shellGuard } from "./hints.ts";
import { parses } from "./parse_cell.ts";

for (
  const [source, line, message] of [
    ["%%sql\nselect 1", 1, /^%%sql is a magic .* write await sql`select …`, or begin/],
    ["\n%sql select 1", 2, /^%sql is a magic .* write await sql`select …`/],
    ["%timeit 1+1", 1, /performance\.now\(\)/],
    ["const a = 1;\n%time a", 2, /performance\.now\(\)/],
    ["%pip install x", 1, /npm:/],
    ["%%anything\n'", 1, /^%%anything is a magic .*: cells are TypeScript/],
    [
      "!cat a.txt | head",
      1,
      /shell command .*new Deno\.Command\("sh", \{ args: \["-c", "cat a\.txt \| head"\]/,
    ],
    ["sql?", 1, /^sql\? asks for help .* the cursor on sql and press Shift\+Tab/],
    ["?sql", 1, /cursor on sql and/],
    ["SELECT * FROM taxi_trips", 1, /^This is SQL, .* begin the cell with a line -- sql$/],
    ["\n  with a as (select 1)\nselect * from a", 2, /^This is SQL/],
    ["import pandas as pd", 1, /^This is Python/],
    ["from math import pi\npi", 1, /^This is Python/],
    ["for x in range(3):\n  x", 1, /^This is Python/],
    ["def f(x):\n  return x", 1, /^This is Python/],
    ["chart.line??", 1, /cursor on chart\.line and/],
  ] as const
) {
  Deno.test(`hintFor() of ${JSON.stringify(source)}`, () => {
    const hint = hintFor(source, parses)!;
    assert.equal(hint.line, line);
    assert.match(hint.message, message);
    assert.doesNotMatch(hint.message, /\n/);
  });
}

for (
  const source of [
    "let b = ;",
    "let b = ;\nsql?",
    "select = ;",
    "import { a } from ;",
    "class A {",
    "const q = `\n%sql\n",
    "a %b c",
  ]
) {
  Deno.test(`hintFor() has none for ${JSON.stringify(source)}`, () => {
    assert.equal(hintFor(source, parses), undefined);
  });
}

Deno.test("shellGuard() recognises commands that are valid TypeScript", () => {
  assert.match(shellGuard("!ls -l"), /^if \(typeof ls === "undefined"\) throw .*ls\\", \{ args/);
  assert.equal(shellGuard("!done"), "");
});
