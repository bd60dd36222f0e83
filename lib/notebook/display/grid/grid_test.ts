import assert from "node:assert/strict";
import type { CommMessage } from "../../../jupyter/prelude/comms.ts";
import { GRID_MIME, GRID_TARGET } from "../../../jupyter/lab/extension/grid/protocol.ts";
import { withOrigin } from "../../query/rows_origin.ts";
import { DISPLAY } from "../bundle.ts";
import { withPage } from "../page_testing.ts";
import { table } from "../table.ts";
import { cellWriter, tsvOf } from "./grid_cells.ts";

const message = (data: Record<string, unknown>): CommMessage => ({
  type: "comm_msg",
  content: { comm_id: "c", data },
});

const rows = Array.from({ length: 1000 }, (_, i) => ({
  n: i % 7 === 0 ? null : i * 0.5,
  name: `row ${999 - i}`,
  at: new Date(i * 1000),
}));

Deno.test("table() has a grid only where JupyterLab has our extension", async () => {
  assert.ok(!(GRID_MIME in await table(rows)[DISPLAY]()));
  await withPage(async () => {
    const { [GRID_MIME]: grid, ...still } = await table(rows)[DISPLAY]();
    assert.equal(grid?.rows, 1000);
    assert.deepEqual(grid.columns.map(({ name, type, numeric }) => [name, type, numeric]), [
      ["n", "number", true],
      ["name", "text", false],
      ["at", "time", false],
    ]);
    assert.deepEqual(Object.keys(still), ["text/html", "text/plain"]);
    assert.ok(!(GRID_MIME in await table([])[DISPLAY]()));
  });
});

Deno.test("a grid has the line about the rows that stands below their table", async () => {
  const noted = withOrigin([...rows], { columns: [{ name: "n", type: "DOUBLE" }], note: "7 late" });
  await withPage(async () => {
    const bundle = await table(noted)[DISPLAY]();
    assert.equal(bundle[GRID_MIME]?.note, "7 late");
    assert.match(bundle["text/html"]!, /7 late/);
    assert.ok(!("note" in (await table(rows)[DISPLAY]())[GRID_MIME]!));
  });
});

Deno.test("a grid answers with rows, orders, filters, figures and errors", async () => {
  await withPage(async ({ sent, send }) => {
    const { grid } = (await table(rows)[DISPLAY]())[GRID_MIME]!;
    const open = (data: Record<string, unknown>): CommMessage => ({
      type: "comm_open",
      content: { comm_id: "c", target_name: GRID_TARGET, data },
    });
    await send(open({ grid: "another" }));
    assert.deepEqual(sent.splice(0), [{ type: "comm_close" }]);
    await send(open({ grid }));
    await send(message({ ask: 1, kind: "rows", from: 1, to: 3 }));
    await send(message({
      ...{ ask: 2, kind: "view" },
      view: {
        filters: [{ column: "name", is: "contains", value: "ROW 9" }],
        sort: { column: "n", descending: true },
      },
    }));
    await send(message({ ask: 3, kind: "copy", from: 0, to: 1, columns: ["name", "at"] }));
    await send(message({ ask: 4, kind: "profile", column: "n" }));
    await send(message({ ask: 5, kind: "copy", from: 0, to: 1_000_000, columns: ["n"] }));
    await send(message({
      ...{ ask: 6, kind: "view" },
      view: { filters: [{ column: "at", is: "less", value: "soon" }] },
    }));
    const [first, view, copy, profile, tooMany, wrong] = sent as Record<string, unknown>[];
    assert.deepEqual(first!.cells, [["0.5", "1.0"], ["row 998", "row 997"], [
      "1970-01-01 00:00:01",
      "1970-01-01 00:00:02",
    ]]);
    assert.equal(view!.rows, 111);
    assert.equal(copy!.text, "row 9\t1970-01-01T00:16:30.000Z");
    const { facts } = profile!.profile as { facts: [string, string][] };
    assert.deepEqual(facts.slice(0, 2), [["rows", "111"], ["nulls", "16 (14 %)"]]);
    assert.match(String(tooMany!.error), /1,000,000 cells are more than 200,000 at once: select/);
    assert.match(String(wrong!.error), /Cannot filter at \(TIMESTAMP\): "soon" is not a time/);
  });
});

Deno.test("cellWriter() keeps a column's decimals and says when it needs more", () => {
  const writer = cellWriter([{ name: "d", type: "DOUBLE" }], [{ d: 1 }]);
  assert.deepEqual(writer.write([{ d: 2 }, { d: null }]), {
    cells: [["2", null]],
    reformatted: false,
  });
  assert.deepEqual(writer.write([{ d: 0.25 }]), { cells: [["0.25"]], reformatted: true });
  assert.deepEqual(writer.write([{ d: 3 }]), { cells: [["3.00"]], reformatted: false });
});

Deno.test("tsvOf() quotes what would break a cell", () => {
  const text = tsvOf([{ a: 'x\t"y"', b: null, c: 1e-9 }], ["a", "b", "c"]);
  assert.equal(text, '"x\t""y"""\t\t1e-9');
});
