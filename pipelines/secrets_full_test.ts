import assert from "node:assert/strict";
import { questdbAddress } from "../lib/config.ts";
import { testNamespace, testStack } from "../lib/testing.ts";
import { run } from "./testing.ts";

Deno.test("no command shows a password or a token, whatever fails", async () => {
  const { kafka, questdb } = await testStack();
  const own = questdb.pg.password;
  const bare = `http::addr=${questdbAddress(questdb)};`;
  const here = {
    KAFKA_BOOTSTRAP_SERVERS: kafka.brokers.join(","),
    QDB_CLIENT_CONF: `${bare}username=${questdb.pg.user};password=${own};`,
    QDB_CLIENT_PORT: String(questdb.pg.port),
    QDB_CLIENT_USER: questdb.pg.user,
    QDB_CLIENT_PASSWORD: own,
  };
  const away = {
    KAFKA_BOOTSTRAP_SERVERS: "127.0.0.1:2",
    QDB_CLIENT_CONF: "http::addr=127.0.0.1:2;username=joe;password=hush-1;retry_timeout=100;",
    QDB_CLIENT_PORT: "2",
  };
  const kafkaLogin = {
    KAFKA_SASL_MECHANISM: "plain",
    KAFKA_SASL_USERNAME: "joe",
    KAFKA_SASL_PASSWORD: "hush-2",
  };
  const pgLogin = { QDB_CLIENT_USER: "joe", QDB_CLIENT_PASSWORD: "hush-3" };
  const ingest = ["ingest", "taxi", "--simulate", "--limit", "3"];
  const query = ["sql", "select 1"];
  const cases: [string[], Record<string, string>, RegExp][] = [
    [
      ingest,
      { ...away, ...kafkaLogin, ...pgLogin },
      /Cannot reach (Kafka|QuestDB) at 127\.0\.0\.1:2/,
    ],
    [query, { ...away, ...pgLogin }, /Cannot reach .* at 127\.0\.0\.1:2: connection refused/],
    [["demo"], { ...away, ...kafkaLogin }, /Cannot reach/],
    [["topics", "list"], { ...away, ...kafkaLogin }, /Cannot reach/],
    [["sink", "--once"], { ...away, ...pgLogin }, /Cannot reach/],
    // Both engines answer, and refuse the login.
    [ingest, { ...here, ...kafkaLogin }, /Cannot log in to Kafka/],
    [["topics", "list"], { ...here, ...kafkaLogin }, /Cannot log in to Kafka/],
    [query, { ...here, ...pgLogin }, /Cannot log in to QuestDB at .*QDB_CLIENT_PASSWORD/],
    [ingest, { ...here, ...pgLogin }, /Cannot log in to QuestDB at .*QDB_CLIENT_PASSWORD/],
    // Configurations that cannot be parsed.
    [
      ingest,
      { ...here, QDB_CLIENT_CONF: `${bare}pigeon=yes;token=hush-4;` },
      /QDB_CLIENT_CONF/,
    ],
    [ingest, { ...here, QDB_CLIENT_CONF: "addr=127.0.0.1:1;token=hush-5;" }, /QDB_CLIENT_CONF/],
    [
      ingest,
      {
        ...here,
        QDB_CLIENT_CONF: `${bare}username=joe;password=hush-6;auto_flush=perhaps;`,
      },
      /QDB_CLIENT_CONF/,
    ],
    [query, { ...here, QDB_CLIENT_PORT: "0", ...pgLogin }, /QDB_CLIENT_PORT/],
    // Secrets in the wrong place, and keys.
    [
      query,
      { ...here, QDB_CLIENT_CONF: "http::addr=joe:hush-8@q1:9000;" },
      /addr is not host:port/,
    ],
    [query, { ...here, QDB_CLIENT_HOST: "joe:hush-9@q1" }, /QDB_CLIENT_HOST/],
    [query, { ...here, QDB_CLIENT_PORT: "hush-10" }, /QDB_CLIENT_PORT/],
    [
      query,
      { ...here, QDB_CLIENT_CONF: `${here.QDB_CLIENT_CONF}token=hush-11;` },
      /refused the login/,
    ],
    [
      ["topics", "list"],
      { KAFKA_BOOTSTRAP_SERVERS: "joe:hush-12@k1:9092" },
      /KAFKA_BOOTSTRAP_SERVERS: write it as/,
    ],
    [
      ["topics", "list"],
      {
        ...here,
        KAFKA_SSL_KEY_PASSWORD: "hush-13",
        KAFKA_SSL_KEY: "hush-14",
        KAFKA_SSL_CERT: "hush",
      },
      /KAFKA_SSL_CERT names/,
    ],
    [
      ["topics", "list"],
      { ...here, ...kafkaLogin, KAFKA_SASL_MECHANISM: "hush-15" },
      /KAFKA_SASL_MECHANISM: choose/,
    ],
    ...[
      "http::addr=joe:hush-8@127.0.0.1:9000;",
      "http::addr=127.0.0.1:9000,password=hush-8;",
      "http::addr=127.0.0.1:9000;password:hush-8;",
      `${bare}username=joe;password=x;hush-8=y;`,
      `${bare}token=hush-8\n;`,
    ].flatMap((QDB_CLIENT_CONF): typeof cases => [
      [ingest, { ...here, QDB_CLIENT_CONF }, /Cannot use QDB_CLIENT_CONF/],
      [["status"], { ...here, QDB_CLIENT_CONF }, /Cannot use QDB_CLIENT_CONF/],
    ]),
    // QuestDB refuses a login over HTTP whose password has letters beyond Latin-1, and a ;.
    [
      ["demo"],
      { ...here, QDB_CLIENT_CONF: `${bare}username=joe;password=hush-ж;;9;` },
      /QuestDB/,
    ],
    [["status"], { ...away, ...kafkaLogin, ...pgLogin }, /./],
    [["doctor"], { ...away, ...kafkaLogin, ...pgLogin, GITHUB_TOKEN: "hush-7" }, /./],
    [["ingest", "taxi", "--help"], kafkaLogin, /./],
  ];
  for (const [[name, ...words], env, message] of cases) {
    const more = { TRIBUTARY_NAMESPACE: testNamespace(), TRIBUTARY_DEBUG: "1" };
    const { code, out, err } = await run(name!, words, { env: { ...env, ...more } });
    const text = `${name} ${words.join(" ")}: ${out}${err}`;
    assert.doesNotMatch(text, /hush/);
    assert.ok(!text.includes(own), `${name} shows the stack's own password`);
    assert.match(out + err, message, text);
    if (!["status", "doctor"].includes(name!) && words.at(-1) !== "--help") {
      assert.ok(code === 1 || code === 2, text);
      assert.match(err, /^error: /m);
    }
  }
});
