import assert from "node:assert/strict";
import { isRowList, valueBundle } from "./value_bundle.ts";

const textOf = (value: unknown) => valueBundle(value)?.["text/plain"].split("\n");

Deno.test("valueBundle() shows collections as tables", () => {
  assert.deepEqual(textOf([{ a: 1, b: "x" }, { b: null }]), [
    "2 rows × 2 columns",
    "a  b",
    "-  ----",
    "1  x",
    "   null",
  ]);
  assert.equal(textOf(new Map([["k", { v: 1 }]]))![0], "Map of 1 entry");
  assert.deepEqual(textOf(new Map<unknown, unknown>([["k", 1], ["l", { v: 1 }]]))!.slice(0, 2), [
    "Map of 2 entries",
    "key  value",
  ]);
  assert.deepEqual(textOf(new Set([1, 2]))!.slice(0, 2), ["Set of 2 values", "value"]);
  assert.equal(textOf(new BigInt64Array(11))![0], "BigInt64Array of 11 values");
});

Deno.test("valueBundle() takes only what is shown from an arquero table", () => {
  const asked: unknown[] = [];
  const frame = {
    numRows: () => 1_000_000,
    columnNames: () => ["n"],
    objects(options: { limit: number; offset: number }) {
      asked.push(options);
      return Array.from({ length: options.limit }, (_, i) => ({ n: options.offset + i }));
    },
  };
  const text = textOf(frame)!;
  assert.deepEqual([text[0], text.at(-1)], ["1,000,000 rows × 1 column", "999,999"]);
  assert.deepEqual(asked, [{ offset: 0, limit: 5 }, { offset: 999_995, limit: 5 }]);
});

Deno.test("valueBundle() escapes values, also in column names", () => {
  const { "text/html": markup } = valueBundle([{ "<b>": "<i>" }])!;
  assert.ok(markup!.includes("&lt;b&gt;") && markup!.includes("&lt;i&gt;"));
  assert.ok(!/<[bi]>/.test(markup!));
});

for (
  const value of [1, "a", null, undefined, [], [1], [[1]], [{}], [new Date()], new Map(), { a: 1 }]
) {
  Deno.test(`valueBundle() leaves ${Deno.inspect(value)} to be shown as text`, () => {
    assert.equal(valueBundle(value), undefined);
    assert.equal(isRowList(value), false);
  });
}
