import assert from "node:assert/strict";
import { describeJump, TimeJumps } from "./time_jumps.ts";

const at = (time: string, offset: number, partition = 0) => ({
  time: Date.parse(time),
  partition,
  offset,
});

Deno.test("TimeJumps names the record that moved the time far, if records came late since", () => {
  const jumps = new TimeJumps();
  const old = Date.parse("2013-03-01T12:00:00Z");
  jumps.newest(at("2013-03-01T12:00:00Z", 0), -Infinity);
  jumps.newest(at("2025-03-01T12:00:00Z", 7), old);
  assert.equal(jumps.worst(), undefined);
  jumps.late(old - 1); // would have been late anyway
  assert.equal(jumps.worst(), undefined);
  for (let i = 0; i < 1200; i++) jumps.late(old + i);
  assert.equal(
    describeJump("transactions", jumps.worst()!),
    "the record transactions/0:7 of 2025-03-01T12:00:00.000Z moved the time by 12 years, and " +
      "1,200 records were late since. If its time is wrong: --engine questdb counts them all",
  );
});

Deno.test("TimeJumps keeps the jump that records came late after, and forgets those without", () => {
  const jumps = new TimeJumps();
  const days = ["01", "04", "08"].map((day) => Date.parse(`2020-01-${day}T00:00:00Z`));
  jumps.newest(at("2020-01-04T00:00:00Z", 1), days[0]!);
  jumps.newest(at("2020-01-08T00:00:00Z", 2), days[1]!); // a gap in the data
  jumps.newest(at("2020-01-08T10:00:00Z", 3), days[2]!); // less than a day
  jumps.late(days[1]! + 5);
  jumps.newest(at("2021-01-01T00:00:00Z", 4), days[2]!);
  const worst = jumps.worst()!;
  assert.deepEqual([worst.place.offset, worst.late], [2, 1]);
  assert.match(describeJump("t", worst), /by 4 days, and one record was late since/);
});
