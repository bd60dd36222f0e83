import assert from "node:assert/strict";
import { connectKafka } from "../kafka/client.ts";
import { createTopics } from "../kafka/topic_admin.ts";
import { sleep } from "../retry.ts";
import { withNamespace } from "../testing.ts";
import { checkpointTopic } from "./checkpoints.ts";
import { findWindow } from "./find.ts";
import { lockWindow } from "./lock.ts";

const WINDOW = findWindow("transactions_3s");

Deno.test("lockWindow() gives the lock to one of several that ask at the same time, who keeps it", async () => {
  await withNamespace(async ({ endpoints }) => {
    const clients = await Promise.all(
      Array.from({ length: 3 }, () => connectKafka(endpoints.kafka)),
    );
    try {
      const topic = checkpointTopic(clients[0]!, WINDOW, "flink");
      await createTopics(clients[0]!, [{ topic, partitions: 1 }]);
      const asked = await Promise.allSettled(
        clients.map((kafka) => lockWindow(kafka, WINDOW, { engine: "flink" })),
      );
      const locks = asked.flatMap((one) => one.status === "fulfilled" ? one.value : []);
      const reasons = asked.flatMap((one) => one.status === "rejected" ? one.reason.message : []);
      assert.equal(locks.length, 1, reasons.join("\n"));
      for (const reason of reasons) assert.match(reason, /it already runs in another process/);
      // The others have left the group, which a member learns with its next heartbeat.
      await Promise.race([locks[0]!.lost, sleep(2000)]);
      await locks[0]!.release();
    } finally {
      await Promise.all(clients.map((kafka) => kafka.close()));
    }
  });
});
