import assert from "node:assert/strict";
import { ensureCredentials, readCredentials } from "./credentials.ts";
import { echo, relay } from "./testing_engines.ts";
import { withTempDir } from "./testing.ts";

const guarded = { ...echo, users: { admin: "everything", reader: "reading" } };

Deno.test("ensureCredentials() makes a password for each user once", () =>
  withTempDir(async (temp) => {
    const dir = `${temp}/made`;
    assert.equal((await readCredentials(dir)).state, "missing");
    const made = await ensureCredentials([guarded, relay], dir);
    assert.deepEqual(Object.keys(made), ["echo"]);
    const { admin, reader } = made.echo!;
    for (const password of [admin, reader]) assert.match(password!, /^[\w-]{32}$/);
    assert.notEqual(admin, reader);
    assert.deepEqual(await ensureCredentials([guarded], dir), made);
    assert.deepEqual((await readCredentials(dir)).passwords, made);

    const later = { ...relay, users: { admin: "everything" } };
    const more = await ensureCredentials([later], dir);
    assert.deepEqual(more.echo, made.echo);
    assert.notEqual(more.relay!.admin, admin);
    const other = await ensureCredentials([guarded], `${temp}/other`);
    assert.notEqual(other.echo!.admin, admin);
  }));

Deno.test("ensureCredentials() writes nothing for engines without users", () =>
  withTempDir(async (dir) => {
    assert.deepEqual(await ensureCredentials([relay], dir), {});
    assert.equal((await readCredentials(dir)).state, "missing");
  }));

for (
  const [what, text] of [
    ["cut short", '{"echo": {"admin": "hush'],
    ["empty", ""],
    ["an array", '["hush"]'],
    ["of another shape", '{"echo": "hush"}'],
    ["with a number", '{"echo": {"admin": 1234567890123456789}}'],
    ["with a short password", '{"echo": {"admin": "hush"}}'],
    ["with a ;", '{"echo": {"admin": "0123456789abcdef;addr=evil:1"}}'],
  ] as const
) {
  Deno.test(`readCredentials() calls a file damaged that is ${what}, and it is made again`, () =>
    withTempDir(async (dir) => {
      await Deno.writeTextFile(`${dir}/credentials.json`, text);
      const found = await readCredentials(dir);
      assert.deepEqual([found.state, found.passwords], ["damaged", {}]);
      const made = await ensureCredentials([guarded], dir);
      assert.deepEqual((await readCredentials(dir)).passwords, made);
    }));
}
