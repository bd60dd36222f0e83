/** Names that cells declare again, in a real Jupyter kernel. */
import assert from "node:assert/strict";
import { DECLARATIONS, HELPER, redeclaringCells } from "./declarations_testing.ts";
import { inSession } from "./session_testing.ts";

const ignore = Deno.build.os === "windows";
if (ignore) console.log("skipped: the Jupyter kernel because its relay needs POSIX signals");

/** Cells that declare names in every way, then again in every way. */
function everyPair(top: string): { cells: string[]; wanted: string } {
  const all = Object.keys(DECLARATIONS).map((first) => redeclaringCells(first, { top }));
  const joined = (cell: number) => all.map(({ cells }) => cells[cell]).join("\n");
  return {
    cells: [joined(0), joined(1), joined(2)],
    wanted: all.map(({ wanted }) => wanted).join(""),
  };
}

Deno.test({
  name: "a name may be declared again in any way, in cells with and without await",
  ignore,
  async fn() {
    await inSession(async (run) => {
      for (const top of ["", "await 0;"]) {
        const { cells, wanted } = everyPair(top);
        assert.deepEqual(await run(...cells), ["", "", wanted], top);
      }
    }, HELPER);
  },
});

Deno.test({
  name: "a name that a failed cell declared, constants, functions and lines are as one expects",
  ignore,
  async fn() {
    await inSession(async (run) => {
      // Before and after the declaration, and in it.
      for (const [i, how] of ["const", "let", "var", "class"].entries()) {
        const declares = how === "class"
          ? `class f${i} { static x = fail() }`
          : `${how} f${i} = fail();`;
        assert.match((await run(declares))[0]!, /fail is not defined/);
        assert.match((await run(`throw new Error("before"); ${declares}`))[0]!, /before/);
        assert.deepEqual(await run(`const f${i} = ${i};`, `f${i}`), ["", `${i}`]);
        assert.deepEqual(await run(`function f${i}() { return "f" }`, `f${i}()`), ["", '"f"']);
      }
      // A new value may be made from the old one; functions see it.
      assert.deepEqual(
        await run(
          "const list = [1, 2, 3]; function size() { return list.length }",
          "const list = list.slice(1);",
          "size()",
        ),
        ["", "", "2"],
      );
      // A constant is one, until it is declared otherwise.
      const [refused] = await run("\nlist = [];");
      assert.match(refused!, /^TypeError: Assignment to constant variable list\. .*let/);
      assert.match(refused!, /\n +at cell \[\d+\], line 2$/);
      assert.deepEqual(await run("let list = [1];", "list = []; list.length"), ["", "0"]);
      // A function is there before its declaration, under its own name.
      assert.deepEqual(await run("early(); function early() { return early.name }\nearly()"), [
        '"early"',
      ]);
      const [thrown] = await run(
        "interface A {\n  b: 1;\n}\ncall();\nfunction call(): void {\n  throw new Error('c');\n}",
      );
      assert.match(
        thrown!,
        /^Error: c\n +at call \(cell \[\d+\], line 6\)\n +at cell \[\d+\], line 4$/,
      );
      const [inVar] = await run("var a: {\n  b: 1;\n} = { b: 1 }, c = 2;\nthrow new Error('v');");
      assert.match(inVar!, /^Error: v\n +at cell \[\d+\], line 4$/);
      // Twice in one cell is still a mistake.
      assert.match((await run("const twice = 1;\nconst twice = 2;"))[0]!, /already been declared/);
    });
  },
});
