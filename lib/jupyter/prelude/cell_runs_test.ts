import assert from "node:assert/strict";
import { each, enterCell, Interrupted, openCell, originCell, stopCell, wait } from "./cell_runs.ts";

/** Runs a function as the code of a cell. */
async function inCell<T>(id: number, code: () => Promise<T>): Promise<T> {
  openCell({ id, count: id, code: "" });
  return await (async () => {
    enterCell(id);
    return await code();
  })();
}

Deno.test("wait() resolves and rejects as await does", async () => {
  await inCell(1, async () => {
    assert.equal(await wait(1), 1);
    assert.equal(await wait(Promise.resolve(2)), 2);
    assert.equal(await wait({ then: (resolve: (value: number) => void) => resolve(3) }), 3);
    await assert.rejects(async () => await wait(Promise.reject(new TypeError("no"))), TypeError);
  });
});

Deno.test("stopCell() aborts the signal at once and ends what waits a moment later", async () => {
  await inCell(2, async () => {
    const signal = originCell()!.stop.signal;
    const waiting = wait(new Promise<void>(() => {}));
    stopCell();
    assert.ok(signal.aborted);
    await assert.rejects(async () => await waiting, Interrupted);
    assert.throws(() => wait(Promise.resolve()), Interrupted);
  });
});

Deno.test("wait() leaves a stopped cell that swallows errors waiting instead of looping", async () => {
  await inCell(6, async () => {
    stopCell();
    await new Promise((resolve) => setTimeout(resolve, 300));
    let turns = 0;
    const looping = (async () => {
      while (true) {
        try {
          await wait(Promise.resolve());
        } catch {
          assert.ok(++turns < 1000);
        }
      }
    })();
    const late = new Promise((resolve) => setTimeout(() => resolve("still waiting"), 20));
    assert.equal(await Promise.race([looping, late]), "still waiting");
    assert.ok(turns > 1, "a cell that catches the error can still clean up");
  });
});

Deno.test("each() iterates both kinds of iterables and closes the source when stopped", async () => {
  await inCell(3, async () => {
    const got: number[] = [];
    for await (const item of each([1, Promise.resolve(2)])) got.push(item as number);
    assert.deepEqual(got, [1, 2]);
    let closed = false;
    const endless: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return() {
          closed = true;
          return Promise.resolve({ done: true, value: undefined });
        },
      }),
    };
    setTimeout(stopCell, 0);
    await assert.rejects(async () => {
      for await (const item of each(endless)) got.push(item);
    }, Interrupted);
    assert.ok(closed);
  });
});

Deno.test("a late timer belongs to the cell that set it", async () => {
  let late!: Promise<number | undefined>;
  await inCell(4, () => {
    late = new Promise((resolve) => setTimeout(() => resolve(originCell()?.id), 20));
    return Promise.resolve();
  });
  openCell({ id: 5, count: 5, code: "" });
  assert.equal(await late, 4);
});
