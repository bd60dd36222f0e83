import assert from "node:assert/strict";
import { projectFolder } from "../../../config.ts";
import { POSTGRES_PACKAGE, POSTGRES_SETTINGS, POSTGRES_VERSION, settingFlags } from "./settings.ts";
import { packageName } from "./programs.ts";

Deno.test("compose.yaml starts PostgreSQL with the same settings", async () => {
  const text = await Deno.readTextFile(`${projectFolder}/compose.yaml`);
  for (const setting of settingFlags(POSTGRES_SETTINGS).filter((word) => word !== "-c")) {
    assert.ok(text.includes(`-c ${setting}\n`), setting);
  }
});

Deno.test("postgres.lock has the checksum of the package of each platform", async () => {
  const lock = JSON.parse(await Deno.readTextFile(new URL("postgres.lock", import.meta.url)));
  for (const os of ["linux", "darwin"]) {
    for (const arch of ["x86_64", "aarch64"]) {
      const found = lock.npm[`${packageName({ os, arch })}@${POSTGRES_PACKAGE}`];
      assert.match(found.integrity, /^sha512-/);
    }
  }
  assert.equal(packageName({ os: "windows", arch: "x86_64" }), undefined);
  assert.ok(POSTGRES_PACKAGE.startsWith(POSTGRES_VERSION));
});
