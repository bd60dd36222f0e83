import assert from "node:assert/strict";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { SaxesTagNS } from "saxes";
import { draw } from "./draw.ts";
import type { Figure } from "./parts/figure.ts";
import { svgFile } from "./svg_file.ts";
import { drawn, readXml } from "./testing.ts";

const NASTY = "<b>&amp; \"quotes\" 'too' ]]> é\u00a0東京 🍕";
const marks = [Plot.barY([{ name: NASTY, n: 1 }, { name: "b", n: 2 }], { x: "name", y: "n" })];

Deno.test("svgFile() is well-formed XML in SVG's namespace, whatever the texts contain", () => {
  const link = Plot.text([1], { frameAnchor: "middle", href: () => `?a=1&b=${NASTY}` });
  const figure: Figure = {
    title: NASTY,
    subtitle: NASTY,
    ariaLabel: NASTY,
    marks: [...marks, link],
  };
  const { elements, text } = readXml(svgFile(figure));
  assert.ok(elements.every(({ uri }) => uri === "http://www.w3.org/2000/svg"));
  assert.equal(text.split(NASTY).length - 1, 3, "title, subtitle and axis show the text as it is");
  const labels = elements.map(({ attributes }) => attributes["aria-label"]?.value);
  assert.ok(labels.includes(NASTY));
  assert.equal(
    elements.find(({ name }) => name === "a")!.attributes.href!.value,
    `?a=1&b=${NASTY}`,
  );
});

Deno.test("svgFile() replaces characters that XML cannot contain", () => {
  const title = "a\u0000b\u001b[31mc\ud83dd\uffffe";
  const { text } = readXml(
    svgFile({ title, marks: [Plot.text([title], { frameAnchor: "middle" })] }),
  );
  assert.equal(text.split("a\ufffdb\ufffd[31mc\ufffdd\ufffde").length - 1, 2);
});

Deno.test("svgFile() makes room for title and subtitle above the picture", () => {
  const outer = (figure: Figure) => {
    const [svg, rect, ...rest] =
      readXml(svgFile({ width: 400, height: 300, marks, ...figure })).elements;
    const numbers = (tag: SaxesTagNS, ...names: string[]) =>
      names.map((name) => tag.attributes[name]!.value);
    assert.equal(rect!.name, "rect");
    const inner = rest.find(({ name }) => name === "svg")!;
    return [...numbers(svg!, "width", "height", "viewBox"), ...numbers(inner, "y", "height")];
  };
  assert.deepEqual(outer({}), ["400", "300", "0 0 400 300", "0", "300"]);
  for (const heading of [{ title: "T" }, { subtitle: "S" }, { title: "T", subtitle: "S" }]) {
    assert.deepEqual(outer(heading), ["400", "348", "0 0 400 348", "48", "300"]);
  }
});

Deno.test("draw() draws into the given document", () => {
  // deno-lint-ignore no-explicit-any
  const { document } = parseHTML("<html><body></body></html>") as any;
  const svg = draw({ marks }, document);
  assert.equal(svg.ownerDocument, document);
  assert.equal(svg.querySelectorAll("rect").length, 2);
});

Deno.test("draw() has room for long numbers on the vertical axis, unless a margin is given", () => {
  const rows = [{ x: 1, y: 0 }, { x: 2, y: 1_234_567 }];
  const marks = () => [Plot.dot(rows, { x: "x", y: "y" })];
  const first = (figure: Figure) =>
    /translate\(([\d.]+)/.exec(
      drawn(figure).querySelector('[aria-label="y-axis tick label"] text')!.getAttribute(
        "transform",
      )!,
    )![1];
  assert.ok(Number(first({ marks: marks() })) > 60);
  assert.equal(first({ marks: marks(), marginLeft: 45 }), "45");
});
