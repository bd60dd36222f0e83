import assert from "node:assert/strict";
import { connectKafka } from "../lib/kafka/client.ts";
import { openProducer } from "../lib/kafka/producer.ts";
import { writeBomb } from "../lib/kafka/wire_testing.ts";
import { withNamespace } from "../lib/testing.ts";
import { type CommandResult, run, task } from "./testing.ts";

function topics(namespace: string, ...words: string[]): Promise<CommandResult> {
  return run("topics", words, { env: { TRIBUTARY_NAMESPACE: namespace } });
}

Deno.test("deno task topics: a topic from its creation to its end", async () => {
  await withNamespace(async ({ endpoints, namespace, prefix }) => {
    const run = (...words: string[]) => topics(namespace, ...words);
    const topic = `${prefix}trips`;
    assert.deepEqual(await run("create", "trips", "--partitions", "1"), {
      code: 0,
      out: `created ${topic} with 1 partition\n`,
      err: "",
    });
    const again = await run("create", "trips");
    assert.equal(again.code, 1);
    assert.match(again.err, /it exists already, with 1 partition\./);

    const kafka = await connectKafka(endpoints.kafka);
    const producer = await openProducer(kafka);
    const timestamp = Date.parse("2026-01-02T03:04:05.006Z");
    await producer.write(topic, [
      { key: "a", value: '{"fare":1}', headers: { why: "ü" }, timestamp },
      { key: null, value: null, timestamp },
      { key: "b", value: "third", timestamp },
    ]);
    await producer.close();
    await kafka.close();

    const read = await run("read", "trips", "--limit", "2");
    const message = { partition: 0, timestamp: "2026-01-02T03:04:05.006Z" };
    assert.deepEqual(read.out.trimEnd().split("\n").map((line) => JSON.parse(line)), [
      { ...message, offset: 0, key: "a", value: '{"fare":1}', headers: { why: "ü" } },
      { ...message, offset: 1, key: null, value: null, headers: {} },
    ]);
    assert.equal(JSON.parse((await run("read", "trips", "--from", "2")).out).key, "b");
    const list = await run("list", "--json");
    assert.deepEqual(JSON.parse(list.out), [{ topic, partitions: 1, messages: 3 }]);
    assert.match((await run("list")).out, new RegExp(`^topic .*\n-+ .*\n${topic} +1 +3\n$`));
    const described = JSON.parse((await run("describe", "trips", "--json")).out);
    assert.deepEqual(described.partitions.map((at: { end: number }) => at.end), [3]);
    assert.deepEqual(JSON.parse((await run("groups", "--json")).out), []);

    // As a group: each message once, then only what is new, as Kafka's console consumer does it.
    const asGroup = async (...words: string[]) => {
      const { code, out, err } = await run("read", "trips", "--group", "g", ...words);
      assert.equal(code, 0, err);
      return out.split("\n").filter(Boolean).map((line) => JSON.parse(line).offset);
    };
    const lagOf = async () => {
      const [row, ...others] = JSON.parse((await run("groups", "--json")).out);
      assert.deepEqual(others, []);
      assert.deepEqual([row.group, row.topic, row.end], [`${prefix}g`, topic, 3]);
      return [row.committed, row.lag];
    };
    assert.deepEqual(await asGroup("--limit", "2"), [0, 1]);
    assert.deepEqual(await lagOf(), [2, 1]);
    assert.deepEqual(await asGroup(), [2]);
    assert.deepEqual(await asGroup(), []);
    assert.deepEqual(await lagOf(), [3, 0]);
    assert.equal(JSON.parse((await run("read", "trips", "--from", "2")).out).key, "b");

    assert.deepEqual(await run("delete", "trips"), { code: 0, out: `deleted ${topic}\n`, err: "" });
    const gone = await run("delete", "trips");
    assert.equal(gone.code, 1);
    assert.match(gone.err, /^error: Cannot find the topic "trips"\./);
  });
});

Deno.test("deno task topics read --follow ends at Ctrl-C with 130", async () => {
  await withNamespace(async ({ endpoints, namespace, prefix }) => {
    await topics(namespace, "create", "live");
    const words = ["read", "live", "--from", "latest", "--follow"];
    const child = task("topics", words, { env: { TRIBUTARY_NAMESPACE: namespace } }).spawn();
    const kafka = await connectKafka(endpoints.kafka);
    const producer = await openProducer(kafka);
    const reader = child.stdout.getReader();
    let found: string | undefined;
    const first = reader.read().then(({ value }) => found = new TextDecoder().decode(value));
    while (found === undefined) {
      await producer.write(`${prefix}live`, [{ key: null, value: "new" }]);
      await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 100))]);
    }
    assert.equal(JSON.parse(found.split("\n")[0]!).value, "new");
    await producer.close();
    await kafka.close();
    child.kill("SIGINT");
    await reader.cancel();
    const err = await new Response(child.stderr).text();
    assert.equal(err.match(/^waiting for new records of \S+live; Ctrl-C ends$/gm)?.length, 1, err);
    assert.equal((await child.status).code, 130);
  });
});

Deno.test("deno task topics exits 2 on wrong arguments, and 1 on an unknown topic with similar names", async () => {
  await withNamespace(async ({ namespace }) => {
    const group = ["--group", "g"];
    const wrong = [
      ...[[], ["lst"], ["read"], ["list", "x"], ["read", "x", "--from", "y"]],
      ...[["list", ...group], ["read", "x", "--from", "7", ...group], [
        "read",
        "x",
        "--group",
        "a b",
      ]],
    ];
    for (const words of wrong) {
      const { code, out, err } = await topics(namespace, ...words);
      assert.deepEqual([code, out], [2, ""], `${words}: ${err}`);
      assert.match(err, /See: deno task topics --help/);
    }
    await topics(namespace, "create", "taxi_trips");
    const { code, err } = await topics(namespace, "read", "taxi_trip");
    assert.equal(code, 1);
    assert.match(err, /Did you mean taxi_trips\?/);
    assert.match((await topics(namespace, "--help")).out, /Usage: deno task topics <list/);
  });
});

Deno.test("deno task topics read shows what controls a terminal, bytes, and what is unreadable", async () => {
  await withNamespace(async ({ endpoints, namespace, prefix }) => {
    await topics(namespace, "create", "odd", "--partitions", "1");
    const kafka = await connectKafka(endpoints.kafka);
    const topic = `${prefix}odd`;
    const write = async (key: string | Uint8Array, value: string | Uint8Array) => {
      const producer = await openProducer(kafka);
      await producer.write(topic, [{ key, value, headers: { "h\x9b": "\x1b[2J" } }]);
      await producer.close();
    };
    await write("\u202ek", "\x1b]0;title\x07\x7f\x9b");
    await write(Uint8Array.of(0xff), Uint8Array.of(0, 0x66, 0xfe));
    await writeBomb(kafka, topic);
    await write("last", "after");
    await kafka.close();
    const { code, out, err } = await topics(namespace, "read", "odd", "--json");
    assert.doesNotMatch(out + err, /[^\n\P{Cc}]|\p{Bidi_Control}/u);
    const rows = out.trimEnd().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(rows.map(({ offset, key, value }) => [offset, key, value]), [
      [0, "\u202ek", "\x1b]0;title\x07\x7f\x9b"],
      [1, { text: "\ufffd", base64: "/w==" }, { text: "\0f\ufffd", base64: "AGb+" }],
      [3, "last", "after"],
    ]);
    assert.deepEqual(rows[0].headers, { "h\x9b": "\x1b[2J" });
    assert.equal(code, 1);
    assert.match(
      err,
      /odd\/0: cannot read the batch of offset 2: it unpacks to more than 64 MiB\./,
    );
    assert.match(err, /1 message is unreadable\n$/);
  });
});
