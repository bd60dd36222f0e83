/** The commands up, down, status and logs on engines of the test's own, as a user would call them. */
import assert from "node:assert/strict";
import { findJava, JAVA_WANTED } from "./modes/find_java.ts";
import { markerOf, runningEngines } from "./machine/processes.ts";
import { run } from "./machine/run.ts";
import { readState, writeState } from "./state.ts";
import type { StackStatus } from "./status.ts";
import { shareJars, withTempDir } from "./testing.ts";

/** Both engines at rest, MB (issue 3). */
const MEMORY_LIMIT = 900;

const java = await findJava();
const ignore = java === undefined || java.version < JAVA_WANTED;
if (ignore) console.log(`skipped: engines as processes, because Java ${JAVA_WANTED} is not here`);

Deno.test("deno task up, down, status and logs", { ignore }, (t) =>
  withTempDir(async (dir) => {
    const env = { TRIBUTARY_STACK_DIR: dir, TRIBUTARY_STACK: "java" };
    const task = (...words: string[]) =>
      run([Deno.execPath(), "task", "--quiet", ...words], { env });
    const ok = async (...words: string[]) => {
      const { code, stdout, stderr } = await task(...words);
      assert.equal(code, 0, stderr);
      return { stdout, stderr };
    };
    const status = async () => JSON.parse((await ok("status", "--json")).stdout) as StackStatus;
    const sql = async (query: string) => {
      const { http } = (await status()).questdb;
      const answer = await fetch(`http://${http}/exec?query=${encodeURIComponent(query)}`);
      return (await answer.json()).dataset;
    };
    const engines = async () => {
      const { kafka, questdb } = await runningEngines({ dir });
      assert.ok(kafka && questdb);
      return [kafka, questdb];
    };
    await shareJars(dir);
    try {
      await t.step("nothing was started: status says so, down does nothing", async () => {
        assert.deepEqual(await status(), {
          mode: null,
          kafka: { address: null, version: null, up: false },
          questdb: { http: null, pg: null, version: null, up: false },
        });
        assert.match((await ok("down")).stdout, /Nothing was running/);
      });

      await t.step("two ups at once start one Kafka and one QuestDB", async () => {
        const [one, two] = await Promise.all([ok("up"), ok("up")]);
        assert.equal(one.stdout, two.stdout);
        assert.equal(`${one.stderr}${two.stderr}`.match(/Starting Kafka and QuestDB/g)?.length, 1);
        const { mode, kafka, questdb } = await status();
        assert.deepEqual([mode, kafka.up, questdb.up], ["java", true, true]);
      });

      await t.step("everything listens on this machine only", async () => {
        const sockets = await run(["ss", "-ltnpH"]);
        if (sockets.code !== 0) {
          return console.log("skipped: listeners, because ss is not installed");
        }
        const own = await engines();
        const lines = sockets.stdout.split("\n").filter((line) =>
          own.some((pid) => line.includes(`pid=${pid},`))
        );
        const { ports } = (await readState(dir))!;
        const listening = lines.map((line) => line.trim().split(/\s+/)[3]!);
        for (const address of listening) {
          assert.match(address, /^(127\.0\.0\.1|\[::ffff:127\.0\.0\.1\]):\d+$/);
        }
        const found = listening.map((address) => Number(address.split(":").at(-1)));
        assert.deepEqual(found.toSorted(), Object.values(ports).toSorted());
      });

      await t.step("both stay small", async () => {
        const { stdout } = await run(["ps", "-o", "rss=", "-p", (await engines()).join(",")]);
        const sizes = stdout.trim().split("\n").map((kib) => Number(kib) / 1024);
        assert.equal(sizes.length, 2);
        const sum = sizes[0]! + sizes[1]!;
        assert.ok(sum > 100 && sum < MEMORY_LIMIT, `${sum} MB`);
      });

      const kept = [["kept", 7]];
      await t.step("data and ports outlive kill -9", async () => {
        await sql("create table t (name varchar, n int, ts timestamp) timestamp(ts)");
        await sql("insert into t values ('kept', 7, '2026-01-01')");
        await ok("topics", "create", "kept_topic");
        const before = await readState(dir);
        for (const pid of await engines()) Deno.kill(pid, "SIGKILL");
        const { stderr } = await ok("up");
        assert.doesNotMatch(stderr, /is held by/);
        assert.deepEqual(await readState(dir), before);
        assert.deepEqual(await sql("select name, n from t"), kept);
        assert.match((await ok("topics", "list")).stdout, /kept_topic/);
      });

      await t.step("up is quick if both are up already", async () => {
        const pids = await engines();
        const started = performance.now();
        await ok("up");
        const milliseconds = performance.now() - started;
        assert.ok(milliseconds < 1_500, `${milliseconds} ms`);
        assert.deepEqual(await engines(), pids);
      });

      await t.step("external engines: only the needed ones must be named", async () => {
        const { kafka, questdb } = await status();
        const named = async (variables: Record<string, string>, ...words: string[]) =>
          await run([Deno.execPath(), "task", "--quiet", ...words], {
            env: { ...env, TRIBUTARY_STACK: "", ...variables },
          });
        const KAFKA_BOOTSTRAP_SERVERS = kafka.address!;
        const topics = await named({ KAFKA_BOOTSTRAP_SERVERS }, "topics", "list");
        assert.equal(topics.code, 0, topics.stderr);
        assert.match(topics.stdout, /kept_topic/);
        const found = await named({ KAFKA_BOOTSTRAP_SERVERS }, "status", "--json");
        assert.deepEqual(JSON.parse(found.stdout), {
          mode: "external",
          kafka: { address: kafka.address, version: null, up: true },
          questdb: { http: null, pg: null, version: null, up: false },
        });
        const sql = await named({ KAFKA_BOOTSTRAP_SERVERS }, "sql", "select 1");
        assert.equal(sql.code, 2);
        assert.match(sql.stderr, /KAFKA_BOOTSTRAP_SERVERS alone: QuestDB .*QDB_CLIENT_CONF=/);
        const QDB_CLIENT_CONF = `http::addr=${questdb.http};`;
        const needy = await named({ QDB_CLIENT_CONF }, "topics", "list");
        assert.equal(needy.code, 2);
        assert.match(needy.stderr, /QDB_CLIENT_CONF alone: Kafka .*KAFKA_BOOTSTRAP_SERVERS=/);
      });

      await t.step("up --with takes optional engines only", async () => {
        const { code, stderr } = await task("up", "--with", "nosuch");
        assert.equal(code, 2);
        assert.match(stderr, /Cannot use --with "nosuch": .*optional engines/);
      });

      await t.step("logs show what the engines wrote", async () => {
        const { stdout } = await ok("logs", "kafka", "--lines", "1000");
        assert.match(stdout, /Kafka version: /);
        assert.match((await ok("logs", "--lines", "1")).stdout, /^kafka {3}\| .*\nquestdb \| /);
        const following = new Deno.Command(Deno.execPath(), {
          args: ["run", "-A", "pipelines/logs.ts", "questdb", "--follow", "--lines", "1"],
          env,
          stdout: "piped",
          stderr: "null",
        }).spawn();
        const lines = following.stdout.values();
        await lines.next();
        await sql("select 'seen by the log'");
        await readUntil(lines, "seen by the log");
        following.kill("SIGINT");
        assert.equal((await following.status).code, 130);
        await lines.return?.();
      });

      await t.step("down stops these two and no other process", async () => {
        const decoy = new Deno.Command("sh", {
          args: ["-c", "while sleep 1; do :; done", "x", markerOf("kafka", dir), "y"],
        }).spawn();
        assert.match((await ok("down")).stdout, /^Stopped kafka and questdb$/m);
        assert.deepEqual(await runningEngines({ dir }), {});
        const { kafka, questdb } = await status();
        assert.deepEqual([kafka.up, questdb.up], [false, false]);
        decoy.kill("SIGTERM");
        assert.equal((await decoy.status).signal, "SIGTERM");
      });

      await t.step("commands that need the engines say how to start them", async () => {
        const { code, stderr } = await task("topics", "list");
        assert.equal(code, 1);
        assert.match(stderr, /Cannot reach Kafka at .*: connection refused\. .*deno task up/);
      });

      await t.step(
        "an up that is killed halfway is taken up by the next; a taken port is named",
        async () => {
          const { ports } = (await readState(dir))!;
          using _holder = Deno.listen({ hostname: "127.0.0.1", port: ports.kafka! });
          const killed = new Deno.Command(Deno.execPath(), {
            args: ["run", "-A", "pipelines/up.ts"],
            env,
            stdout: "null",
            stderr: "piped",
          }).spawn();
          const said = await readUntil(killed.stderr.values(), "Starting");
          assert.match(
            said,
            new RegExp(`Port ${ports.kafka} .* \\(process ${Deno.pid}\\); taking`),
          );
          killed.kill("SIGKILL");
          await killed.status;
          await ok("up");
          assert.notEqual((await readState(dir))!.ports.kafka, ports.kafka);
          assert.deepEqual(await sql("select name, n from t"), kept);
        },
      );

      await t.step("engines whose state was lost are started again", async () => {
        const pids = await engines();
        await Deno.remove(`${dir}/state.json`);
        await ok("up");
        assert.ok((await engines()).every((pid) => !pids.includes(pid)));
        assert.deepEqual(await sql("select name, n from t"), kept);
      });

      await t.step(
        "engines of another project on the same ports are not mistaken for ours",
        async () => {
          await withTempDir(async (other) => {
            await writeState((await readState(dir))!, other);
            const { stdout } = await run([Deno.execPath(), "task", "--quiet", "status"], {
              env: { ...env, TRIBUTARY_STACK_DIR: other },
            });
            assert.match(stdout, /Kafka +down/);
            assert.match(stdout, /QuestDB +down/);
          });
        },
      );

      await t.step("down --purge deletes the data and keeps the jars", async () => {
        await ok("down", "--purge");
        const left = await Array.fromAsync(Deno.readDir(dir), ({ name }) => name);
        assert.deepEqual(left.toSorted(), ["jars", "lock"]);
      });

      await t.step("an engine that ends at its start is quoted", async () => {
        await Deno.mkdir(`${dir}/kafka/data`, { recursive: true });
        await Deno.writeTextFile(`${dir}/kafka/data/meta.properties`, "version=99\n");
        const { code, stderr } = await task("up");
        assert.equal(code, 1);
        assert.match(stderr, /Cannot start Kafka: it ended by itself\. Its last lines:\n.*\S/);
      });
    } finally {
      await task("down", "--purge");
    }
  }));

async function readUntil(chunks: AsyncIterator<Uint8Array>, wanted: string): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  while (!text.includes(wanted)) {
    const { done, value } = await chunks.next();
    if (done) throw new Error(`The command ended before it said ${wanted}: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  return text;
}
