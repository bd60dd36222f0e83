import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createPrivateKey } from "node:crypto";
import { confOptions } from "../lib/config.ts";
import { messageOf } from "../lib/errors.ts";
import { connectKafka } from "../lib/kafka/client.ts";
import { kafkaFrom } from "../lib/stack/engines/kafka/endpoint.ts";
import { withNamespace } from "../lib/testing.ts";
import { run } from "./testing.ts";
import { type SecureKafka, withSecureKafka } from "./testing_secure_kafka.ts";

const joe = { name: "joe", password: "hush ä;;\"q'\\:@/=,日本 " };
const users = [joe, { name: "ann", password: "hush-ann" }];
const PASSPHRASE = "hush pass;phräse";

function login(mechanism: string, password = joe.password): Record<string, string> {
  return {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USERNAME: joe.name,
    KAFKA_SASL_PASSWORD: password,
  };
}

/** Every way in that should work. */
async function ways({ at, ca, client, dir }: SecureKafka): Promise<Record<string, string>[]> {
  const key = createPrivateKey(await Deno.readTextFile(client.key));
  const locked = key.export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: Buffer.from(PASSPHRASE),
  });
  await Deno.writeTextFile(`${dir}/locked.key`, String(locked));
  const own = { KAFKA_SSL_CERT: client.cert, KAFKA_SSL_CA: ca };
  return [
    { KAFKA_BOOTSTRAP_SERVERS: at.plain, ...login("plain") },
    { KAFKA_BOOTSTRAP_SERVERS: at.plain, ...login("SCRAM-SHA-256") },
    { KAFKA_BOOTSTRAP_SERVERS: at.plain, ...login("scram-sha-512") },
    { KAFKA_BOOTSTRAP_SERVERS: at.login, KAFKA_SSL_CA: ca, ...login("scram-sha-512") },
    { KAFKA_BOOTSTRAP_SERVERS: at.login, KAFKA_SSL_CA: ca, ...login("plain") },
    {
      KAFKA_BOOTSTRAP_SERVERS: at.tls,
      KAFKA_SSL: "true",
      KAFKA_SSL_CA: await Deno.readTextFile(ca),
    },
    { KAFKA_BOOTSTRAP_SERVERS: at.mutual, ...own, KAFKA_SSL_KEY: client.key },
    {
      KAFKA_BOOTSTRAP_SERVERS: at.mutual,
      ...own,
      KAFKA_SSL_KEY: `${dir}/locked.key`,
      KAFKA_SSL_KEY_PASSWORD: PASSPHRASE,
    },
  ];
}

/** What should fail, and how it says so. */
function failures(
  { at, ca, otherCa, client, stranger, dir }: SecureKafka,
): [Record<string, string>, RegExp][] {
  const tls = { KAFKA_BOOTSTRAP_SERVERS: at.tls, KAFKA_SSL: "true" };
  const mutual = { KAFKA_BOOTSTRAP_SERVERS: at.mutual, KAFKA_SSL_CA: ca };
  const plain = { KAFKA_BOOTSTRAP_SERVERS: at.plain };
  return [
    [{ ...plain, ...login("plain", "hush-wrong") }, /Cannot log in to Kafka/],
    [{ ...plain, ...login("scram-sha-256", "hush-wrong") }, /Cannot log in to Kafka/],
    [
      { KAFKA_BOOTSTRAP_SERVERS: at.login, KAFKA_SSL_CA: ca, ...login("scram-sha-512", "hush") },
      /Cannot log in to Kafka/,
    ],
    [tls, /not signed by an authority known here/],
    [{ ...tls, KAFKA_SSL_CA: otherCa }, /not signed by an authority known here/],
    [{ KAFKA_BOOTSTRAP_SERVERS: at.elsewhere, KAFKA_SSL_CA: ca }, /for another host name/],
    [{ KAFKA_BOOTSTRAP_SERVERS: at.expired, KAFKA_SSL_CA: ca }, /has expired/],
    [mutual, /it wants another client certificate, or wants one at all/],
    [
      { ...mutual, KAFKA_SSL_CERT: stranger.cert, KAFKA_SSL_KEY: stranger.key },
      /it wants another client certificate/,
    ],
    [
      { ...mutual, KAFKA_SSL_CERT: client.cert, KAFKA_SSL_KEY: stranger.key },
      /KAFKA_SSL_KEY: the key does not belong to the certificate of KAFKA_SSL_CERT/,
    ],
    [
      { ...mutual, KAFKA_SSL_CERT: client.cert, KAFKA_SSL_KEY: `${dir}/locked.key` },
      /the key is encrypted; set KAFKA_SSL_KEY_PASSWORD/,
    ],
    [
      {
        ...mutual,
        KAFKA_SSL_CERT: client.cert,
        KAFKA_SSL_KEY: `${dir}/locked.key`,
        KAFKA_SSL_KEY_PASSWORD: "hush-wrong",
      },
      /KAFKA_SSL_KEY_PASSWORD does not open it/,
    ],
    // TLS where there is none, none where it is wanted, and no login.
    [{ ...plain, KAFKA_SSL_CA: ca }, /connection closed.*KAFKA_SSL/],
    [{ KAFKA_BOOTSTRAP_SERVERS: at.tls }, /connection closed.*KAFKA_SSL/],
    [plain, /connection closed.*KAFKA_SASL_USERNAME/],
  ];
}

Deno.test("Kafka by TLS, client certificate and every login: commands work, failures are clear, no secret is shown", async () => {
  await withNamespace(async ({ endpoints: { questdb }, namespace }) => {
    const base = {
      TRIBUTARY_NAMESPACE: namespace,
      TRIBUTARY_DEBUG: "1",
      QDB_CLIENT_CONF: questdb.conf,
      QDB_CLIENT_PORT: String(questdb.pg.port),
      QDB_CLIENT_PASSWORD: questdb.pg.password,
    };
    const own = confOptions(questdb.conf).get("password") ?? joe.password;
    const secrets = [joe.password, PASSPHRASE, "hush", own];
    const shown = (text: string) => {
      for (const secret of secrets) assert.ok(!text.includes(secret), `a secret is shown: ${text}`);
      assert.doesNotMatch(text, /PRIVATE KEY/);
    };
    const ran = await withSecureKafka(users, async (kafka) => {
      const all = await ways(kafka);
      for (const way of all) {
        const client = await connectKafka(kafkaFrom((name) => way[name]));
        await client.close();
      }
      let limit = 0;
      for (const way of [all[0]!, all[3]!, all[7]!]) {
        limit += 20;
        const words = ["taxi", "--simulate", "--seed", "7", "--limit", String(limit), "--json"];
        const { code, out, err } = await run("ingest", words, { env: { ...base, ...way } });
        assert.equal(code, 0, `${JSON.stringify(way)}: ${err}`);
        assert.equal(JSON.parse(out).rows, limit);
        shown(out + err);
      }
      const env = { ...base, ...all[1] };
      const others = [["sink", "taxi_trips", "--once"], ["topics", "list"], ["status"]];
      const [once, topics, status] = await Promise.all(
        others.map(([name, ...words]) => run(name!, words, { env })),
      );
      assert.equal(once!.code, 0, once!.err);
      assert.match(topics!.out, /taxi_trips/);
      assert.match(status!.out, /Kafka +up/);
      for (const { out, err } of [once!, topics!, status!]) shown(out + err);
      await Promise.all(
        failures(kafka).map(async ([variables, message]) => {
          const begun = Date.now();
          // What each command does first, and what it shows of an error.
          const error = await Promise.resolve(variables)
            .then((set) => connectKafka(kafkaFrom((name) => set[name])))
            .then(() => assert.fail("it connects"), (error) => error);
          const text = `${messageOf(error)}\n${error.stack}`;
          assert.match(text, message);
          shown(text);
          assert.ok(Date.now() - begun < 10_000, text);
        }),
      );
      const [wrong] = failures(kafka)[1]!;
      const noTls = { KAFKA_BOOTSTRAP_SERVERS: kafka.at.tls };
      const noLogin = { KAFKA_BOOTSTRAP_SERVERS: kafka.at.plain };
      const commands: [string[], Record<string, string>, RegExp][] = [
        [["topics", "list"], wrong, /Cannot log in to Kafka .*KAFKA_SASL_PASSWORD/],
        [["sink", "--once"], wrong, /Cannot log in to Kafka .*KAFKA_SASL_PASSWORD/],
        [["topics", "list"], noTls, /Cannot reach Kafka .* it wants TLS: set KAFKA_SSL/],
        [["topics", "list"], noLogin, /Cannot reach Kafka .* wants a login/],
        [["status"], wrong, /Kafka +down/],
        [["doctor"], wrong, /MISSING +Kafka/],
      ];
      await Promise.all(commands.map(async ([[name, ...words], variables, message]) => {
        const { out, err } = await run(name!, words, { env: { ...base, ...variables } });
        assert.match(out + err, message);
        shown(out + err);
      }));
    });
    if (!ran) {
      console.log("skipped: Kafka with a login, because Java or its jars are not installed");
    }
  });
});
