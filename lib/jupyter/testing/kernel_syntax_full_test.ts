/** Cells of every syntax in a real Jupyter kernel, and a cell that cannot be rewritten. */
import assert from "node:assert/strict";
import { inSession } from "./session_testing.ts";

const ignore = Deno.build.os === "windows";
if (ignore) console.log("skipped: the Jupyter kernel because its relay needs POSIX signals");

Deno.test({
  name:
    "the kernel runs cells of every syntax, in a folder whose package.json rules out our packages",
  ignore,
  async fn() {
    const files = { "package.json": '{ "dependencies": { "not-installed": "1.0.0" } }' };
    await inSession(async (run) => {
      for (
        const [source, shown] of [
          ["const r = 1; r", "1"],
          ["const r = 2; r", "2"],
          ["40 + 2;", "42"],
          ["41 + 2 // a comment", "43"],
          ["42 + 2; /* a comment\n*/", "44"],
          ["await Promise.resolve(3)", "3"],
          ["`a ${await Promise.resolve(`b ${1} c`)}`", '"a b 1 c"'],
          ["/[`'\"]\\/+/.test('`/') ? 1 : 2 / 1", "1"],
          ["import { known } from './helper.ts'; known", "1"],
          ["import type { A } from './helper.ts';\nimport * as h from './helper.ts'\nh.known", "1"],
          ["import { known as k, type Other } from './helper.ts'\nk + 1", "2"],
          ["let sum = 0;\nfor await (const x of [1, Promise.resolve(2)]) sum += x;\nsum", "3"],
          [
            "const named = (_: unknown, { name }: { name: string }) => () => name;\n" +
            "class A { @named method() {} }\nnew A().method()",
            '"method"',
          ],
          ["enum Size { Small = 1, Large }\nSize.Large", "2"],
          ["const typed = <string> 'text' satisfies string; typed", '"text"'],
        ] as const
      ) assert.deepEqual(await run(source), [shown], source);
      const [syntax] = await run("await 1;\n`${`;");
      assert.match(syntax!, /^SyntaxError: Unterminated template[^]*cell \[\d+\], line 2$/);
      const [thrown] = await run("interface A {\n  b: 1;\n}\nthrow new Error('c');");
      assert.match(thrown!, /^Error: c\n +at cell \[\d+\], line 4$/);
      assert.match(
        (await run("import {\n  nope,\n} from './helper.ts';"))[0]!,
        /Cannot import nope from "\.\/helper\.ts".* only known/,
      );
    }, files);
  },
});

Deno.test({
  name: "a cell runs unchanged, and says so, if the rewriter has failed",
  ignore: Deno.build.os !== "linux", // It finds the rewriter in /proc.
  async fn() {
    await inSession(async (run, tell) => {
      const { pid } = await tell({ run: ["1"] });
      const children = (await Deno.readTextFile(`/proc/${pid}/task/${pid}/children`)).trim();
      for (const child of children.split(" ")) {
        const command = await Deno.readTextFile(`/proc/${child}/cmdline`);
        if (command.includes("rewriter.ts")) Deno.kill(Number(child), "SIGKILL");
      }
      assert.match(
        (await run("await Promise.resolve(42)"))[0]!,
        /^This cell runs unchanged.*\n42$/,
      );
      assert.deepEqual(await run("await Promise.resolve(43)"), ["43"]); // it was started again
    });
  },
});
