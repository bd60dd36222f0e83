import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { bars, draw } from "../mod.ts";

const { document } = parseHTML("<html><body></body></html>") as unknown as { document: unknown };

Deno.test("bars of small counts have ticks at whole numbers only, in both directions", () => {
  const named = ["a name that is long", "b", "c"].map((name, i) => ({ name, n: i + 1 }));
  const days = named.map(({ n }, i) => ({ name: `${i + 1}`, n }));
  for (const rows of [named, days]) {
    const svg = draw(bars(rows, { x: "name", y: "n", sort: "none" }), document);
    const labels = [...svg.querySelectorAll('[aria-label$="axis tick label"] text')]
      .map(({ textContent }: { textContent: string }) => textContent)
      .filter((text: string) => /^[\d.]+$/.test(text));
    assert.ok(labels.includes("3"), labels.join());
    assert.deepEqual(labels.filter((text: string) => text.includes(".")), []);
  }
});
