import assert from "node:assert/strict";
import { cellNames } from "./cell_names.ts";
import { parseCell } from "./parse_cell.ts";
import { sqlProblem, typescriptOf } from "./sql_cell.ts";
import { isSqlCell, markedSql } from "./sql_mark.ts";

/** The name of the answer, and the text and values that `sql` is called with. */
function asked(source: string, scope: Record<string, unknown> = {}) {
  const code = typescriptOf(source);
  const [, name, template] = /^const (\S+) = await \(await import\(".*"\)\)\.sql(`[^]*`); await/
    .exec(code)!;
  const tag = (strings: readonly string[], ...values: unknown[]) => ({
    text: strings.join("?"),
    values,
  });
  const run = new Function("tag", ...Object.keys(scope), `return tag${template}`);
  return { name, ...run(tag, ...Object.values(scope)) };
}

Deno.test("isSqlCell() knows the first line -- sql", () => {
  for (
    const sql of [
      "-- sql\nselect 1",
      "--sql a\nx",
      "\n -- SQL  rows \nx",
      "-- sql",
      "/* sql a */ x",
    ]
  ) {
    assert.ok(isSqlCell(sql), sql);
  }
  for (
    const code of [
      "sql`x`",
      "-- sqlite\nx",
      "// sql",
      "--sql;",
      "a\n-- sql",
      "-- sql.n",
      "/* sqlite */",
    ]
  ) {
    assert.ok(!isSqlCell(code), code);
  }
  assert.equal(typescriptOf("const a = 1;\n// -- sql"), "const a = 1;\n// -- sql");
});

Deno.test("typescriptOf() keeps the answer in the named variable", () => {
  assert.equal(asked("-- sql\nselect 1").name, "answer");
  assert.equal(asked("-- sql busiest\nselect 1").name, "busiest");
  assert.equal(asked("--sql $rows_2 \r\nselect 1").name, "$rows_2");
  assert.equal(asked("/* sql a */ select 1").name, "a");
  const { defines, reads } = cellNames(
    parseCell(typescriptOf("-- sql a\nselect ${days}, ${rows[0]}")),
  );
  assert.deepEqual({ defines, reads }, { defines: ["a"], reads: ["days", "rows"] });
});

Deno.test("typescriptOf() keeps the lines, quotes, comments, backslashes and backticks", () => {
  const source = "-- sql\nselect '\\d', `a`, \"b\", '${'\n\n-- it costs ${x} and `y`\nfrom t;";
  assert.throws(() => asked(source));
  const kept = source.replace("'${'", "'$'");
  assert.deepEqual(asked(kept), { name: "answer", text: kept, values: [] });
  assert.equal(typescriptOf(kept).split("\n").length, kept.split("\n").length);
  const nested = "-- sql\nselect 1 /* a ' /* ${x} */ */ + ${1}";
  assert.deepEqual(asked(nested).values, [1]);
});

Deno.test("typescriptOf() takes any expression as a parameter", () => {
  const source =
    "-- sql\nselect ${ { a: 1 }.a }, ${`}${days}`}, ${'}'} from ${days} where ${f({ b: '}' })}";
  const values = asked(source, { days: 7, f: (x: unknown) => x }).values;
  assert.deepEqual(values, [1, "}7", "}", 7, { b: "}" }]);
});

Deno.test("sqlProblem() says what is wrong, and the cell throws it", () => {
  const wrong: [string, RegExp, number][] = [
    ["-- sql two words\nselect 1", /answer as two words: the first line is -- sql/, 1],
    ["-- sql class\nselect 1", /answer as class/, 1],
    ["-- sql await\nselect 1", /answer as await/, 1],
    ["-- sql 1a\nselect 1", /answer as 1a/, 1],
    ["-- sql\n\n-- nothing\n;", /empty SQL cell/, 1],
    ["-- sql", /empty SQL cell/, 1],
    ["-- sql\nselect\n'${days}'", /Cannot use '\$\{days\}': a parameter stands without quotes/, 3],
    ["-- sql\nselect ${days", /\$\{ needs an expression and \}, line 2/, 2],
    ["-- sql\nselect ${}", /needs an expression/, 2],
  ];
  for (const [source, message, line] of wrong) {
    const problem = sqlProblem(source);
    assert.match(problem?.message ?? "", message, source);
    assert.equal(problem?.line, line, source);
    assert.throws(() => new Function(typescriptOf(source))(), { name: "SyntaxError", message });
  }
  assert.equal(sqlProblem("-- sql\nselect ${days}"), undefined);
  assert.equal(sqlProblem("const = ;"), undefined);
});

Deno.test("markedSql() marks a tagged cell on its first line", () => {
  assert.equal(markedSql("select 1"), "/* sql */select 1");
  assert.equal(markedSql("-- sql a\nselect 1"), "-- sql a\nselect 1");
  assert.equal(asked(markedSql("-- all\nselect 1")).name, "answer");
});
