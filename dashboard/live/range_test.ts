import assert from "node:assert/strict";
import { customOf, isFrozen, lengthOf, momentOf, rangeOf, specOf, stepText } from "./range.ts";

const spec = (query: string) => specOf(new URLSearchParams(query));

Deno.test("specOf() reads a URL, and takes the default for what is wrong", () => {
  assert.deepEqual(spec(""), { period: "15m", at: "now", refresh: 5 });
  assert.deepEqual(spec("period=24h&at=2026-05-13T20:00:00Z&refresh=off"), {
    period: "24h",
    at: "2026-05-13T20:00:00Z",
    refresh: 0,
  });
  assert.deepEqual(spec("period=0m&at=yesterday&refresh=3"), spec(""));
  assert.deepEqual(spec("at=newest&refresh=1"), { period: "15m", at: "newest", refresh: 1 });
});

Deno.test("momentOf() takes a time without a zone for UTC, whatever the machine's zone is", () => {
  assert.equal(momentOf("2026-05-13T20:00"), Date.UTC(2026, 4, 13, 20));
  assert.equal(momentOf("2026-05-13 20:00:01.5"), Date.UTC(2026, 4, 13, 20, 0, 1, 500));
  assert.equal(momentOf("2026-05-13T20:00:00+02:00"), Date.UTC(2026, 4, 13, 18));
  assert.equal(momentOf("2026-05-13"), Date.UTC(2026, 4, 13));
  for (const wrong of ["", "now", "2026-13-01", "13.05.2026", "1", "2026-05-13T25:00"]) {
    assert.equal(momentOf(wrong), undefined, wrong);
  }
});

Deno.test("rangeOf() gives sixty buckets at most, the first of them whole", () => {
  const end = Date.UTC(2026, 0, 1, 12, 0, 7, 250);
  for (const [period, step] of [["1m", "1s"], ["15m", "15s"], ["24h", "30m"], ["7d", "3h"]]) {
    const range = rangeOf({ period: period!, at: "now", refresh: 5 }, end);
    assert.equal(range.to - range.from, lengthOf(period!));
    assert.equal(stepText(range.step), step);
    assert.ok((range.to - range.start) / range.step <= 61);
    assert.equal(range.start % range.step, 0);
    assert.ok(range.start <= range.from && range.from - range.start < range.step);
  }
});

Deno.test("customOf() takes two moments in order, and freezes the page", () => {
  const period = "2026-01-01T00:00:00Z/2026-01-02T00:00:00Z";
  const { from, to } = customOf(period)!;
  assert.deepEqual([from, to], [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2)]);
  assert.ok(isFrozen({ period, at: "now", refresh: 5 }));
  assert.ok(!isFrozen({ period: "1h", at: "newest", refresh: 5 }));
  assert.deepEqual(rangeOf({ period, at: "now", refresh: 5 }, Date.now()).to, to);
  for (const wrong of ["2026-01-02/2026-01-01", "2026-01-01", "a/b", `${period}/2026-01-03`]) {
    assert.equal(customOf(wrong), undefined, wrong);
  }
});
