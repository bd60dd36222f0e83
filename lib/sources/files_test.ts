import assert from "node:assert/strict";
import { UsageError } from "../errors.ts";
import { findFiles, progressOf } from "./files.ts";
import { withFolder } from "./testing.ts";

const extensions = [".csv"];

Deno.test("findFiles() finds the matching files of a directory and below, sorted by name", async () => {
  const names = [
    "b.csv",
    "a/2.csv.gz",
    "a/1.csv",
    "a/notes.txt",
    "c.CSV",
    ".hidden.csv",
    ".git/x.csv",
  ];
  await withFolder(Object.fromEntries(names.map((name) => [name, name])), async (dir) => {
    const files = await findFiles(`${dir}/`, { extensions });
    assert.deepEqual(
      files.map((file) => file.path),
      [`${dir}/a/1.csv`, `${dir}/a/2.csv.gz`, `${dir}/b.csv`],
    );
  });
});

Deno.test("findFiles() returns size and modification time, and accepts a file whatever its name", async () => {
  await withFolder({ "notes.txt": "some text" }, async (dir) => {
    const path = `${dir}/notes.txt`;
    await Deno.utime(path, 0, new Date("2026-01-02T03:04:05.000Z"));
    const files = await findFiles([path, "-"], { extensions });
    const modified = "2026-01-02T03:04:05.000Z";
    assert.deepEqual(files, [{ path, size: 9, modified }, { path: "-" }]);
  });
});

Deno.test("findFiles() names a path that cannot be used", async () => {
  await withFolder({ "a/notes.txt": "some text" }, async (dir) => {
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

Deno.test("progressOf() counts all files, and is undefined if a size is not known", () => {
  const files = [{ path: "a", size: 30 }, { path: "b", size: 0 }, { path: "c", size: 70 }];
  const progress = progressOf(files);
  const shares = files.map((file) => [progress(file, 0), progress(file, file.size)]);
  assert.deepEqual(shares, [[0, 0.3], [0.3, 0.3], [0.3, 1]]);
  assert.equal(progressOf([{ path: "-" }])({ path: "-" }, 5), undefined);
});

Deno.test("findFiles() takes the preferred names of a directory, and says what it skips", async () => {
  const hours = {
    "2026-01-01-0.json.gz": "{}\n",
    "page.json": "{}\n",
    "2026-01-01-1.json": "{}\n",
  };
  await withFolder(hours, async (folder) => {
    const said: string[] = [];
    const options = {
      extensions: [".json"],
      preferred: /\d-\d{1,2}\.json(\.gz)?$/,
      log: (line: string) => said.push(line),
    };
    const names = (files: { path: string }[]) => files.map(({ path }) => path.split("/").at(-1));
    assert.deepEqual(names(await findFiles(folder, options)), [
      "2026-01-01-0.json.gz",
      "2026-01-01-1.json",
    ]);
    assert.deepEqual(said, [`Skipped, name them to read them: ${folder}/page.json`]);
    assert.deepEqual(names(await findFiles(`${folder}/page.json`, options)), ["page.json"]);
    await Deno.remove(`${folder}/2026-01-01-0.json.gz`);
    await Deno.remove(`${folder}/2026-01-01-1.json`);
    assert.deepEqual(names(await findFiles(folder, options)), ["page.json"]);
  });
});
