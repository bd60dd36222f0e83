import assert from "node:assert/strict";
import { addSteps, inferStep, stepText } from "./step.ts";

const at = (...days: string[]) => days.map((day) => Date.parse(`${day}T00:00:00Z`));

Deno.test("inferStep() finds hours, days with gaps, months, month ends and quarters", () => {
  assert.deepEqual(inferStep([0, 3_600_000, 7_200_000]), { ms: 3_600_000 });
  assert.deepEqual(inferStep(at("2024-01-01", "2024-01-02", "2024-01-05", "2024-01-06")), {
    ms: 86_400_000,
  });
  assert.deepEqual(inferStep(at("2024-01-01", "2024-02-01", "2024-04-01")), { months: 1 });
  assert.deepEqual(inferStep(at("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30")), {
    months: 1,
  });
  assert.deepEqual(inferStep(at("2024-01-01", "2024-04-01", "2024-07-01")), { months: 3 });
});

Deno.test("inferStep() names the times that are off the step", () => {
  assert.throws(() => inferStep([0, 60_000, 120_000, 150_000]), {
    name: "RangeError",
    message: /1970-01-01T00:02:00.000Z and 1970-01-01T00:02:30.000Z.*SAMPLE BY/,
  });
});

Deno.test("addSteps() keeps a month's end, and the time of day", () => {
  const start = Date.parse("2024-01-31T06:00:00Z");
  const ends = [1, 2, 13].map((count) =>
    new Date(addSteps(start, count, { step: { months: 1 } })).toISOString()
  );
  assert.deepEqual(ends, [
    "2024-02-29T06:00:00.000Z",
    "2024-03-31T06:00:00.000Z",
    "2025-02-28T06:00:00.000Z",
  ]);
});

Deno.test("stepText() writes steps as people write them", () => {
  const steps = [{ ms: 1_800_000 }, { ms: 86_400_000 }, { ms: 5 }, { months: 6 }, { months: 12 }];
  assert.deepEqual(steps.map(stepText), ["30m", "1d", "5ms", "2 quarters", "1 year"]);
});
