import assert from "node:assert/strict";
import { ensureCredentials } from "../credentials.ts";
import { writeState } from "../state.ts";
import { echo } from "../testing_engines.ts";
import { withTempDir } from "../testing.ts";
import { withLock } from "./lock.ts";
import { privateFolder, tighten, writePrivate } from "./private.ts";

const ignore = Deno.build.os === "windows"; // it has no such modes
const modeOf = async (path: string) => ((await Deno.stat(path)).mode! & 0o7777).toString(8);

for (const before of [undefined, 0o755, 0o777] as const) {
  const what = before === undefined ? "is not there" : `has mode ${before.toString(8)}`;
  Deno.test(
    `a stack's folder that ${what} is for its owner only, and its files`,
    { ignore },
    () =>
      withTempDir(async (temp) => {
        const dir = `${temp}/stack`;
        const old = ["state.json", "credentials.json", "state.json.new"].map((name) =>
          `${dir}/${name}`
        );
        if (before !== undefined) {
          await Deno.mkdir(dir);
          await Deno.chmod(dir, before);
          for (const file of old) await Deno.writeTextFile(file, "", { mode: 0o644 });
        }
        await withLock(() => Promise.resolve(), { dir });
        assert.equal(await modeOf(dir), "700");
        await writeState({ mode: "java", ports: {}, versions: {} }, dir);
        await ensureCredentials([{ ...echo, users: { admin: "everything" } }], dir);
        for (const file of ["state.json", "credentials.json", "lock"]) {
          assert.equal(await modeOf(`${dir}/${file}`), "600", file);
        }
      }),
  );
}

Deno.test(
  "privateFolder() refuses a folder that all users share",
  { ignore },
  () =>
    withTempDir(async (dir) => {
      await Deno.chmod(dir, 0o1777);
      await assert.rejects(privateFolder(dir), {
        name: "UsageError",
        message: /^Cannot keep .* in .*: all users share this folder\. Set TRIBUTARY_STACK_DIR/,
      });
      assert.equal(await modeOf(dir), "1777");
      await Deno.chmod(dir, 0o700);
    }),
);

Deno.test(
  "tighten() takes the rights of others from everything in a folder",
  { ignore },
  () =>
    withTempDir(async (dir) => {
      await Deno.mkdir(`${dir}/a/b`, { recursive: true });
      await Deno.writeTextFile(`${dir}/a/b/engine.log`, "x");
      await Deno.chmod(`${dir}/a/b/engine.log`, 0o664);
      await tighten(dir, { title: "Echo" });
      assert.equal(await modeOf(`${dir}/a/b/engine.log`), "600");
      assert.equal(await modeOf(`${dir}/a/b`), "700");
      await assert.rejects(
        tighten(`${dir}/none`, { title: "Echo" }),
        /^\w+: Cannot start Echo: others/,
      );
    }),
);

Deno.test(
  "tighten() does not mind files that a running engine removes meanwhile",
  { ignore },
  () =>
    withTempDir(async (dir) => {
      const gone = `chmod: cannot access '${dir}/a.d.1': No such file or directory\n`;
      const held = `chmod: changing permissions of '${dir}/b': Operation not permitted\n`;
      const saying = (stderr: string) => ({
        run: () => Promise.resolve({ code: 1, stdout: "", stderr }),
      });
      await tighten(dir, { title: "Echo" }, saying(gone + gone));
      await assert.rejects(
        tighten(dir, { title: "Echo" }, saying(gone + held)),
        /Cannot start Echo: others may read its data: .*Operation not permitted/s,
      );
    }),
);

Deno.test(
  "writePrivate() replaces a file that others may read",
  { ignore },
  () =>
    withTempDir(async (dir) => {
      const file = `${dir}/f`;
      await Deno.writeTextFile(file, "old", { mode: 0o644 });
      await writePrivate(file, "new");
      assert.deepEqual([await Deno.readTextFile(file), await modeOf(file)], ["new", "600"]);
    }),
);
