import assert from "node:assert/strict";
import { hasAckLog, lastLine, openAckLog, readAcks } from "./ack_log.ts";

Deno.test("readAcks() returns the last whole line, also after a kill cut one", async () => {
  const path = await Deno.makeTempFile();
  try {
    assert.deepEqual(await readAcks(`${path}.none`), { next: 0, sent: 0 });
    assert.equal(await hasAckLog(`${path}.none`), false);
    (await openAckLog(`${path}.begun`)).close();
    assert.ok(await hasAckLog(`${path}.begun`), "a producer that was killed at once had begun");
    await Deno.remove(`${path}.begun`);
    for (const next of [100, 200]) {
      const log = await openAckLog(path);
      log.add({ next, sent: next + 1 });
      log.close();
    }
    await Deno.writeTextFile(path, "300 3", { append: true });
    assert.deepEqual(await readAcks(path), { next: 200, sent: 201 });
    const log = await openAckLog(path);
    assert.deepEqual(await readAcks(path), { next: 200, sent: 201 }, "a cut line counts");
    log.add({ next: 400, sent: 404 });
    log.close();
    assert.deepEqual(await readAcks(path), { next: 400, sent: 404 });
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("lastLine() finds nothing in an empty or cut text", () => {
  for (const text of ["", "12 1", "\n", "x\n12"]) {
    assert.deepEqual(lastLine(text), { next: 0, sent: 0 }, JSON.stringify(text));
  }
});
