/** How cells end: in a real Jupyter kernel and in plain Deno, and that both show the same. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { projectFolder } from "../../config.ts";
import { taxiTrips } from "../../feeds/mod.ts";
import { ensureTables } from "../../questdb/tables.ts";
import { withNamespace } from "../../testing.ts";
import type { CellOutput } from "../ipynb/ipynb.ts";
import { findPython } from "../python.ts";
import type { NotebookRun } from "../run/notebook_run.ts";
import { reportPage } from "../run/notebook_report.ts";
import { runKernel } from "../run/run_kernel.ts";
import { runPlain } from "../run/run_plain.ts";
import { ENDINGS, SETUP, wrongEnding } from "./endings_testing.ts";
import { notebookOf } from "./torture_testing.ts";

const ignore = Deno.build.os === "windows";
if (ignore) console.log("skipped: the Jupyter kernel because its relay needs POSIX signals");

/** The outputs without what differs by design: the error that ended the run stands in `errors`. */
function comparable({ cells }: NotebookRun): CellOutput[][] {
  return cells.map((outputs) =>
    outputs.filter(({ output_type }) => output_type !== "error").map((output) =>
      output.output_type === "execute_result" ? { ...output, execution_count: null } : output
    )
  );
}

Deno.test({
  name: "every ending of a cell shows the same in the kernel, in a plain run and in their reports",
  ignore,
  async fn() {
    await withNamespace(async ({ db, namespace }) => {
      await ensureTables(db, [taxiTrips]);
      const file = {
        name: "endings",
        folder: join(projectFolder, "notebooks"),
        notebook: notebookOf(SETUP, ...ENDINGS.map(({ source }) => source)),
      };
      const env = { TRIBUTARY_NAMESPACE: namespace };
      const kernel = await runKernel(file, { python: await findPython("client"), env });
      const plain = await runPlain(file, { env });
      const wrong = ENDINGS.flatMap((ending, i) => wrongEnding(ending, kernel.cells[i + 1] ?? []));
      assert.deepEqual(wrong.filter((text) => text !== undefined), []);
      assert.deepEqual(comparable(plain), comparable(kernel));
      for (const { errors } of [kernel, plain]) {
        assert.deepEqual(errors.map(({ cell }) => cell), [ENDINGS.length + 1]);
        assert.match(errors[0]!.message, /^Error: no answer/);
      }
      const [one, other] = [plain, kernel].map((run) =>
        reportPage(file, { ...run, cells: comparable(run), seconds: 0 }).split("\n")
          .filter((line) => !line.includes("summary")).join("\n")
      );
      assert.equal(one, other);
    });
  },
});
