import assert from "node:assert/strict";
import { UsageError } from "../../errors.ts";
import { flink } from "../engines/flink/mod.ts";
import { kafka } from "../engines/kafka/mod.ts";
import { engines } from "../engines/mod.ts";
import { questdb } from "../engines/questdb/mod.ts";
import { namedEngines, notNamed, usesExternal } from "./external.ts";

Deno.test("namedEngines() are those whose variable is set", () => {
  const named = (...set: string[]) =>
    namedEngines(engines, (name) => set.includes(name) ? "x" : undefined);
  assert.deepEqual(named(), []);
  assert.deepEqual(named("KAFKA_SSL", "QDB_CLIENT_HOST"), []);
  assert.deepEqual(named("QDB_CLIENT_CONF"), [questdb]);
  assert.deepEqual(named("QDB_CLIENT_CONF", "KAFKA_BOOTSTRAP_SERVERS"), [kafka, questdb]);
});

Deno.test("usesExternal() if external engines are asked for", () => {
  assert.equal(usesExternal([], "external"), true);
  assert.equal(usesExternal([], undefined), false);
  assert.equal(usesExternal(engines, "java"), false);
});

for (
  const [missing, named, message] of [
    [
      questdb,
      kafka,
      /KAFKA_BOOTSTRAP_SERVERS alone: QuestDB is needed too\. .*QDB_CLIENT_CONF='http::addr=/,
    ],
    [
      kafka,
      questdb,
      /QDB_CLIENT_CONF alone: Kafka is needed too\. .*KAFKA_BOOTSTRAP_SERVERS=127\.0\.0\.1:9092/,
    ],
  ] as const
) {
  Deno.test(`notNamed() names the variable of ${missing.title}`, () => {
    const error = notNamed([missing], [named]);
    assert.ok(error instanceof UsageError);
    assert.match(error.message, message);
  });
}

Deno.test("notNamed() names every variable if none is set", () => {
  assert.match(
    notNamed(engines, []).message,
    /: set KAFKA_BOOTSTRAP_SERVERS and QDB_CLIENT_CONF$/,
  );
  assert.match(notNamed([flink], []).message, /: set FLINK_SQL_GATEWAY$/);
});
