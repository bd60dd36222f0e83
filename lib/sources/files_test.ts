import assert from "node:assert/strict";
import { UsageError } from "../errors.ts";
import { findFiles } from "./files.ts";

async function withTree(files: string[], test: (dir: string) => Promise<void>) {
  const dir = await Deno.makeTempDir();
  try {
    for (const file of files) {
      await Deno.mkdir(`${dir}/${file}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${dir}/${file}`, file);
    }
    await test(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

const extensions = [".csv"];

Deno.test("findFiles() finds the fitting files of a directory and below, sorted by name", async () => {
  const tree = [
    "b.csv",
    "a/2.csv.gz",
    "a/1.csv",
    "a/notes.txt",
    "c.CSV",
    ".hidden.csv",
    ".git/x.csv",
  ];
  await withTree(tree, async (dir) => {
    const files = await findFiles(`${dir}/`, { extensions });
    assert.deepEqual(
      files.map((file) => file.path),
      [`${dir}/a/1.csv`, `${dir}/a/2.csv.gz`, `${dir}/b.csv`],
    );
  });
});

Deno.test("findFiles() tells size and time of change, and takes a file whatever its name", async () => {
  await withTree(["notes.txt"], async (dir) => {
    const path = `${dir}/notes.txt`;
    await Deno.utime(path, 0, new Date("2026-01-02T03:04:05.000Z"));
    const files = await findFiles([path, "-"], { extensions });
    const modified = "2026-01-02T03:04:05.000Z";
    assert.deepEqual(files, [{ path, size: 9, modified }, { path: "-" }]);
  });
});

Deno.test("findFiles() names a path that cannot be used", async () => {
  await withTree(["a/notes.txt"], async (dir) => {
    await Deno.symlink(`${dir}/nowhere`, `${dir}/a/link.csv`);
    for (
      const [path, message] of [
        [`${dir}/none.csv`, `Cannot read ${dir}/none.csv: there is no such file or directory`],
        [`${dir}/a/notes.txt/x`, `Cannot read ${dir}/a/notes.txt/x: Not a directory`],
        [`${dir}/a`, `Cannot read ${dir}/a/link.csv: there is no such file or directory`],
      ]
    ) {
      await assert.rejects(findFiles(path!, { extensions }), (error) => {
        assert.ok(error instanceof UsageError && error.message.startsWith(message!), String(error));
        return true;
      });
    }
    await Deno.remove(`${dir}/a/link.csv`);
    await assert.rejects(findFiles(dir, { extensions }), {
      name: "UsageError",
      message: `Cannot read ${dir}: the directory holds no file named *.csv, *.csv.gz`,
    });
  });
});
