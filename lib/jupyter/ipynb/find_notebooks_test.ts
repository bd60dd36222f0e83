import assert from "node:assert/strict";
import { UsageError } from "../../errors.ts";
import { findNotebooks } from "./find_notebooks.ts";
import { formatNotebook } from "./ipynb.ts";
import { notebookOf } from "../testing/torture_testing.ts";

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of ["02_b", "01_a", "10_c"]) {
      await Deno.writeTextFile(`${folder}/${name}.ipynb`, formatNotebook(notebookOf("1")));
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("findNotebooks() finds all in order, or by name, beginning and file", async () => {
  await inFolder(async (folder) => {
    const names = async (...names: string[]) =>
      (await findNotebooks(names, { folder })).map(({ name }) => name);
    assert.deepEqual(await names(), ["01_a", "02_b", "10_c"]);
    assert.deepEqual(await names("10", "01_a", "10"), ["10_c", "01_a"]);
    assert.deepEqual(await names("02_b.ipynb"), ["02_b"]);
    assert.deepEqual(await names(`${folder}/01_a.ipynb`), ["01_a"]);
  });
});

Deno.test("findNotebooks() leaves out the copies that JupyterLab keeps", async () => {
  await inFolder(async (folder) => {
    const copy = `${folder}/.ipynb_checkpoints/01_a-checkpoint.ipynb`;
    await Deno.mkdir(`${folder}/.ipynb_checkpoints`);
    await Deno.copyFile(`${folder}/01_a.ipynb`, copy);
    const found = await findNotebooks([copy, `${folder}/01_a.ipynb`], { folder });
    assert.deepEqual(found.map(({ name }) => name), ["01_a"]);
    await assert.rejects(findNotebooks([copy], { folder }), UsageError);
  });
});

Deno.test("findNotebooks() lists the notebooks there are if it finds none", async () => {
  await inFolder(async (folder) => {
    for (const name of ["7", ""]) {
      await assert.rejects(
        findNotebooks([name], { folder }),
        (error) => error instanceof UsageError && error.message.includes("01_a, 02_b, 10_c"),
      );
    }
    await assert.rejects(findNotebooks([`${folder}/no.ipynb`], { folder }), /no such file/);
    await assert.rejects(findNotebooks([], { folder: `${folder}/none` }), /has none/);
    assert.deepEqual(await findNotebooks([], { folder: `${folder}/none`, none: true }), []);
  });
});
