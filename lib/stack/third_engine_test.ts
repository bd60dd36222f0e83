/** Engines that are not declared pass through everything that walks the list. */
import assert from "node:assert/strict";
import { namespacePrefix } from "../config.ts";
import type { Engine, Launch, ProgramProcess } from "./engines/define.ts";
import type { Health } from "./health.ts";
import { doctor } from "./doctor/doctor.ts";
import { showLogs } from "./logs.ts";
import { startDocker } from "./modes/docker.ts";
import { isFree } from "./machine/ports.ts";
import { runningEngines } from "./machine/processes.ts";
import type { Run } from "./machine/run.ts";
import { ensureStack, findStack } from "./stack.ts";
import { readState } from "./state.ts";
import { stackStatus } from "./status.ts";
import { stopStack } from "./stop.ts";
import { echo, relay, type TestEndpoint } from "./testing_engines.ts";
import { withTempDir } from "./testing.ts";

const engines = [relay, echo];
const bare: Run = () => Promise.resolve({ code: 127, stdout: "", stderr: "" });

Deno.test("third engines are started in order, found, shown and stopped", (t) =>
  withTempDir(async (dir) => {
    const scope = { engines, dir };
    const lines: string[] = [];
    const log = (line: string) => lines.push(line);
    const start = () => ensureStack({ ...scope, need: ["relay"], mode: "java", log });
    try {
      await t.step("not started: status, doctor and findStack() say so", async () => {
        assert.deepEqual({ ...await stackStatus(scope) }, {
          mode: null,
          relay: { http: null, version: null, up: false },
          echo: { http: null, version: null, up: false },
        });
        const needs = await doctor({ ...scope, run: bare });
        const ports = needs.find(({ name }) => name === "Ports")!;
        assert.match(ports.detail, /7072/);
        assert.match(ports.detail, /7071/);
        assert.deepEqual(needs.find(({ name }) => name === "Relay"), {
          name: "Relay",
          found: false,
          required: false,
          detail: "not running. Start it with: deno task up",
        });
        await assert.rejects(findStack(scope), {
          message: "Cannot find Relay and Echo: not started here. Start them with: deno task up",
        });
      });

      await t.step("what an engine depends on is started first", async () => {
        const { mode, endpoints, engines: found } = await start();
        assert.equal(mode, "java");
        assert.deepEqual(Object.keys(endpoints), ["relay"]);
        const { ports, versions } = (await readState(dir))!;
        assert.deepEqual(Object.keys(ports).toSorted(), ["echo", "relay"]);
        assert.deepEqual(versions, { echo: "1.0", relay: "1.0" });
        const url = `http://127.0.0.1:${ports.relay}/`;
        assert.deepEqual(endpoints, { relay: { url, prefix: namespacePrefix() } });
        assert.deepEqual(found, [{ title: "Relay", version: "1.0", where: url }]);
        assert.deepEqual(lines.filter((line) => line.startsWith("Starting")), [
          "Starting Echo",
          "Starting Relay",
        ]);
      });

      await t.step("both are found, and are not started again", async () => {
        const pids = await runningEngines(scope);
        assert.deepEqual(Object.keys(pids).toSorted(), ["echo", "relay"]);
        await start();
        assert.deepEqual(await runningEngines(scope), pids);
        const { endpoints } = await findStack(scope);
        assert.deepEqual(Object.keys(endpoints).toSorted(), ["echo", "relay"]);
        const status: unknown = await stackStatus(scope);
        const { ports } = (await readState(dir))!;
        assert.deepEqual(status, {
          mode: "java",
          relay: { http: `127.0.0.1:${ports.relay}`, version: "1.0", up: true },
          echo: { http: `127.0.0.1:${ports.echo}`, version: "1.0", up: true },
        });
        const needs = await doctor({ ...scope, run: bare });
        assert.equal(
          needs.find(({ name }) => name === "Echo")?.detail,
          `1.0 at 127.0.0.1:${ports.echo}`,
        );
        assert.match(needs.find(({ name }) => name === "Ports")!.detail, /this project's|held by/);
      });

      await t.step("logs show the output of one", async () => {
        const shown: string[] = [];
        await showLogs({ ...scope, only: "echo", write: (line) => shown.push(line) });
        assert.deepEqual(shown, [`answers on ${(await readState(dir))!.ports.echo}`]);
        await assert.rejects(
          showLogs({ ...scope, only: "kafka" }),
          /the engines are relay and echo$/,
        );
      });

      await t.step("one that was killed is started again on its port", async () => {
        const { echo: kept, relay: killed } = await runningEngines(scope);
        const { ports } = (await readState(dir))!;
        Deno.kill(killed!, "SIGKILL");
        await start();
        const now = await runningEngines(scope);
        assert.equal(now.echo, kept);
        assert.notEqual(now.relay, killed);
        assert.deepEqual((await readState(dir))!.ports, ports);
      });

      await t.step("down stops both; purge deletes their folders", async () => {
        const stopped = await stopStack({ ...scope, purge: true });
        assert.deepEqual(stopped, ["relay", "echo"]);
        assert.deepEqual(await runningEngines(scope), {});
        const left = await Array.fromAsync(Deno.readDir(dir), ({ name }) => name);
        assert.deepEqual(left, ["lock"]);
      });

      await t.step("what is not needed is not started", async () => {
        const { endpoints } = await ensureStack({ ...scope, need: ["echo"], mode: "java", log });
        assert.deepEqual(Object.keys(endpoints), ["echo"]);
        assert.deepEqual(Object.keys(await runningEngines(scope)), ["echo"]);
        await assert.rejects(
          findStack({ ...scope, need: ["relay"] }),
          /^UnavailableError: .* Relay/,
        );
        await stopStack({ ...scope, purge: true });
      });

      await t.step("a port that is taken is avoided", async () => {
        let port = 7100;
        while (!isFree(port)) port++;
        using _holder = Deno.listen({ hostname: "127.0.0.1", port });
        const moved = { ...echo, ports: { echo: port } };
        const scope = { engines: [moved], dir, mode: "java" as const, log };
        await ensureStack(scope);
        assert.notEqual((await readState(dir))!.ports.echo, port);
        assert.ok(lines.some((line) => line.startsWith(`Port ${port} (echo) is held by `)));
      });

      await t.step("a port that another process takes at the last moment is given up", async () => {
        let holder: Deno.HttpServer | undefined;
        const outrun = {
          ...echo,
          async health(endpoint: TestEndpoint): Promise<Health> {
            const answer = await fetch(endpoint.url).catch(() => undefined);
            await answer?.body?.cancel();
            if (answer?.status === 401) return { up: false, reason: "401", refused: true };
            return await echo.health(endpoint, { withId: true });
          },
          process: {
            ...echo.process,
            command(launch: Launch) {
              const refuse = () => new Response(null, { status: 401 });
              const options = { hostname: "127.0.0.1", port: launch.ports.echo!, onListen() {} };
              holder ??= Deno.serve(options, refuse);
              return (echo.process as ProgramProcess).command(launch);
            },
          },
        } as Engine;
        await stopStack({ ...scope, purge: true });
        try {
          await ensureStack({ engines: [outrun], dir, mode: "java", log });
          const { ports } = (await readState(dir))!;
          assert.notEqual(ports.echo, (holder!.addr as Deno.NetAddr).port);
          assert.ok(lines.includes("Another process took a port of Echo meanwhile; trying others"));
        } finally {
          await holder?.shutdown();
        }
      });
    } finally {
      await stopStack(scope);
    }
  }));

Deno.test("third engines are started under Docker as services", () =>
  withTempDir(async (dir) => {
    const calls: { words: string; env: Record<string, string> }[] = [];
    const run: Run = (command, { env = {} } = {}) => {
      calls.push({ words: command.join(" "), env });
      return Promise.resolve({ code: 0, stdout: "", stderr: "" });
    };
    await startDocker(engines, { run, dir, log: () => {} });
    const { words, env } = calls.at(-1)!;
    assert.match(words, / up --detach --wait relay echo$/);
    const { ports } = (await readState(dir))!;
    assert.equal(env.TRIBUTARY_ECHO_PORT, String(ports.echo));
    assert.equal(env.TRIBUTARY_RELAY_PORT, String(ports.relay));
  }));
