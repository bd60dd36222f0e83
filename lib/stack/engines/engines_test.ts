import assert from "node:assert/strict";
import { UsageError } from "../../errors.ts";
import { findStack } from "../stack.ts";
import { startCommand } from "../start_command.ts";
import { echo, relay } from "../testing_engines.ts";
import type { Engine } from "./define.ts";
import { kafka } from "./kafka/mod.ts";
import { listed } from "./listed.ts";
import { defaultEngines, engines } from "./mod.ts";
import { inWaves, withDependencies } from "./order.ts";
import { engineNames } from "./with.ts";

const all: readonly Engine[] = engines;

Deno.test("engines have names, ports and variables of their own", () => {
  for (
    const values of [
      all.map(({ name }) => name),
      all.map(({ external }) => external.variable),
      all.flatMap(({ ports }) => Object.keys(ports)),
      all.flatMap(({ ports }) => Object.values(ports)),
    ]
  ) {
    assert.deepEqual([...new Set<unknown>(values)], values);
  }
  // Other ports are tried up to 22,000 above the preferred ones.
  for (const port of all.flatMap(({ ports }) => Object.values(ports))) assert.ok(port < 10_000);
});

Deno.test("engines depend on engines that are declared, the default ones on default ones", () => {
  for (const { dependsOn = [] } of all) {
    for (const name of dependsOn) assert.ok(all.some((engine) => engine.name === name), name);
  }
  for (const { dependsOn = [] } of defaultEngines as readonly Engine[]) {
    const known = defaultEngines.map(({ name }) => name as string);
    for (const name of dependsOn) assert.ok(known.includes(name), name);
  }
});

Deno.test("withDependencies() adds what the named engines depend on, in the list's order", () => {
  const list = [kafka, relay, echo];
  assert.deepEqual(withDependencies(list, ["relay"]), [relay, echo]);
  assert.deepEqual(withDependencies(list, ["echo", "kafka"]), [kafka, echo]);
});

Deno.test("inWaves() puts an engine after those that it depends on", () => {
  assert.deepEqual(inWaves([relay, kafka, echo]), [[kafka, echo], [relay]]);
  assert.deepEqual(inWaves(engines).map((wave) => wave.map(({ name }) => name)), [
    ["kafka", "questdb", "flink", "postgres"],
    ["connect"],
  ]);
  const circle = { ...echo, dependsOn: ["relay"] };
  assert.throws(() => inWaves([relay, circle]), /relay, echo depend on each other/);
});

Deno.test("engineNames() are the default ones and the optional ones that are named", () => {
  assert.deepEqual(engineNames([]), ["kafka", "questdb"]);
  assert.deepEqual(engineNames(["echo", "echo"], { optional: [echo] }), [
    "kafka",
    "questdb",
    "echo",
  ]);
});

for (
  const [names, optional, message] of [
    [
      ["flink"],
      [],
      /--with "flink": there are no optional engines yet; Kafka and QuestDB are always/,
    ],
    [["kafka"], [], /--with "kafka": there are no optional engines yet/],
    [["echo", "flink"], [echo, relay], /--with "flink": the optional engines are echo and relay;/],
  ] as const
) {
  Deno.test(`engineNames() refuses ${names} of ${optional.length} optional engines`, () => {
    assert.throws(() => engineNames(names, { optional }), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("engineNames() takes cdc for Kafka Connect and PostgreSQL, and says so", () => {
  const both = ["kafka", "questdb", "connect", "postgres"];
  assert.deepEqual(engineNames(["cdc"]), both);
  assert.deepEqual(engineNames(["connect", "cdc"]), both);
  assert.throws(
    () => engineNames(["cdcc"]),
    /optional engines are flink, postgres and connect, and cdc stands for connect and postgres;/,
  );
});

Deno.test("startCommand() names optional engines", () => {
  const optional = [echo, relay];
  assert.equal(startCommand([kafka], { optional }), "deno task up");
  assert.equal(startCommand([kafka, echo, relay], { optional }), "deno task up --with echo,relay");
});

Deno.test("listed() joins words as a sentence does", () => {
  assert.equal(listed(["a"]), "a");
  assert.equal(listed(["a", "b"]), "a and b");
  assert.equal(listed(["a", "b", "c"]), "a, b and c");
});

/** Is only compiled: an endpoint that was not asked for is not there. */
export async function typesOfNeed() {
  const { endpoints } = await findStack({ need: ["kafka"] });
  endpoints.kafka.brokers.at(0);
  // @ts-expect-error: questdb was not asked for
  endpoints.questdb.conf.at(0);
  // @ts-expect-error: there is no such engine
  await findStack({ need: ["kafak"] });
  const both = await findStack();
  both.endpoints.questdb.conf.at(0);
  both.endpoints.kafka.brokers.at(0);
}
