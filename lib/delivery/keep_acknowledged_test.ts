import assert from "node:assert/strict";
import { openAccounts } from "../processing/account.ts";
import { defineStream, Symbol, Timestamp, Type } from "../streams/define.ts";
import type { Stream } from "../streams/stream.ts";
import { keepAcknowledged } from "./keep_acknowledged.ts";

const stream = defineStream({
  name: "sent",
  key: "id",
  time: "at",
  identity: ["id"],
  schema: Type.Object({ id: Symbol(), at: Timestamp() }),
}) as Stream;

Deno.test("keepAcknowledged() counts as published only what Kafka has acknowledged", () => {
  const kafka = {
    topicOf: ({ name }: { name: string }) => `x_${name}`,
    deadLetterTopicOf: ({ name }: { name: string }) => `x_${name}_dlq`,
  };
  for (
    const [acked, published, deadLettered] of [
      [{}, 0, 0],
      [{ x_sent: 60, x_sent_dlq: 3 }, 60, 3],
      [{ x_sent: 93, x_sent_dlq: 7 }, 93, 7],
    ] as const
  ) {
    const accounts = openAccounts();
    const account = accounts.of(stream);
    Object.assign(account, { read: 100, published: 30, rejected: 7, deadLettered: 7 });
    const known: Record<string, number> = acked;
    keepAcknowledged(accounts, { kafka, producer: { acked: (topic) => known[topic] ?? 0 } });
    assert.deepEqual([account.published, account.deadLettered], [published, deadLettered]);
    assert.deepEqual([account.read, account.rejected], [100, 7]);
  }
});
