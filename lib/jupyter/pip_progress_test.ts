import assert from "node:assert/strict";
import { Terminal } from "../terminal_testing.ts";
import { pipProgress } from "./pip_progress.ts";

const LINES = [
  ...["Collecting jupyterlab==4.6.6", "  Downloading jupyterlab-4.6.6.whl (12 MB)"],
  ...["Collecting jinja2>=3.0.3 (from jupyterlab)", "Installing collected packages: a, b, c"],
];

Deno.test("pipProgress() keeps one line on a terminal, and clears it at the end", () => {
  const screen = new Terminal(80), seen: string[] = [];
  {
    using progress = pipProgress(assert.fail, {
      isTerminal: true,
      write: (text) => screen.write(text),
    });
    for (const line of LINES) {
      progress.take(line);
      seen.push(screen.rows.join("|"));
    }
  }
  assert.deepEqual([...new Set(seen)], [
    ...["  package 1: jupyterlab", "  package 2: jinja2", "  installing 3 packages …"],
  ]);
  assert.deepEqual(screen.rows, [""]);
});

Deno.test("pipProgress() logs a line in five seconds elsewhere", () => {
  let time = 0;
  const lines: string[] = [];
  using progress = pipProgress((line) => lines.push(line), { isTerminal: false, now: () => time });
  for (let i = 0; i < 12; i++, time += 1000) progress.take(`Collecting p${i}`);
  assert.deepEqual(lines, ["  package 6: p5", "  package 11: p10"]);
});
