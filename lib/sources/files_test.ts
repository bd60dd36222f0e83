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
    "C.CSV",
    "d.Csv.GZ",
    ".hidden.csv",
    ".git/x.csv",
  ];
  await withFolder(Object.fromEntries(names.map((name) => [name, name])), async (dir) => {
    const files = await findFiles(`${dir}/`, { extensions, log: () => {} });
    assert.deepEqual(
      files.map((file) => file.path),
      ["C.CSV", "a/1.csv", "a/2.csv.gz", "b.csv", "d.Csv.GZ"].map((name) => `${dir}/${name}`),
    );
  });
});

Deno.test("findFiles() names the files of a directory that it skips, in one line", async () => {
  const names = ["a.csv", "b.csv.bz2", "c/d.tsv", "e.csv.1", ".DS_Store"];
  await withFolder(Object.fromEntries(names.map((name) => [name, name])), async (dir) => {
    const said: string[] = [];
    const log = (line: string) => said.push(line);
    assert.equal((await findFiles(dir, { extensions, log })).length, 1);
    assert.deepEqual(said.splice(0), [
      `Skipped, name them to read them: ${dir}/b.csv.bz2, ${dir}/c/d.tsv, ${dir}/e.csv.1`,
    ]);
    for (let i = 10; i < 30; i++) await Deno.writeTextFile(`${dir}/f${i}.txt`, "");
    await findFiles([`${dir}/a.csv`, dir], { extensions, log });
    assert.equal(said.length, 1);
    assert.match(said[0]!, /e\.csv\.1, .*f10\.txt, .*f16\.txt and 13 more$/);
  });
});

Deno.test("findFiles() follows links, and finds what has two names once", async () => {
  await withFolder({ "in/z.csv": "1", "in/sub/y.csv": "2", "out/x.csv": "3" }, async (dir) => {
    const links = {
      "in/linked": `${dir}/out`,
      "in/sub/up": `${dir}/in`,
      "in/a.csv": `${dir}/in/z.csv`,
      "in/b.csv": `${dir}/out/x.csv`,
      "out/back": `${dir}/in/sub`,
      "in/gone": `${dir}/nowhere`,
    };
    for (const [link, target] of Object.entries(links)) {
      await Deno.symlink(target, `${dir}/${link}`);
    }
    const said: string[] = [];
    const files = await findFiles(`${dir}/in`, { extensions, log: (line) => said.push(line) });
    const names = files.map(({ path }) => path.slice(dir.length));
    assert.deepEqual(names, ["/in/b.csv", "/in/sub/y.csv", "/in/z.csv"]);
    assert.deepEqual(said, [`Skipped, name them to read them: ${dir}/in/gone`]);
  });
});

Deno.test({
  name: "findFiles() says that a file's name is not UTF-8",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await withFolder({ "a.csv": "1" }, async (dir) => {
      const script = `printf x > "$0/$(printf '\\303.csv')"`;
      await new Deno.Command("sh", { args: ["-c", script, dir] }).output();
      await assert.rejects(findFiles(dir, { extensions }), {
        name: "UsageError",
        message: `Cannot read ${dir}/\ufffd.csv: its name is not UTF-8; rename it`,
      });
    });
  },
});

Deno.test("findFiles() gives a file one name, however its path is written", async () => {
  await withFolder({ "in/a.csv": "1", "out.csv": "2" }, async (dir) => {
    const before = Deno.cwd();
    Deno.chdir(`${dir}/in`);
    try {
      const here = Deno.cwd(), above = here.slice(0, -"/in".length);
      const names = async (path: string) =>
        (await findFiles(path, { extensions })).map((file) => file.path);
      for (const path of ["a.csv", "./a.csv", ".//x/../a.csv", `${here}/a.csv`, ".", `${here}/`]) {
        assert.deepEqual(await names(path), ["a.csv"], path);
      }
      for (const path of ["../out.csv", `${above}//out.csv`, `${here}/../out.csv`]) {
        assert.deepEqual(await names(path), [`${above}/out.csv`], path);
      }
      await assert.rejects(findFiles("", { extensions }), {
        name: "UsageError",
        message: "Cannot read an empty path: name a file or a folder",
      });
    } finally {
      Deno.chdir(before);
    }
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
