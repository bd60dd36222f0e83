import assert from "node:assert/strict";
import { connectKafka } from "../../kafka/client.ts";
import { groupMembers } from "../../kafka/group_members.ts";
import { withNamespace } from "../../testing.ts";
import { findWindow } from "../find.ts";
import { ensureCheckpoints } from "./checkpoint.ts";
import { lockGroup, lockWindow, removeDead } from "./lock.ts";

const WINDOW = findWindow("transactions_3s");

Deno.test("the lock of a process that was killed is taken from it, that of a living one is not", async () => {
  await withNamespace(async ({ endpoints }) => {
    const kafka = await connectKafka(endpoints.kafka);
    try {
      await ensureCheckpoints(kafka, WINDOW);
      const group = lockGroup(kafka, WINDOW);
      const from = (path: string) => JSON.stringify(import.meta.resolve(path));
      const program = `
        import { connectKafka } from ${from("../../kafka/client.ts")};
        import { findWindow } from ${from("../find.ts")};
        import { lockWindow } from ${from("./lock.ts")};
        const kafka = await connectKafka(${JSON.stringify(endpoints.kafka)});
        await lockWindow(kafka, findWindow("transactions_3s"));
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
      const lock = await lockWindow(kafka, WINDOW);
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
