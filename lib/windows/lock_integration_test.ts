import assert from "node:assert/strict";
import { connectKafka } from "../kafka/client.ts";
import { groupMembers } from "../kafka/group_members.ts";
import { createTopics } from "../kafka/topic_admin.ts";
import { sleep } from "../retry.ts";
import { withNamespace } from "../testing.ts";
import { checkpointTopic } from "./checkpoints.ts";
import { findWindow } from "./find.ts";
import { removeDead } from "../stack/machine/dead_members.ts";
import { lockGroup, lockWindow } from "./lock.ts";

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

Deno.test("the lock of a process that was killed is taken from it, that of a living one is not", async () => {
  await withNamespace(async ({ endpoints }) => {
    const kafka = await connectKafka(endpoints.kafka);
    try {
      await createTopics(kafka, [{
        topic: checkpointTopic(kafka, WINDOW, "flink"),
        partitions: 1,
      }]);
      const group = lockGroup(kafka, WINDOW, "flink");
      const from = (path: string) => JSON.stringify(import.meta.resolve(path));
      const program = `
        import { connectKafka } from ${from("../kafka/client.ts")};
        import { findWindow } from ${from("./find.ts")};
        import { lockWindow } from ${from("./lock.ts")};
        const kafka = await connectKafka(${JSON.stringify(endpoints.kafka)});
        await lockWindow(kafka, findWindow("transactions_3s"), { engine: "flink" });
        console.log("locked");`;
      const other = new Deno.Command(Deno.execPath(), { args: ["eval", program], stdout: "piped" })
        .spawn();
      const reader = other.stdout.getReader();
      assert.match(new TextDecoder().decode((await reader.read()).value), /locked/);
      await removeDead(kafka, group);
      const [member] = await groupMembers(kafka, group);
      assert.ok(member, "it lives");
      other.kill("SIGKILL");
      await other.status;
      await reader.cancel();
      await removeDead(kafka, group);
      assert.deepEqual(await groupMembers(kafka, group), []);
      const lock = await lockWindow(kafka, WINDOW, { engine: "flink" });
      const [own] = await groupMembers(kafka, group);
      assert.notEqual(own!.id, member.id);
      await removeDead(kafka, group);
      assert.equal((await groupMembers(kafka, group)).length, 1);
      await lock.release();
    } finally {
      await kafka.close();
    }
  });
});
