import assert from "node:assert/strict";
import { fetchJars, haveJars } from "./jars.ts";
import type { Run } from "./run.ts";
import { withTempDir } from "./testing.ts";

/** A Maven that puts one file into the folder it is told, and ends as it is told. */
function maven(code: number, stdout = ""): Run {
  return async (command) => {
    const folder = command.find((word) => word.startsWith("-DoutputDirectory="))!.split("=")[1]!;
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(`${folder}/one.jar`, "");
    return { code, stdout, stderr: "" };
  };
}

Deno.test("fetchJars() fetches into a folder that haveJars() then finds", () =>
  withTempDir(async (dir) => {
    const lines: string[] = [];
    assert.equal(await haveJars(dir), undefined);
    const jars = await fetchJars({ dir, run: maven(0), log: (line) => lines.push(line) });
    assert.equal(await haveJars(dir), jars);
    assert.ok((await Deno.stat(`${jars}/one.jar`)).isFile);
    assert.match(lines[0]!, /Kafka 4\.1.* and QuestDB 9\..*72 MB/);
  }));

Deno.test("fetchJars() leaves nothing half behind, and the next call clears up", () =>
  withTempDir(async (dir) => {
    const output =
      "\x1b[1;31m[ERROR]\x1b[m noise\n[ERROR] Failed to collect x: Unknown host -> [Help 1]";
    await assert.rejects(fetchJars({ dir, run: maven(1, output), log: () => {} }), {
      name: "UnavailableError",
      message: /^Cannot fetch the engines: noise\. Check the network and the free disk space/,
    });
    assert.equal(await haveJars(dir), undefined);
    await fetchJars({ dir, run: maven(0), log: () => {} });
    const names = await Array.fromAsync(Deno.readDir(`${dir}/jars`), ({ name }) => name);
    assert.deepEqual(names, [(await haveJars(dir))!.split("/").at(-1)]);
  }));

Deno.test("fetchJars() names what could not be fetched", () =>
  withTempDir(async (dir) => {
    const output = "[ERROR] Plugin p:1 could not be resolved: Failed to read: " +
      "Could not transfer artifact g:a:pom:1 from/to central (https://repo/): " +
      "Connection refused -> [Help 1]";
    await assert.rejects(fetchJars({ dir, run: maven(1, output), log: () => {} }), {
      message: /^Cannot fetch the engines: g:a:pom:1: Connection refused\. Check the network/,
    });
  }));

Deno.test("fetchJars() says what to install without Maven", () =>
  withTempDir(async (dir) => {
    const run: Run = () => Promise.resolve({ code: 127, stdout: "", stderr: "" });
    await assert.rejects(
      fetchJars({ dir, run, log: () => {} }),
      /Maven \(mvn\) is not installed\. Install it, or Docker with compose$/,
    );
  }));
