/** The commands up, down, status and logs on engines of the test's own, as a user would call them. */
import assert from "node:assert/strict";
import { parse } from "yaml";
import { projectFolder } from "../config.ts";
import { authorization } from "../questdb/http.ts";
import { until } from "../retry.ts";
import { readCredentials } from "./credentials.ts";
import { questdb as questdbEngine } from "./engines/questdb/mod.ts";
import { findJava, JAVA_WANTED } from "./modes/find_java.ts";
import { markerOf, runningEngines } from "./machine/processes.ts";
import { run } from "./machine/run.ts";
import { haveJars, javaEngines } from "./modes/jars.ts";
import { launch } from "./modes/launch.ts";
import type { Engine, JavaLaunch, JavaProcess } from "./engines/define.ts";
import { stackId } from "./stack_id.ts";
import { type Ports, readState, writeState } from "./state.ts";
import type { StackStatus } from "./status.ts";
import { shareJars, withTempDir } from "./testing.ts";

/** Both engines at rest, MB (issue 3). */
const MEMORY_LIMIT = 900;

const java = await findJava();
const ignore = java === undefined || java.version < JAVA_WANTED;
if (ignore) console.log(`skipped: engines as processes, because Java ${JAVA_WANTED} is not here`);

/** Engines that only `up --with` starts, in `status --json`. */
const OPTIONAL_DOWN = {
  flink: { gateway: null, rest: null, version: null, up: false },
  postgres: { address: null, version: null, up: false },
  connect: { address: null, version: null, up: false },
};

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
    const passwords = async () => (await readCredentials(dir)).passwords.questdb!;
    const sql = async (query: string) => {
      const { http } = (await status()).questdb;
      const answer = await fetch(`http://${http}/exec?query=${encodeURIComponent(query)}`, {
        headers: authorization(`http::username=admin;password=${(await passwords()).admin};`),
      });
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
          ...OPTIONAL_DOWN,
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

      await t.step("without --show-secrets no password is seen anywhere", async () => {
        const { admin, reader } = await passwords();
        const shown = [
          await ok("status", "--show-secrets", "--json"),
          await ok("status", "--show-secrets"),
        ];
        for (const { stdout } of shown) {
          assert.ok(stdout.includes(admin!) && stdout.includes(reader!));
        }
        assert.deepEqual(JSON.parse(shown[0]!.stdout).secrets.questdb[0], {
          user: "admin",
          password: admin,
          may: "everything: console, REST, ILP and SQL",
        });
        const refused = await task("sql", "select nonsense from nowhere");
        const texts = [
          ...await Promise.all([
            ...["up", "status", "doctor"].map((name) => ok(name)),
            ok("status", "--json"),
            ok("logs", "--lines", "100000"),
            ok("sql", "show parameters", "--csv"),
          ]),
          refused,
          await run(["ps", "-axww", "-o", "args="]),
        ];
        assert.equal(refused.code, 1);
        for (const { stdout, stderr } of texts) {
          for (const secret of [admin!, reader!]) {
            assert.ok(!(stdout + stderr).includes(secret), stdout.slice(0, 100));
            assert.ok(!(stdout + stderr).includes(btoa(`admin:${secret}`)));
          }
        }
        const found = await run([
          "grep",
          "-rlF",
          "-e",
          admin!,
          "-e",
          reader!,
          "--exclude-dir=jars",
          dir,
        ]);
        assert.equal(found.stdout.trim(), `${dir}/credentials.json`);
      });

      await t.step("the container's health check passes with the login", async () => {
        const { ports } = (await readState(dir))!;
        const { services } = parse(await Deno.readTextFile(`${projectFolder}/compose.yaml`));
        const [, shell, flag, script] = services.questdb.healthcheck.test;
        const here = script.replaceAll("$$", "$").replace("9003", String(ports.metrics));
        const check = (password: string) =>
          run([shell, flag, here], {
            env: { QDB_HTTP_USER: "admin", QDB_HTTP_PASSWORD: password },
          });
        const { code, stderr } = await check((await passwords()).admin!);
        if (code === 127) return console.log("skipped: the health check, because bash is not here");
        assert.equal(code, 0, stderr);
        assert.notEqual((await check("quest")).code, 0);
      });

      await t.step("only their owner may read the engines' files", async () => {
        const modes = await run([
          "find",
          dir,
          "-path",
          `${dir}/jars`,
          "-prune",
          "-o",
          "-perm",
          "/077",
        ]);
        // QuestDB sets modes by itself: the folders above keep others out.
        const open = modes.stdout.trim().split("\n").filter((path) =>
          path !== "" && path !== `${dir}/jars` && !path.startsWith(`${dir}/questdb/`)
        );
        assert.deepEqual(open, []);
        const folders = ["", "/kafka", "/questdb"].map((name) =>
          Deno.statSync(dir + name).mode! & 0o777
        );
        assert.deepEqual(folders, [0o700, 0o700, 0o700]);
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

      await t.step("up starts nothing if both are up already", async () => {
        const pids = await engines();
        const { stderr } = await ok("up");
        assert.doesNotMatch(stderr, /Starting/);
        assert.deepEqual(await engines(), pids);
      });

      await t.step(
        "an engine that an earlier version started without a login gets one",
        async () => {
          const [, questdb] = await engines();
          const { ports } = (await readState(dir))!;
          const before = await passwords();
          const { kafka } = await runningEngines({ dir });
          Deno.kill(questdb!, "SIGKILL");
          await Deno.remove(`${dir}/credentials.json`);
          await startOpen(dir, ports);
          await until(async () => (await status()).questdb.up, { within: 60_000 });
          assert.match((await ok("sql", "select count() n from t")).stdout, /1/);
          const { stderr } = await ok("up");
          assert.match(
            stderr,
            /QuestDB runs without a login, as an earlier version .*: restarting it/,
          );
          assert.notEqual((await passwords()).admin, before.admin);
          const answer = await fetch(`http://127.0.0.1:${ports.http}/exec?query=select+1`);
          assert.deepEqual([answer.status, await answer.text()], [401, "Unauthorized\r\n"]);
          assert.deepEqual(await sql("select name, n from t"), kept);
          assert.equal((await runningEngines({ dir })).kafka, kafka);
        },
      );

      const damage = async () => {
        const text = await Deno.readTextFile(`${dir}/credentials.json`);
        await Deno.writeTextFile(`${dir}/credentials.json`, text.slice(0, -20));
      };
      await t.step("lost passwords of engines that run are named, with what to do", async () => {
        const file = `${dir}/credentials.json`;
        const text = await Deno.readTextFile(file);
        for (const how of ["missing", "damaged"]) {
          await (how === "missing" ? Deno.remove(file) : damage());
          const wanted = `credentials\\.json is ${how}\\. .*: deno task down, then deno task up`;
          for (const words of [["up"], ["sql", "select 1"], ["status", "--show-secrets"]]) {
            const { code, stdout, stderr } = await task(...words);
            assert.equal(code, 1, stdout);
            assert.match(stderr, new RegExp(wanted), words.join(" "));
            assert.ok(!stderr.includes(text.slice(30, 50)));
          }
          assert.match((await ok("status")).stdout, /QuestDB +down/);
          await Deno.writeTextFile(file, text);
        }
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
          ...OPTIONAL_DOWN,
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
        await sql("select seen_by_the_log from nowhere"); // one that fails: others are not in the log
        await readUntil(lines, "seen_by_the_log");
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
          await damage(); // new passwords are made, as no engine runs that has the old ones
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

/** Starts a QuestDB as earlier versions did: without a login. */
async function startOpen(dir: string, ports: Ports): Promise<void> {
  const jars = (await haveJars(javaEngines([questdbEngine])[0]!, dir))!;
  const guarded = /_(USER|PASSWORD)$/;
  const open = {
    ...questdbEngine,
    process: {
      ...questdbEngine.process,
      async command(launch: JavaLaunch) {
        const command = questdbEngine.process.kind === "java" && questdbEngine.process.command;
        const { words, env = {} } = await (command as JavaProcess["command"])(launch);
        const kept = Object.entries(env).filter(([name]) => !guarded.test(name));
        return { words, env: Object.fromEntries(kept) };
      },
    },
  } as Engine;
  const java = (await findJava())!.program;
  const id = await stackId("java", { dir });
  const passwords = { admin: "unused", reader: "unused" };
  await launch(open, { java, jars, dir, ports, id, passwords });
}

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
