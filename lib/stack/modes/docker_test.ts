import assert from "node:assert/strict";
import { dockerAnswers, startDocker, stopDocker } from "./docker.ts";
import { projectFolder } from "../../config.ts";
import { readCredentials } from "../credentials.ts";
import { defaultEngines, engines } from "../engines/mod.ts";
import type { Run } from "../machine/run.ts";
import { readState, writeState } from "../state.ts";
import { withTempDir } from "../testing.ts";

interface Call {
  words: string;
  env: Record<string, string>;
}

/** A Docker that records its commands, and answers by the first key that occurs in one. */
function docker(answers: Record<string, { code?: number; stdout?: string; stderr?: string }> = {}) {
  const calls: Call[] = [];
  const run: Run = (command, options) => {
    const words = command.join(" ");
    calls.push({ words, env: options?.env ?? {} });
    const answer = Object.entries(answers).find(([key]) => words.includes(key))?.[1];
    return Promise.resolve({ code: 0, stdout: "", stderr: "", ...answer });
  };
  return { calls, run };
}

for (
  const [what, answers, wanted] of [
    ["engine and compose", { info: { stdout: "28.2.2\n" }, compose: { stdout: "v2.40" } }, true],
    ["a client without an engine", { info: { code: 1, stderr: "Cannot connect" } }, false],
    ["an engine without compose", { info: { stdout: "28.2.2" }, compose: { code: 1 } }, false],
    ["no client", { docker: { code: 127 } }, false],
  ] as const
) {
  Deno.test(`dockerAnswers() is ${wanted} with ${what}`, async () => {
    assert.equal(await dockerAnswers({ run: docker(answers).run }), wanted);
  });
}

Deno.test("startDocker() starts compose.yaml on free ports and remembers them", () =>
  withTempDir(async (dir) => {
    const { calls, run } = docker();
    await startDocker(defaultEngines, { run, dir, log: () => {} });
    const state = await readState(dir);
    assert.equal(state?.mode, "docker");
    const up = calls.at(-1)!;
    assert.match(
      up.words,
      new RegExp(
        `^docker compose --file ${projectFolder}/compose.yaml --project-name tributary-[\\w-]{8} ` +
          "--profile flink --profile postgres --profile connect up --detach --wait kafka questdb$",
      ),
    );
    assert.equal(
      up.words,
      up.words.toLowerCase().replace(projectFolder.toLowerCase(), projectFolder),
    );
    const { questdb } = (await readCredentials(dir)).passwords;
    const {
      TRIBUTARY_STACK_ID,
      TRIBUTARY_QUESTDB_ADMIN_PASSWORD,
      TRIBUTARY_QUESTDB_READER_PASSWORD,
      ...ports
    } = up.env;
    assert.deepEqual(questdb, {
      admin: TRIBUTARY_QUESTDB_ADMIN_PASSWORD,
      reader: TRIBUTARY_QUESTDB_READER_PASSWORD,
    });
    for (const { words } of calls) assert.ok(!words.includes(TRIBUTARY_QUESTDB_ADMIN_PASSWORD!));
    assert.match(TRIBUTARY_STACK_ID!, /^T[\w-]{21}$/);
    assert.deepEqual(ports, {
      TRIBUTARY_KAFKA_PORT: String(state.ports.kafka),
      TRIBUTARY_CONTROLLER_PORT: String(state.ports.controller),
      TRIBUTARY_HTTP_PORT: String(state.ports.http),
      TRIBUTARY_PG_PORT: String(state.ports.pg),
      TRIBUTARY_METRICS_PORT: String(state.ports.metrics),
    });
  }));

Deno.test("startDocker() keeps the ports of containers that run", () =>
  withTempDir(async (dir) => {
    // A port that no candidate would be: only a running container can hold it.
    const ports = Object.assign({}, ...engines.map(({ ports }) => ports), { kafka: 12345 });
    await writeState({ mode: "docker", ports, versions: { kafka: "4.1.2" } }, dir);
    const { calls, run } = docker({ "ps --services": { stdout: "kafka\nquestdb\n" } });
    await startDocker(engines, { run, dir, log: () => {} });
    assert.equal(calls.at(-1)!.env.TRIBUTARY_KAFKA_PORT, "12345");
  }));

Deno.test("startDocker() quotes compose if it fails, and names the way without Docker", () =>
  withTempDir(async (dir) => {
    const { run } = docker({ "up --detach": { code: 1, stderr: "manifest unknown\n" } });
    await assert.rejects(startDocker(engines, { run, dir, log: () => {} }), {
      message: /manifest unknown\n.*TRIBUTARY_STACK=java deno task up$/,
    });
  }));

Deno.test("stopDocker() keeps the volumes unless purge is set", () =>
  withTempDir(async (dir) => {
    const { calls, run } = docker();
    await stopDocker({ run, dir });
    await stopDocker({ run, dir, purge: true });
    assert.match(calls[0]!.words, / down$/);
    assert.match(calls[1]!.words, / down --volumes$/);
  }));
