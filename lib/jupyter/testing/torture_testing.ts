/** For tests: a notebook that makes every kind of output, faster than most kernels can handle. */
import type { CellOutput, Notebook } from "../ipynb/ipynb.ts";

/** Milliseconds before a cell's timer prints; the last is long after the cell is done. */
const LATE = [0, 30, 400];

/** Makes a notebook with a code cell for each source. */
export function notebookOf(...sources: string[]): Notebook {
  return {
    cells: sources.map((source, i) => ({
      id: `cell${i + 1}`,
      cell_type: "code",
      source,
      metadata: {},
      outputs: [],
      execution_count: null,
    })),
    metadata: {
      kernelspec: { name: "deno", display_name: "Deno (Tributary)", language: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** Each cell prints 200 lines, updates a display, writes to standard error, and has a result and a late timer. */
export function tortureNotebook(cells: number): Notebook {
  return notebookOf(...Array.from({ length: cells }, (_, i) => {
    const k = i + 1;
    return [
      `for (let i = 0; i < 100; i++) console.log(\`c${k} a\${i}\`);`,
      `await Deno.jupyter.display(Deno.jupyter.html\`<b>c${k} first</b>\`, { display_id: "d${k}" });`,
      `for (let i = 0; i < 100; i++) console.log(\`c${k} b\${i}\`);`,
      `console.error("c${k} error");`,
      `await Deno.jupyter.display(Deno.jupyter.html\`<b>c${k} second</b>\`, { display_id: "d${k}", update: true });`,
      `setTimeout(() => console.log("c${k} late"), ${LATE[k % 3]});`,
      ...k % 4 === 0 ? ["await new Promise((resolve) => setTimeout(resolve, 30));"] : [],
      `"c${k} result"`,
    ].join("\n");
  }));
}

/** Lists what is lost, doubled or misplaced in the outputs of {@linkcode tortureNotebook}. */
export function wrongOutputs(cells: CellOutput[][]): string[] {
  return cells.flatMap((outputs, i) => {
    const k = i + 1;
    const lines = (letter: string) =>
      Array.from({ length: 100 }, (_, i) => `stdout c${k} ${letter}${i}`);
    const wanted = [
      ...lines("a"),
      `shown <b>c${k} second</b>`,
      ...lines("b"),
      `stderr c${k} error`,
      `shown "c${k} result"`,
    ];
    const got = outputs.flatMap(describe);
    const late = got.indexOf(`stdout c${k} late`);
    if (late <= wanted.length - 2) return [`cell ${k}: the late line is at ${late}`];
    got.splice(late, 1);
    const at = wanted.findIndex((line, at) => line !== got[at]);
    if (at >= 0) return [`cell ${k}: output ${at} is ${got[at]}, wanted ${wanted[at]}`];
    return got.length > wanted.length ? [`cell ${k}: ${got[wanted.length]} is one too many`] : [];
  });
}

function describe(output: CellOutput): string[] {
  if (output.output_type === "stream") {
    return output.text.replace(/\n$/, "").split("\n").map((line) => `${output.name} ${line}`);
  }
  if (output.output_type === "error") return [`error ${output.evalue}`];
  return [`shown ${output.data["text/html"] ?? output.data["text/plain"]}`];
}
