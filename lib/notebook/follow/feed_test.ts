import assert from "node:assert/strict";
import { momentOf } from "../topics/time_range.ts";
import { topicRow } from "../topics/topic_row.ts";

Deno.test("momentOf() takes a Date, ISO text and how long ago", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");
  const iso = (moment: Date | string) => new Date(momentOf(moment, "from", now)).toISOString();
  assert.equal(iso("15m"), "2026-03-01T11:45:00.000Z");
  assert.equal(iso("1.5h"), "2026-03-01T10:30:00.000Z");
  assert.equal(iso("2026-02-01"), "2026-02-01T00:00:00.000Z");
  assert.equal(iso("2026-02-01T01:00:00+01:00"), "2026-02-01T00:00:00.000Z");
  assert.equal(iso(new Date(now)), "2026-03-01T12:00:00.000Z");
  for (const wrong of ["yesterday", "01/02/2026", "", new Date(NaN)]) {
    assert.throws(() => momentOf(wrong, "from", now), /Cannot use from: .* or how long ago/);
  }
});

Deno.test("topicRow() keeps what is not JSON of a topic without a stream", () => {
  const message = (value: string | null) => {
    const bytes = value === null ? null : new TextEncoder().encode(value);
    return { offset: 7, timestamp: 5, key: null, value: bytes, headers: {}, text: () => value };
  };
  const read = (value: string | null) => topicRow(1, message(value) as never, undefined);
  const place = { kafka_partition: 1, kafka_offset: 7, kafka_timestamp: new Date(5) };
  assert.deepEqual(read('{"a":1}'), { row: { a: 1, ...place } });
  for (const value of ["[1]", "text", null]) {
    assert.deepEqual(read(value), { row: { key: null, value, ...place } });
  }
});
