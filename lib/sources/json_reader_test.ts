import assert from "node:assert/strict";
import { JsonReader } from "./json_reader.ts";

const isRecord = (value: object) => "record" in value;

function read(text: string) {
  const reader = new JsonReader({ isRecord });
  const parts = [...reader.push(text), ...reader.end()];
  return {
    records: parts.filter(({ value }) => value !== undefined).length,
    problems: parts.flatMap(({ problem }) => problem ?? []),
  };
}

/** Records that are together longer than what is read before an envelope's end. */
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => ` {"record":${i},"text":"${"x".repeat(90)}"}`).join(
    ",\n",
  );

Deno.test("JsonReader says that an envelope is cut off, also after a whole record", () => {
  for (
    const [text, records] of [
      ['{"items": [\n {"record":1},\n {"record":2}', 2],
      ['{"items": [\n {"record":1},\n {"record":2}\n', 2],
      ['{"items":[{"record":1},{"record":2},', 2],
      ['{"total":2,"items":[', 0],
      [`{"items":[\n${many(20_000)}\n`, 20_000],
    ] as const
  ) {
    const found = read(text);
    assert.equal(found.records, records);
    assert.deepEqual(
      found.problems,
      ["not JSON: the array does not end, the file may be cut off"],
      text.slice(0, 60),
    );
  }
});

Deno.test("JsonReader finds no fault in whole envelopes", () => {
  for (
    const text of [
      '{"items":[{"record":1},{"record":2}]}',
      '{"items": [\n {"record":1},\n {"record":2}\n]}\n',
      `{"items":[\n${many(20_000)}\n]}`,
      '[\n{"items":[{"record":1}]},\n{"items":[]}\n]',
    ]
  ) {
    assert.deepEqual(read(text).problems, [], text.slice(0, 60));
  }
});
