/** Flink as an engine of a stack of the test's own, and the client of its SQL Gateway. */
import assert from "node:assert/strict";
import { until } from "../../retry.ts";
import { flink } from "../../stack/engines/flink/mod.ts";
import { runningEngines } from "../../stack/machine/processes.ts";
import { run } from "../../stack/machine/run.ts";
import { findJava, hasCompiler, JAVA_WANTED } from "../../stack/modes/find_java.ts";
import { fetchJars, haveJars, javaEngines } from "../../stack/modes/jars.ts";
import { ensureStack, stackStatus, stopStack } from "../../stack/mod.ts";
import { readState } from "../../stack/state.ts";
import { shareJars, withTempDir } from "../../stack/testing.ts";
import { openGateway } from "./gateway.ts";

/** At rest, MB. */
const MEMORY_LIMIT = 600;

const java = await findJava();
const ignore = java === undefined || java.version < JAVA_WANTED || !await hasCompiler(java);
if (ignore) console.log(`skipped: Flink as a process, because no JDK ${JAVA_WANTED} is here`);

Deno.test(
  "up --with flink starts a Flink that runs statements and jobs",
  { ignore },
  (t) =>
    withTempDir(async (parent) => {
      const dir = `${parent}/a ü%20`; // a name that a shell, Java or a URL may misread
      const engine = javaEngines([flink]);
      if (!await haveJars(engine[0]!)) await fetchJars(engine);
      await Deno.mkdir(dir);
      await shareJars(dir);
      const start = () => ensureStack({ need: ["flink"], dir, mode: "java", log: () => {} });
      try {
        const { endpoints } = await start();
        const pid = async () => (await runningEngines({ dir })).flink!;

        await t.step("it is found, alone, small, and on this machine only", async () => {
          const status = await stackStatus({ dir });
          assert.deepEqual([status.flink.up, status.flink.version], [true, flink.version]);
          assert.deepEqual(Object.keys(await runningEngines({ dir })), ["flink"]);
          const { stdout } = await run(["ps", "-o", "rss=", "-p", String(await pid())]);
          const size = Number(stdout) / 1024;
          assert.ok(size > 100 && size < MEMORY_LIMIT, `${size} MB`);
          const sockets = await run(["ss", "-ltnpH"]);
          if (sockets.code !== 0) return console.log("skipped: listeners, because ss is not here");
          const own = `pid=${await pid()},`;
          const listening = sockets.stdout.split("\n").filter((line) => line.includes(own))
            .map((line) => line.trim().split(/\s+/)[3]!);
          for (const address of listening) {
            assert.match(address, /^(\[::ffff:)?127\.0\.0\.1\]?:\d+$/);
          }
          const found = listening.map((address) => Number(address.split(":").at(-1)));
          const { ports } = (await readState(dir))!;
          assert.deepEqual(found.toSorted(), Object.values(ports).toSorted());
        });

        await t.step("a page of another origin cannot read its answers", async () => {
          for (
            const url of [`${endpoints.flink.gateway}/v1/info`, `${endpoints.flink.rest}/config`]
          ) {
            for (const origin of ["https://example.org", "null"]) {
              const answer = await fetch(url, { headers: { origin } });
              await answer.body?.cancel();
              const allowed = answer.headers.get("access-control-allow-origin");
              assert.ok(allowed !== "*" && allowed !== origin, `${url}: ${allowed}`);
            }
          }
          const page = await fetch(endpoints.flink.rest!);
          assert.match(await page.text(), /<title>Apache Flink Web Dashboard/);
        });

        await t.step("statements are run or refused, in one line", async () => {
          await using session = await openGateway(endpoints.flink);
          const sql = "SELECT 1, CAST(9007199254740993 AS BIGINT), CAST(NULL AS STRING)";
          assert.deepEqual(await session.run(sql), [[1, 9007199254740993n, null]]);
          await assert.rejects(session.run("SELECT * FROM nosuch"), {
            message: "Cannot run a statement on Flink (SELECT * FROM nosuch): " +
              "SqlValidatorException: Object 'nosuch' not found (line 1, column 15)",
          });
        });

        await t.step("a job outlives its session, and stops with a savepoint", async () => {
          const job = async () => {
            await using session = await openGateway(endpoints.flink);
            const rate = "'rows-per-second'='10'";
            await session.run(
              `CREATE TABLE g (a INT, s STRING) WITH ('connector'='datagen', ${rate})`,
            );
            await session.run("CREATE TABLE b (a INT) WITH ('connector'='blackhole')");
            const good = await session.submit("INSERT INTO b SELECT a FROM g");
            const bad = await session.submit("INSERT INTO b SELECT CAST(s AS INT) FROM g");
            return [good.jobId, bad.jobId] as const;
          };
          const [good, bad] = await job();
          await using session = await openGateway(endpoints.flink);
          await until(async () => await session.jobState(good) === "RUNNING", { within: 20_000 });
          const reason = await until(() => session.rootException(bad), { within: 20_000 });
          assert.match(reason, /^NumberFormatException: For input string: /);
          await session.cancel(bad);
          assert.equal(await session.rootException(good), undefined);
          const savepoint = await session.stopWithSavepoint(good);
          assert.ok(savepoint.startsWith(`file:${dir}/flink/savepoints/savepoint-`), savepoint);
          assert.ok((await Deno.stat(`${savepoint.slice(5)}/_metadata`)).isFile);
          assert.equal(await session.jobState(good), "FINISHED");
          assert.ok(["CANCELED", "FAILED"].includes((await session.jobState(bad))!));
          await session.cancel(good);
          const unknown = "0".repeat(32);
          assert.equal(await session.jobState(unknown), undefined);
          await assert.rejects(session.cancel(unknown), /Could not find Flink job/);
        });

        await t.step(
          "one that was killed is started again, and keeps its checkpoints",
          async () => {
            const before = await pid();
            Deno.kill(before, "SIGKILL");
            const again = await start();
            assert.notEqual(await pid(), before);
            assert.deepEqual(again.endpoints, endpoints);
            assert.ok((await Array.fromAsync(Deno.readDir(`${dir}/flink/savepoints`))).length > 0);
          },
        );
      } finally {
        await stopStack({ dir, purge: true });
      }
      assert.deepEqual(await runningEngines({ dir }), {});
      const left = await Array.fromAsync(Deno.readDir(dir), ({ name }) => name);
      assert.deepEqual(left.toSorted(), ["jars", "lock"]);
    }),
);
