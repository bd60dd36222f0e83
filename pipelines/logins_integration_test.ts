/** The feed of logins, end to end: counts, and no address outside its topic. */
import { Hono } from "hono";
import assert from "node:assert/strict";
import { openServices } from "../dashboard/open_services.ts";
import { topicRoutes } from "../dashboard/topics/topic_routes.ts";
import { processedUserLogins } from "../lib/flows/mod.ts";
import { userLogins } from "../lib/feeds/mod.ts";
import { connectKafka, type KafkaClient } from "../lib/kafka/client.ts";
import { openProducer } from "../lib/kafka/producer.ts";
import { readTopic } from "../lib/kafka/read.ts";
import { messageRow } from "../lib/kafka/summaries.ts";
import { listTopics } from "../lib/kafka/topic_admin.ts";
import { ensureTopics } from "../lib/kafka/topics.ts";
import type { Questdb } from "../lib/questdb/client.ts";
import { deadLetters } from "../lib/streams/dead_letters.ts";
import { withNamespace } from "../lib/testing.ts";
import { run } from "./testing.ts";

const FOUR = "203.0.113.77", SIX = "2001:db8:85a3::8a2e:370:7334";
/** What would tell an address: in any notation, whole or the part that is masked. */
const TOLD = /203\.0\.113\.77|203\.000|:8a2e|370:7334|cb00:714d|198\.51\.100\.2[0-9]/i;
const ID = "8c5f90a1-0000-4000-8000-00000000000";
const good = {
  user_id: `${ID}1`,
  app_version: "2.3.0",
  ip: FOUR,
  locale: "RI",
  device_id: `${ID}2`,
  device_type: "android",
  timestamp: 1694477151,
};

/** Logins that are taken, one second apart so that all have rows; the second is in the time. */
const taken: object[] = [
  { ip: FOUR },
  { ip: `${FOUR}:8080` },
  { ip: SIX },
  { ip: `[${SIX}]:443` },
  { ip: `${SIX}%${FOUR}` },
  { ip: `::ffff:${FOUR}` },
  { ip: "::ffff:cb00:714d" },
  { ip: "2002:cb00:714d::1" },
  { device_type: null },
  { extra: FOUR, [FOUR]: SIX },
].map((change, i) => ({ ...good, ...change, timestamp: good.timestamp + i }));

/** Values that are refused: addresses in wrong fields and forms, and what is no JSON. */
const refused: string[] = [
  ...[
    ...["203.0.113.77.5", "203.000.113.77", "198.51.100.256", `${FOUR} `, `${SIX}::1`].map((
      ip,
    ) => ({ ip })),
    ...[[FOUR], { v4: FOUR }, null, 3405803853].map((ip) => ({ ip })),
    ...["user_id", "device_id", "app_version", "locale", "device_type", "timestamp"].flatMap((
      field,
    ) => [FOUR, SIX, [FOUR], { [FOUR]: SIX }].map((value) => ({ [field]: value }))),
    ...["user_id", "device_id"].flatMap((id) => ["", null].map((value) => ({ [id]: value }))),
  ].map((change) => JSON.stringify({ ...good, ...change, [`${FOUR}-x`]: SIX })),
  ...[`{"ip": "${FOUR}"`, FOUR, `"${FOUR}"`, `["${SIX}"]`, `{"ip": "${FOUR}", oops}`, `${FOUR},1`],
  JSON.stringify({ [FOUR]: FOUR }),
];

/** All that the tables of a namespace and its topics hold, but for one topic. */
async function everything(
  { db, kafka, prefix }: { db: Questdb; kafka: KafkaClient; prefix: string },
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const tables = await db.sql<{ name: string }>`
    select table_name name from tables() where table_name like ${`${prefix}%`}`;
  for (const { name } of tables) {
    found.set(`table ${name}`, JSON.stringify(await db.run(`select * from "${name}"`)));
  }
  for (const topic of await listTopics(kafka)) {
    if (!topic.startsWith(prefix) || topic === kafka.topicOf(userLogins)) continue;
    let text = "";
    for await (const { partition, messages } of readTopic(kafka, topic)) {
      text += JSON.stringify(messages.map((message) => messageRow(partition, message)));
    }
    found.set(`topic ${topic}`, text);
  }
  return found;
}

Deno.test("ingest logins: masked rows, each once, and no address in a table, log, letter or other topic", async () => {
  await withNamespace(async ({ endpoints, db, namespace, prefix }) => {
    const kafka = await connectKafka(endpoints.kafka);
    await ensureTopics(kafka, [userLogins]);
    const producer = await openProducer(kafka);
    const values = [...taken.map((login) => JSON.stringify(login)), ...refused];
    const plant = values.map((value, i) => ({
      key: i % 2 ? FOUR : good.user_id,
      value,
      headers: { forwarded: SIX },
    }));
    await producer.write(kafka.topicOf(userLogins), [...plant, ...plant]); // each twice
    await producer.write(kafka.topicOf(userLogins), [{ key: FOUR, value: null }]);
    await producer.close();

    const env = { TRIBUTARY_NAMESPACE: namespace };
    const said = new Map<string, string>();
    const command = async (name: string, ...words: string[]) => {
      const { code, out, err } = await run(name, words, { env });
      said.set(`what ${name} printed (${said.size})`, out + err);
      return { code, out, err };
    };
    const words = ["logins", "--simulate", "--limit", "4000", "--json"];
    const first = await command("ingest", ...words);
    assert.equal(first.code, 0, first.err);
    const { streams } = JSON.parse(first.out);
    assert.deepEqual(
      [streams.user_logins.read, streams.user_logins.published, streams.user_logins.stored],
      [4000, 4000, null],
    );
    const letters = 2 * refused.length + 1;
    const made = streams.processed_user_logins;
    assert.deepEqual(
      [made.read, made.published, made.deadLettered, made.stored],
      [4000 + 2 * values.length + 1, 4000 + 2 * taken.length, letters, 4000 + 2 * taken.length],
    );
    const rows = 4000 + taken.length;
    assert.equal(made.rows, rows, "a copy changes nothing");

    const [open] = await db.sql<{ n: number; fields: number }>`
      select count() n, count_distinct(field) fields from ${deadLetters}
      where stream = 'user_logins' and attempts = 0`;
    assert.equal(open!.n, letters);
    assert.ok(open!.fields >= 7);

    // The dead letters again, from where they came; then the same logins: all are copies.
    const replayed = await command("replay", "user_logins", "--json");
    assert.equal(replayed.code, 0, replayed.err);
    assert.equal((await command("ingest", ...words)).code, 0);
    await command("logs", "--lines", "5000");
    const [after] = await db.sql<{ n: number }>`select count() n from ${processedUserLogins}`;
    assert.equal(after!.n, rows);

    const ips = await db.sql<{ ip: string }>`
      select ip from ${processedUserLogins} where timestamp < '2024-01-01' order by timestamp`;
    const X = ":xxxx:xxxx:xxxx:xxxx:xxxx";
    assert.deepEqual(ips.map(({ ip }) => ip), [
      ...["203.0.113.xxx", "203.0.113.xxx"],
      ...[SIX, SIX, SIX].map(() => `2001:db8:85a3${X}`),
      ...[`0:0:0${X}`, `0:0:0${X}`, `2002:cb00:71xx${X}`],
      ...["203.0.113.xxx", "203.0.113.xxx"],
    ]);
    const services = openServices(endpoints, { log: (line) => said.set("the dashboard", line) });
    try {
      const app = new Hono();
      topicRoutes(app, services);
      for (const topic of ["user_logins", "user_logins_dlq"]) {
        const query = new URLSearchParams({ topic, limit: "500", place: "oldest" });
        const answer = await app.request(`/topics/messages?${query}`);
        const body = await answer.json();
        assert.ok(body.isHidden && body.messages.length > 100, topic);
        said.set(`the dashboard's ${topic}`, JSON.stringify(body));
      }
    } finally {
      await services.close();
    }

    const held = await everything({ db, kafka, prefix });
    assert.ok(held.size >= 5, [...held.keys()].join());
    for (const [where, text] of [...held, ...said]) {
      const at = text.search(TOLD);
      assert.equal(at, -1, `${where}: …${text.slice(Math.max(0, at - 300), at + 60)}…`);
    }
    // They are where they belong, for whoever asks for that topic.
    const asked = await run("topics", ["read", "user_logins", "--group", "analysts"], { env });
    assert.match(asked.out, TOLD);
    const groups = JSON.parse((await run("topics", ["groups", "--json"], { env })).out);
    const group = groups.find((one: { group: string }) => one.group === `${prefix}analysts`);
    assert.deepEqual([group.topic, group.lag, group.committed], [
      kafka.topicOf(userLogins),
      0,
      asked.out.trimEnd().split("\n").length,
    ]);
    await kafka.close();
  });
});
