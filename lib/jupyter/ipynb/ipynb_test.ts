import assert from "node:assert/strict";
import { formatNotebook, parseNotebook } from "./ipynb.ts";
import { stripNotebook, unstrippedCells } from "./strip_notebook.ts";

/** As JupyterLab saves it: an indent of one space, sorted keys, lines as lists. */
const SAVED = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "m",
   "metadata": {},
   "source": [
    "# Title\\n",
    "é"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 3,
   "id": "c",
   "metadata": {
    "execution": {
     "iopub.execute_input": "2026-01-01T00:00:00Z"
    },
    "tags": [
     "keep"
    ]
   },
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "1\\n",
      "2\\n"
     ]
    }
   ],
   "source": [
    "f()"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Deno",
   "language": "typescript",
   "name": "deno"
  },
  "language_info": {
   "name": "typescript",
   "version": "5.9"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

Deno.test("parseNotebook() joins lines and formatNotebook() restores the same text", () => {
  const notebook = parseNotebook(SAVED, "a.ipynb");
  assert.equal(notebook.cells[0]!.source, "# Title\né");
  assert.deepEqual(notebook.cells[1]!.outputs, [
    { output_type: "stream", name: "stdout", text: "1\n2\n" },
  ]);
  assert.equal(formatNotebook(notebook), SAVED);
});

for (
  const [what, text] of [
    ["text that is not JSON", "{"],
    ["null", "null"],
    ["an old format", '{"nbformat": 3, "worksheets": []}'],
    ["a cell without source", '{"nbformat": 4, "cells": [{"cell_type": "code"}]}'],
    ["a cell of an unknown type", '{"nbformat": 4, "cells": [{"cell_type": "x", "source": ""}]}'],
    ["a cell that is null", '{"nbformat": 4, "cells": [null]}'],
  ] as const
) {
  Deno.test(`parseNotebook() rejects ${what} and names the file`, () => {
    assert.throws(() => parseNotebook(text, "a.ipynb"), {
      name: "SyntaxError",
      message: /^Cannot read the notebook a\.ipynb: /,
    });
  });
}

Deno.test("stripNotebook() removes what a run leaves and nothing else, and is idempotent", () => {
  const notebook = parseNotebook(SAVED, "a.ipynb");
  assert.deepEqual(unstrippedCells(notebook), [1]);
  const stripped = stripNotebook(notebook);
  assert.deepEqual(unstrippedCells(stripped), []);
  assert.deepEqual(stripped.cells[1], {
    cell_type: "code",
    id: "c",
    metadata: { tags: ["keep"] },
    source: "f()",
    outputs: [],
    execution_count: null,
  });
  assert.deepEqual(stripped.metadata.language_info, { name: "typescript" });
  assert.equal(stripped.cells[0]!.source, notebook.cells[0]!.source);
  assert.deepEqual(stripNotebook(stripped), stripped);
});
