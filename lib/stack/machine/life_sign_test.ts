import assert from "node:assert/strict";
import { withTempDir } from "../testing.ts";
import { forgetLife, hasDied, isAlive, showLife } from "./life_sign.ts";

const MODULE = JSON.stringify(import.meta.resolve("./life_sign.ts"));

Deno.test("hasDied() is true once the process was killed, and not while it lives", () =>
  withTempDir(async (dir) => {
    const program = `import { showLife } from ${MODULE};
      console.log((await showLife(${JSON.stringify(dir)})).id);
      await new Promise((resolve) => setTimeout(resolve, 60_000));`;
    const other = new Deno.Command(Deno.execPath(), { args: ["eval", program], stdout: "piped" })
      .spawn();
    const reader = other.stdout.getReader();
    const id = new TextDecoder().decode((await reader.read()).value).trim();
    assert.deepEqual([await hasDied(id, dir), await isAlive(id, dir)], [false, true]);
    other.kill("SIGKILL");
    await other.status;
    await reader.cancel();
    assert.deepEqual([await hasDied(id, dir), await isAlive(id, dir)], [true, false]);
    await forgetLife(id, dir);
    await forgetLife(id, dir);
    assert.equal(await hasDied(id, dir), false, "an id without a file may be of another machine");
  }));

Deno.test("hasDied() is false for this process, for one that ended its sign, and for what is no id", () =>
  withTempDir(async (dir) => {
    const sign = await showLife(dir);
    assert.equal(await hasDied(sign.id, dir), false);
    const old = crypto.randomUUID();
    await Deno.writeTextFile(`${dir}/${old}`, "");
    await Deno.utime(`${dir}/${old}`, 0, 0);
    await Deno.utime(`${dir}/${sign.id}`, 0, 0);
    await (await showLife(dir)).end();
    const left = await Array.fromAsync(Deno.readDir(dir), ({ name }) => name);
    assert.deepEqual(left, [sign.id]);
    await sign.end();
    assert.equal(await hasDied(sign.id, dir), false);
    await Deno.writeTextFile(`${dir}/file`, "");
    for (const id of ["", "file", "../file", crypto.randomUUID()]) {
      assert.deepEqual([await hasDied(id, dir), await isAlive(id, dir)], [false, false], id);
    }
  }));
