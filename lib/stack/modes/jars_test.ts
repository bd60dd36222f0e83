import assert from "node:assert/strict";
import { dirname } from "node:path";
import { engines } from "../engines/mod.ts";
import type { Run } from "../machine/run.ts";
import { withTempDir } from "../testing.ts";
import { fetchJars, haveJars, javaEngines } from "./jars.ts";

const [kafka, questdb] = javaEngines(engines);
const both = [kafka!, questdb!];

/** A Maven that puts a file named by its version into each module's folder. */
function maven(code: number, stdout = ""): Run {
  return async (command) => {
    const option = (name: string) =>
      command.find((word) => word.startsWith(`${name}=`))!.split("=")[1]!;
    const project = option("--file");
    const modules = (await Deno.readTextFile(project)).matchAll(/<module>(.*?)<\/module>/g);
    for (const [, module] of modules) {
      const folder = `${dirname(project)}/${module}`;
      const pom = await Deno.readTextFile(`${folder}/pom.xml`);
      const version = /<engine\.version>(.*)<\//.exec(pom)![1];
      await Deno.mkdir(`${folder}/${option("-DoutputDirectory")}`);
      await Deno.writeTextFile(`${folder}/jars/${version}.jar`, "");
    }
    return { code, stdout, stderr: "" };
  };
}

Deno.test("fetchJars() fetches into folders that haveJars() then finds", () =>
  withTempDir(async (dir) => {
    const lines: string[] = [];
    for (const engine of both) assert.equal(await haveJars(engine, dir), undefined);
    await fetchJars(both, { dir, run: maven(0), log: (line) => lines.push(line) });
    for (const engine of both) {
      const jars = await haveJars(engine, dir);
      assert.ok((await Deno.stat(`${jars}/${engine.version}.jar`)).isFile);
    }
    assert.match(lines[0]!, /Kafka 4\.1.* and QuestDB 9\..*72 MB/);
  }));

Deno.test("fetchJars() fetches one engine's jars beside those that are there", () =>
  withTempDir(async (dir) => {
    const lines: string[] = [];
    const options = { dir, run: maven(0), log: (line: string) => lines.push(line) };
    await fetchJars([questdb!], options);
    const before = await haveJars(questdb!, dir);
    assert.equal(await haveJars(kafka!, dir), undefined);
    await fetchJars([kafka!], options);
    assert.ok(await haveJars(kafka!, dir));
    assert.equal(await haveJars(questdb!, dir), before);
    assert.match(lines[0]!, /^Fetching QuestDB 9\.\S+ by Maven \(29 MB, only once\)$/);
  }));

Deno.test("fetchJars() leaves nothing half-fetched, and the next call cleans up", () =>
  withTempDir(async (dir) => {
    const output =
      "\x1b[1;31m[ERROR]\x1b[m noise\n[ERROR] Failed to collect x: Unknown host -> [Help 1]";
    await assert.rejects(fetchJars(both, { dir, run: maven(1, output), log: () => {} }), {
      name: "UnavailableError",
      message: /^Cannot fetch the engines: noise\. Check the network and the free disk space/,
    });
    for (const engine of both) assert.equal(await haveJars(engine, dir), undefined);
    await fetchJars(both, { dir, run: maven(0), log: () => {} });
    const names = await Array.fromAsync(Deno.readDir(`${dir}/jars`), ({ name }) => name);
    const jars = await Promise.all(both.map((engine) => haveJars(engine, dir)));
    assert.deepEqual(names.toSorted(), jars.map((folder) => folder!.split("/").at(-1)).toSorted());
  }));

Deno.test("fetchJars() names what could not be fetched", () =>
  withTempDir(async (dir) => {
    const output = "[ERROR] Plugin p:1 could not be resolved: Failed to read: " +
      "Could not transfer artifact g:a:pom:1 from/to central (https://repo/): " +
      "Connection refused -> [Help 1]";
    await assert.rejects(fetchJars(both, { dir, run: maven(1, output), log: () => {} }), {
      message: /^Cannot fetch the engines: g:a:pom:1: Connection refused\. Check the network/,
    });
  }));

Deno.test("fetchJars() says what to install without Maven", () =>
  withTempDir(async (dir) => {
    const run: Run = () => Promise.resolve({ code: 127, stdout: "", stderr: "" });
    await assert.rejects(
      fetchJars(both, { dir, run, log: () => {} }),
      /Maven \(mvn\) is not installed\. Install it, or Docker with compose$/,
    );
  }));
