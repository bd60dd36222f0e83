import assert from "node:assert/strict";
import { freshness } from "./freshness.ts";

const asked = Date.parse("2026-03-01T21:40:07.500Z");
const at = (newest: string | undefined) => ({
  name: "query",
  asked,
  ...newest === undefined ? {} : { newest: Date.parse(newest) },
});

Deno.test("freshness() says how old the newest row is", () => {
  const label = (newest: string | undefined) => freshness(at(newest));
  assert.equal(label("2026-03-01T21:40:05Z"), "query: newest 2 s ago, at 21:40:05 UTC");
  assert.equal(label("2026-03-01T21:30:00Z"), "query: newest 10 min ago, at 21:30:00 UTC");
  assert.equal(label("2026-02-20T21:30:00Z"), "query: newest 9 d ago, at 2026-02-20 21:30:00 UTC");
  assert.equal(label("2026-03-02T21:30:00Z"), "query: newest 0 s ago, at 2026-03-02 21:30:00 UTC");
  assert.equal(label(undefined), "query: asked at 21:40:07 UTC");
});

Deno.test("freshness() grows older in a page, while the kernel does not ask", () => {
  const later = (seconds: number) => freshness(at("2026-03-01T21:40:05Z"), asked + 1000 * seconds);
  assert.equal(later(30), "query: newest 32 s ago, at 21:40:05 UTC");
  assert.equal(later(3 * 3600), "query: newest 3 h ago, at 2026-03-01 21:40:05 UTC");
  assert.equal(freshness(at(undefined), asked + 9000), "query: asked at 21:40:07 UTC");
});
