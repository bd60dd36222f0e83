/** Real change data capture: PostgreSQL, Kafka Connect, Kafka and QuestDB, all of the project's own stack. */
import assert from "node:assert/strict";
import { run } from "../../pipelines/testing.ts";
import { connectKafka } from "../kafka/client.ts";
import { describeTopics } from "../kafka/topic_admin.ts";
import { readTopic } from "../kafka/read.ts";
import { openTransport } from "../questdb/transport.ts";
import { openSink } from "../delivery/sink.ts";
import { products } from "../feeds/mod.ts";
import { connectPostgres } from "../postgres/client.ts";
import { listSlots } from "../postgres/slots.ts";
import { until } from "../retry.ts";
import type { Stream } from "../streams/stream.ts";
import { postgresCommand } from "../stack/engines/postgres/launch.ts";
import { POSTGRES_VERSION } from "../stack/engines/postgres/settings.ts";
import { runningEngines } from "../stack/machine/processes.ts";
import { findStack } from "../stack/mod.ts";
import { stackDir } from "../stack/stack_dir.ts";
import { withTempDir } from "../stack/testing.ts";
import { withNamespace } from "../testing.ts";

/** A product of the test's own: the shop is the user's too. */
const ID = 900_000 + Math.floor(Math.random() * 90_000);

Deno.test("changes of a real PostgreSQL reach topic and table once, whatever is killed", async (t) => {
  await withNamespace(async (space) => {
    const env = { TRIBUTARY_NAMESPACE: space.namespace };
    const up = await run("up", ["--with", "cdc"], { env });
    assert.equal(up.code, 0, up.err);
    const { endpoints: { postgres, connect } } = await findStack({ need: ["postgres", "connect"] });
    const name = `${space.prefix}shop`;
    let sql = connectPostgres(postgres);
    const kafka = await connectKafka(space.endpoints.kafka);
    const topic = kafka.topicOf(products as Stream);
    const transport = await openTransport(space.endpoints.questdb);
    const sink = await openSink(products as Stream, { kafka, db: space.db, transport });
    const table = space.db.tableOf(products as Stream);
    const rows = (where: string) =>
      space.db.run<{ id: string; op: string; price: number; name: string }>(
        `select id, op, price, name from "${table}" where ${where} order by timestamp, change_position`,
      );
    const untilRows = async (where: string, count: number) =>
      await until(async () => {
        const found = await rows(where);
        return found.length >= count ? found : undefined;
      }, { every: 20, within: 30_000 });
    const opsOf = async () => (await rows(`id = '${ID}'`)).map(({ op, price }) => `${op} ${price}`);
    try {
      await t.step("the catalogue arrives as a snapshot, with the simulator's ids", async () => {
        // Not the catalogue itself: the shop is the user's, who may have changed it.
        const there = await sql`select id, name, price::float8 as price from products`;
        const found = await untilRows("op = 'r'", there.length);
        assert.deepEqual(
          found.map(({ id, name, price }) => `${id} ${name} ${price}`).sort(),
          there.map(({ id, name, price }) => `${id} ${name} ${price}`).sort(),
        );
      });

      await t.step("an insert, an update and a delete arrive, and no dead letter", async () => {
        await sql`insert into products (id, name, category, price) values (${ID}, 'Test', 'Side', 5)`;
        await untilRows(`id = '${ID}'`, 1);
        const started = performance.now();
        await sql`update products set price = price + 1 where id = ${ID}`;
        await untilRows(`id = '${ID}' and op = 'u'`, 1);
        const took = performance.now() - started;
        console.log(`an update was in the table after ${Math.round(took)} ms`);
        assert.ok(took < 10_000);
        await sql`delete from products where id = ${ID}`;
        await untilRows(`id = '${ID}' and op = 'd'`, 1);
        assert.deepEqual(await opsOf(), ["c 5", "u 6", "d 6"]);
        const [letters] = await describeTopics(kafka, [
          kafka.deadLetterTopicOf(products as Stream),
        ]);
        assert.deepEqual(letters!.partitions.map(({ end }) => end), [0]);
        const values: (string | null)[] = [];
        for await (const { messages } of readTopic(kafka, topic, { from: "earliest" })) {
          for (const message of messages) {
            if (message.key?.toString() === String(ID)) values.push(message.text() ?? null);
          }
        }
        assert.equal(values.length, 4, "three changes and a tombstone, with the id as their key");
        assert.equal(values.at(-1), null);
      });

      await t.step(
        "kill -9 of Connect and PostgreSQL loses nothing and doubles nothing",
        async () => {
          const running = await runningEngines();
          Deno.kill(running.connect!, "SIGKILL");
          await sql`insert into products (id, name, category, price) values (${ID}, 'Test', 'Side', 7)`;
          await sql.end();
          Deno.kill(running.postgres!, "SIGKILL");
          const again = await run("up", ["--with", "cdc"], { env });
          assert.equal(again.code, 0, again.err);
          sql = connectPostgres(postgres);
          await sql`update products set price = 8 where id = ${ID}`;
          await untilRows(`id = '${ID}' and price = 8`, 1);
          assert.deepEqual(await opsOf(), ["c 5", "u 6", "d 6", "c 7", "u 8"]);
        },
      );

      await t.step("a task that failed is shown with its trace, not as running", async () => {
        await withTempDir(async (dir) => {
          const file = `${dir}/broken.json`;
          const shown = await run("connect", ["config", "shop", "--json"], { env });
          const { config, ...rest } = { config: JSON.parse(shown.out) };
          assert.deepEqual(rest, {});
          Object.assign(config, { "slot.name": `${name}_2`, "publication.name": "no_such" });
          await Deno.writeTextFile(file, JSON.stringify({ name: "broken", config }));
          const made = await run("connect", ["create", file], { env });
          assert.equal(made.code, 1);
          assert.match(made.err, /The connector \w+_broken failed: .*[Pp]ublication/);
          const list = JSON.parse((await run("connect", ["list", "--json"], { env })).out);
          const broken = list.find((one: { name: string }) => one.name.endsWith("_broken"));
          assert.equal(broken.state, "FAILED");
          assert.match(broken.failure, /[Pp]ublication/);
          const status = await run("connect", ["status", "broken"], { env });
          assert.equal(status.code, 1);
          assert.match(status.out, /task 0: FAILED on .*\n\s+\S*ConnectException.*\n\s+at /);
          await run("connect", ["delete", "broken"], { env });
        });
      });

      await t.step("the password is not in the configuration, nor in Connect's topic", async () => {
        const { out } = await run("connect", ["config", "shop"], { env });
        assert.match(out, /database\.password +\$\{env:TRIBUTARY_CONNECT_CDC_PASSWORD\}/);
        const secret = connect.capture!.password;
        assert.ok(!out.includes(secret));
        const configs: string[] = [];
        for await (
          const { messages } of readTopic(kafka, "connect_configs", { from: "earliest" })
        ) {
          configs.push(...messages.map((message) => message.text() ?? ""));
        }
        assert.ok(configs.some((text) => text.includes("database.password")));
        assert.ok(!configs.some((text) => text.includes(secret)));
      });

      await t.step("connect status shows the slot, connect delete drops it", async () => {
        const status = await run("connect", ["status", "shop", "--json"], { env });
        const { slots } = JSON.parse(status.out);
        assert.equal(slots[0].connector, name);
        assert.ok(slots[0].retainedBytes >= 0);
        const { code, out, err } = await run("connect", ["delete", "shop"], { env });
        assert.equal(code, 0, err);
        assert.match(out, /dropped its replication slot/);
        assert.ok(!(await listSlots(sql)).some((slot) => slot.name === name));
        const left = await sql`select 1 from pg_publication where pubname = ${name}`;
        assert.equal(left.length, 0);
        assert.match((await run("connect", ["list"], { env })).out, /There are no connectors/);
      });
    } finally {
      await sink.stop();
      await sink.done.catch((error) => console.error(error));
      await sql`delete from products where id = ${ID}`;
      await sql.end();
      await kafka.close();
      await run("connect", ["delete", "shop"], { env }); // if a step failed
    }
  });
});

Deno.test("data of another major version is named, with both versions and what to do", async () => {
  await withTempDir(async (dir) => {
    await Deno.mkdir(`${dir}/postgres/data`, { recursive: true });
    await Deno.writeTextFile(`${dir}/postgres/data/PG_VERSION`, "9\n");
    await Deno.symlink(await Deno.realPath(`${stackDir()}/jars`), `${dir}/jars`);
    const launch = { dir: `${dir}/postgres`, ports: { postgres: 1 }, id: "x" };
    await assert.rejects(
      postgresCommand({ ...launch, passwords: { postgres: "unused" } }),
      /was made by PostgreSQL 9, and this machine has 18\.4.*Install PostgreSQL 9 .*or give the data up/,
    );
  });
});

Deno.test("an interrupted change of the password leaves no file with it", async () => {
  await withTempDir(async (dir) => {
    await Deno.mkdir(`${dir}/postgres/data`, { recursive: true });
    await Deno.writeTextFile(`${dir}/postgres/data/PG_VERSION`, `${parseInt(POSTGRES_VERSION)}\n`);
    await Deno.symlink(await Deno.realPath(`${stackDir()}/jars`), `${dir}/jars`);
    const launch = { dir: `${dir}/postgres`, ports: { postgres: 1 }, id: "x" };
    const passwords = { postgres: "hush" };
    const signal = AbortSignal.abort();
    await assert.rejects(postgresCommand({ ...launch, passwords, signal }), { name: "AbortError" });
    const left = await Array.fromAsync(Deno.readDir(`${dir}/postgres`), ({ name }) => name);
    assert.deepEqual(left, ["data"]);
  });
});
