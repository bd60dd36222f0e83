import assert from "node:assert/strict";
import { doctor } from "./doctor.ts";
import type { Run } from "../machine/run.ts";
import { withTempDir } from "../testing.ts";

const bare: Run = () => Promise.resolve({ code: 127, stdout: "", stderr: "" });

function with_(program: string, output: string): Run {
  return (command) =>
    Promise.resolve(
      command[0] === program
        ? { code: 0, stdout: "", stderr: output }
        : { code: 127, stdout: "", stderr: "" },
    );
}

Deno.test("doctor() says how to get what is missing on a bare machine", async () => {
  const needs = await doctor({ run: bare });
  const need = (name: string) => needs.find((need) => need.name === name)!;
  assert.equal(need("Deno").found, true);
  assert.deepEqual(
    [need("Java or Docker").found, need("Java or Docker").required],
    [false, true],
  );
  assert.match(need("Java or Docker").detail, /Install Java 17 or newer and Maven, or Docker/);
  assert.deepEqual([need("Jupyter").found, need("Jupyter").required], [false, false]);
  assert.match(need("Jupyter").detail, /Install Python 3\.9 or later with venv and pip/);
  for (const { detail } of needs) assert.doesNotMatch(detail, /\n/);
});

Deno.test("doctor() refuses a Java that is too old", async () => {
  const needs = await doctor({ run: with_("java", 'openjdk version "11.0.2" 2019-01-15') });
  const java = needs.find(({ name }) => name === "Java or Docker")!;
  assert.equal(java.found, false);
  assert.match(java.detail, /^Java 11 is too old/);
});

Deno.test("doctor() says that an optional engine needs a JDK where Java is a runtime only", async () => {
  const java = (modules: string): Run => ([program, flag]) =>
    Promise.resolve(
      program !== "java"
        ? { code: 127, stdout: "", stderr: "" }
        : flag === "-version"
        ? { code: 0, stdout: "", stderr: 'openjdk version "17.0.15" 2025-04-15' }
        : { code: 0, stdout: modules, stderr: "" },
    );
  await withTempDir(async (dir) => {
    const flink = async (modules: string) =>
      (await doctor({ run: java(modules), dir })).find(({ name }) => name === "Flink")!;
    const runtime = await flink("java.base@17.0.15\njava.compiler@17.0.15\n");
    assert.match(runtime.detail, /^not running\. JDK needed: Java 17 is a runtime only\. Install /);
    assert.equal(runtime.required, false);
    const jdk = await flink("java.base@17.0.15\njdk.compiler@17.0.15\n");
    assert.equal(jdk.detail, "not running. Start it with: deno task up --with flink");
  });
});

Deno.test("doctor() says what PostgreSQL needs where we are root", async () => {
  await withTempDir(async (dir) => {
    const detail = async (run: Run) =>
      (await doctor({ run, dir })).find(({ name }) => name === "PostgreSQL")!.detail;
    const root: Run = ([program]) =>
      Promise.resolve({ code: program === "id" ? 0 : 127, stdout: "0", stderr: "" });
    assert.match(
      await detail(root),
      /^not running\. It does not run as root, .*package util-linux/,
    );
    assert.match(
      await detail(bare),
      /up --with postgres$|^not running\. PostgreSQL is not installed/,
    );
  });
});

Deno.test("doctor() names the ports of optional engines only where they were started", async () => {
  await withTempDir(async (dir) => {
    const needs = await doctor({ run: bare, dir });
    assert.doesNotMatch(needs.find(({ name }) => name === "Ports")!.detail, /808\d/);
  });
});

Deno.test("doctor() finds Jupyter on PATH or in the project's own environment, or says who installs it", async () => {
  async function jupyter(answers: (command: string) => boolean) {
    const run: Run = ([program, ...words]) => {
      const found = answers([program, ...words].join(" "));
      return Promise.resolve({ code: found ? 0 : 127, stdout: "4.6.6\n", stderr: "" });
    };
    const { found, detail } = (await doctor({ run })).find(({ name }) => name === "Jupyter")!;
    return `${found} ${detail}`;
  }
  assert.equal(
    await jupyter((command) => command.startsWith("jupyter")),
    "true JupyterLab 4.6.6 on PATH",
  );
  assert.match(
    await jupyter((command) => command.includes("/venv/bin/python ")),
    /^true JupyterLab 4\.6\.6 in .*\/venv$/,
  );
  assert.match(
    await jupyter((command) => command.includes("ensurepip")),
    /^false deno task lab installs it on first use/,
  );
});
