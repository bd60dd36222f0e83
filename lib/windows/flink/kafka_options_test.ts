import assert from "node:assert/strict";
import { kafkaOptions } from "./kafka_options.ts";

const brokers = ["a:9092", "b:9093"];

Deno.test("kafkaOptions() of a plain endpoint are its addresses", () => {
  assert.deepEqual(kafkaOptions({ brokers }), { "properties.bootstrap.servers": "a:9092,b:9093" });
});

Deno.test("kafkaOptions() have login and TLS in the words of Java's client", () => {
  const sasl = { mechanism: "plain", username: 'u"v', password: "p\\q;" } as const;
  const open = kafkaOptions({ brokers, sasl });
  assert.equal(open["properties.security.protocol"], "SASL_PLAINTEXT");
  assert.equal(open["properties.sasl.mechanism"], "PLAIN");
  assert.equal(
    open["properties.sasl.jaas.config"],
    "org.apache.flink.kafka.shaded.org.apache.kafka.common.security.plain.PlainLoginModule required " +
      'username="u\\"v" password="p\\\\q;";',
  );
  const scram = kafkaOptions({
    brokers,
    ssl: true,
    sasl: { ...sasl, mechanism: "scram-sha-512" },
  });
  assert.equal(scram["properties.security.protocol"], "SASL_SSL");
  assert.equal(scram["properties.sasl.mechanism"], "SCRAM-SHA-512");
  assert.match(scram["properties.sasl.jaas.config"]!, /\.scram\.ScramLoginModule required /);
  assert.deepEqual(kafkaOptions({ brokers, ssl: { ca: "CA", cert: "CERT", key: "KEY" } }), {
    "properties.bootstrap.servers": "a:9092,b:9093",
    "properties.security.protocol": "SSL",
    "properties.ssl.truststore.type": "PEM",
    "properties.ssl.truststore.certificates": "CA",
    "properties.ssl.keystore.type": "PEM",
    "properties.ssl.keystore.certificate.chain": "CERT",
    "properties.ssl.keystore.key": "KEY",
  });
});

Deno.test("kafkaOptions() refuse an endpoint that trusts any certificate", () => {
  assert.throws(() => kafkaOptions({ brokers, ssl: { rejectUnauthorized: false } }), {
    name: "UsageError",
    message: /without checking its certificate/,
  });
});
