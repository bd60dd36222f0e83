/** Cells of SQL and the list of variables in a real Jupyter kernel. */
import assert from "node:assert/strict";
import { projectFolder } from "../../config.ts";
import { testStack } from "../../testing.ts";
import { findPython } from "../python.ts";
import { textOf, withSession } from "./session_testing.ts";

const ignore = Deno.build.os === "windows";
if (ignore) console.log("skipped: the Jupyter kernel because its relay needs POSIX signals");

Deno.test({
  name: "the kernel runs cells of SQL, stops them, and lists the variables",
  ignore,
  async fn() {
    await testStack();
    const python = await findPython("client");
    await withSession({ python, folder: `${projectFolder}/notebooks` }, async (tell) => {
      const { cells } = await tell({
        run: [
          "const n = 2;",
          "-- sql rows\nselect x, 2 * x y\nfrom long_sequence(9) where x <= ${n}",
          "rows[1].y",
          "import { sql } from '../lib/notebook/mod.ts'; let later;",
          "-- sql\nselect x\nfrom long_sequence(2)\nwhere z = 1",
        ],
      });
      const texts = cells.map(textOf);
      assert.match(texts[1]!, /2 rows × 2 columns/);
      assert.equal(texts[2], "4");
      assert.match(texts[4]!, /Invalid column: z, line 4\nwhere z = 1\n {6}\^/);
      const asked = await tell({
        comm: [{
          type: "comm_open",
          content: { comm_id: "w", target_name: "tributary.variables", data: {} },
        }],
        wait: 1,
      });
      const { variables } = asked.comms[0]!.content.data;
      assert.deepEqual(
        variables.map(({ name, type, shape }: Record<string, string>) => [name, type, shape]),
        [["later", "undefined", ""], ["n", "number", ""], ["rows", "rows", "2 rows × 2 columns"]],
      );
      const slow = "-- sql\nselect count() from long_sequence(9000000000) where x % 7 = 3";
      const stopped = await tell({ run: [slow], stop: 1.5 });
      assert.match(textOf(stopped.cells[0]!), /stopped|Interrupted|cancel/i);
      assert.ok(stopped.cells[0]!.seconds! < 20);
    });
  },
});
