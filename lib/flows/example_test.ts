/** The example of docs/flows.md is a flow that works. */
import assert from "node:assert/strict";
import { projectFolder } from "../config.ts";
import type { Flow } from "./define.ts";
import { FlowTask } from "./flow_task.ts";
import { messageOf } from "./testing.ts";

Deno.test("the flow of docs/flows.md, in a file of its own, joins parcels to the city of their depot", async () => {
  const text = await Deno.readTextFile(`${projectFolder}/docs/flows.md`);
  const code = /```ts\n([\s\S]*?)```/.exec(text)![1]!
    .replaceAll(
      /from "(\..*?)"/g,
      (_, path) => `from ${JSON.stringify(import.meta.resolve(path))}`,
    );
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, code);
    const { shipping } = await import(`file://${file}`) as { shipping: Flow };
    const written: unknown[] = [];
    const task = new FlowTask(shipping, {
      write: (record) => written.push(record) < 0,
      refuse: (_, { reason }) => written.push(reason) < 0,
    }, { topicOf: ({ name }) => name });
    const sent_at = "2026-01-01T00:00:00.000Z";
    const send = (id: string, depot: string, kg: number) =>
      task.handle(messageOf(0, { id, sent_at, depot, kg }), { topic: "parcels", partition: 0 });
    task.tables[0]!.add(messageOf(0, { id: "n", since: sent_at, city: "Kiel" }), 0);
    send("1", "n", 2);
    send("2", "n", 0);
    send("3", "s", 1);
    assert.deepEqual(written, [{ id: "1", sent_at, city: "Kiel", kg: 2 }]);
    assert.equal(task.waiting, 1);
  } finally {
    await Deno.remove(file);
  }
});
