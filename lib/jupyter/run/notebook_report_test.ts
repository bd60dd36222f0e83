import assert from "node:assert/strict";
import { DOMParser } from "linkedom";
import { notebookOf } from "../testing/torture_testing.ts";
import { reportIndex, reportPage } from "./notebook_report.ts";

const notebook = notebookOf("1 < 2 && '</pre><script>bad()</script>'", "boom()");
notebook.cells.unshift({
  id: "m",
  cell_type: "markdown",
  metadata: {},
  source: "# Title\n\nSome *prose* <script>bad()</script>",
});
const run = {
  name: "a<b",
  cells: [
    [
      {
        output_type: "stream" as const,
        name: "stdout",
        text: "\x1b[31mred\x1b[0m <script>bad()</script>",
      },
      {
        output_type: "display_data" as const,
        data: { "text/html": "<svg><circle r='1'/></svg>", "text/plain": "x" },
        metadata: {},
      },
      { output_type: "execute_result" as const, data: { "text/plain": "<i>" }, metadata: {} },
    ],
    [],
  ],
  errors: [{ cell: 2, line: 1, message: "Error: <boom>\n    at cell [2], line 1" }],
  seconds: 1.25,
};

const parse = (page: string) => new DOMParser().parseFromString(page, "text/html");

Deno.test("reportPage() keeps links of prose, but those that run scripts lead nowhere", () => {
  const kept = [
    "https://a.b/c?d=e",
    "mailto:a@b.c",
    "#top",
    "02_next.ipynb",
    "../README.md",
    "data/x",
  ];
  const cut = [
    "javascript:bad()",
    "JavaScript:bad()",
    "javascript&#58;bad()",
    "java&Tab;script:bad()",
  ];
  const others = ["data:text/html,bad", "vbscript:bad()", "<javascript:bad()>"];
  const links = [...kept, ...cut, ...others];
  const source = links.map((link) => `[x](${link})`).join("\n\n");
  const cells = [{ id: "m", cell_type: "markdown" as const, metadata: {}, source }];
  const prose = { ...notebook, cells };
  const document = parse(reportPage({ name: "a", folder: "", notebook: prose }, run));
  const hrefs = [...document.querySelectorAll("a")].map((a) => a.getAttribute("href"));
  assert.deepEqual(hrefs.slice(0, kept.length), kept);
  assert.ok(hrefs.slice(kept.length).every((href) => href === "#"), hrefs.join(" "));
});

Deno.test("reportPage() shows prose, code, outputs and errors, and escapes all text", () => {
  const document = parse(reportPage({ name: "a<b", folder: "", notebook }, run));
  assert.equal(document.querySelectorAll("script").length, 0);
  assert.deepEqual([...document.querySelectorAll("h1")].map((h1) => h1.textContent), ["Title"]);
  assert.equal(document.querySelector("em")!.textContent, "prose");
  assert.equal(document.querySelectorAll("circle").length, 1);
  const blocks = [...document.querySelectorAll("pre")].map((pre) => pre.textContent);
  assert.deepEqual(blocks, [
    notebook.cells[1]!.source,
    "red <script>bad()</script>",
    "<i>",
    "boom()",
    run.errors[0]!.message,
  ]);
});

Deno.test("reportPage() has one title, its first or the notebook's name", () => {
  const titles = (...sources: string[]) => {
    const cells = sources.map((source, i) => ({ ...notebook.cells[0]!, id: `${i}`, source }));
    const file = { name: "n", folder: "", notebook: { ...notebook, cells } };
    return [...parse(reportPage(file, { ...run, cells: [], errors: [] })).querySelectorAll("h1,h2")]
      .map(({ tagName, textContent }) => `${tagName} ${textContent}`.toLowerCase());
  };
  assert.deepEqual(titles("# A\n\n## B", "# C"), ["h1 a", "h2 b", "h2 c"]);
  assert.deepEqual(titles("## B"), ["h1 n", "h2 b"]);
});

Deno.test("reportPage() can leave the code out, and keeps a long script once", () => {
  const long = `<script>${"x();".repeat(400)}</script>`;
  const html = (markup: string) => ({
    output_type: "display_data" as const,
    data: { "text/html": markup },
    metadata: {},
  });
  const cells = [[html(`<b>1</b><script>call()</script>${long}`)], [
    html(`<b>2</b>${long}<i></i>`),
  ]];
  const file = { name: "n", folder: "", notebook };
  const document = parse(reportPage(file, { ...run, cells, errors: [] }, { code: false }));
  assert.equal(document.querySelectorAll("pre").length, 0);
  assert.equal(document.querySelectorAll("script").length, 2);
  assert.equal(document.querySelectorAll("b, i").length, 3);
});

Deno.test("reportIndex() links each report and sums it up", () => {
  const document = parse(reportIndex([run]));
  assert.equal(document.querySelector("a")!.getAttribute("href"), "a%3Cb.html");
  assert.match(document.querySelector("li")!.textContent, /a<b: 2 cells, 3 outputs, 1 failed/);
});
