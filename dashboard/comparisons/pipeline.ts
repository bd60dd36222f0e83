import assert from "node:assert/strict";
import { runningEngines } from "../../lib/stack/machine/processes.ts";
import { stackDir } from "../../lib/stack/stack_dir.ts";
import { deadLetters } from "../../lib/streams/dead_letters.ts";
import { allStreams } from "../streams/all_streams.ts";
import { type Comparisons, same, sameSet } from "./compared.ts";
import { lagOf, lettersBy, openLetters } from "./states.ts";

const streams = allStreams.map(({ stream }) => stream);

/** Rates and latency while records come: `comparisons/rates.ts`. Runs of chaos: `chaos_runs_test.ts`. */
export const pipelineComparisons: Comparisons = {
  "pipeline/totals": (shown, world) => {
    const lags = streams.flatMap((stream) => lagOf(stream, world) ?? []);
    same(shown, [{
      lag: lags.reduce((a, b) => a + b, 0),
      letters: openLetters(world).length,
    }]);
  },
  "pipeline/rates": (shown, world) => {
    const flowing = streams.filter((stream) =>
      world.has(stream) || (world.messages[stream.name] ?? []).some((count) => count > 0)
    );
    assert.deepEqual(shown.rows.map(({ stream }) => stream), flowing.map(({ name }) => name));
    flowing.forEach((stream, i) => {
      const { lag, written, stored } = shown.rows[i]!;
      assert.equal(lag, lagOf(stream, world), stream.name);
      assert.equal(written !== null, world.has(stream));
      assert.ok(stored === null || Number(stored) >= 0);
    });
  },
  "pipeline/engines": async ({ rows }) => {
    assert.deepEqual(rows.map(({ engine, state }) => [engine, state]).slice(0, 2), [
      ["Kafka", "up"],
      ["QuestDB", "up"],
    ]);
    const pids = Object.values(await runningEngines());
    if (rows[0]!.memory === null) return; // they do not run here
    const status = (pid: number) => Deno.readTextFile(`/proc/${pid}/status`).catch(() => "");
    const resident = (await Promise.all(pids.map(status)))
      .map((text) => 1024 * Number(/VmRSS:\s+(\d+)/.exec(text)?.[1]));
    for (const { engine, memory, disk } of rows) {
      const isOne = (bytes: number) => isAbout(memory, bytes);
      assert.ok(
        resident.some(Number.isNaN) || resident.some(isOne),
        `${engine} has ${memory} bytes`,
      );
      if (disk === null) continue;
      const size = await sizeOf(`${stackDir()}/${String(engine).toLowerCase()}`);
      assert.ok(isAbout(disk, size), `${engine}: ${disk} is not ${size}`);
    }
  },
  "pipeline/dead_letters": (shown, world) => {
    const expected = lettersBy(openLetters(world), ["stream", "field", "reason"]);
    sameSet(shown, expected, ["stream", "field", "reason"]);
    const letters = shown.rows.map((row) => Number(row.letters));
    assert.deepEqual(letters, letters.toSorted((a, b) => b - a));
  },
  "pipeline/groups": (shown, { lags }) =>
    sameSet(
      shown,
      lags.map(({ group, topic, lag }) => ({ group, topic, lag, state: "Empty", members: 0 })),
      ["group", "topic"],
    ),
  "pipeline/storage": async (shown, world) => {
    const there = [...streams, deadLetters].filter(world.has);
    const all = new Map(shown.rows.map((row) => [row.table, row]));
    for (const stream of there) {
      const row = all.get(stream.name)!;
      const table = world.db.tableOf(stream);
      const parts = await world.db.run(`select "diskSize" size from table_partitions('${table}')`);
      assert.equal(row.rows, world.all(stream).length, `rows of ${table}`);
      assert.equal(row.partitions, parts.length, `partitions of ${table}`);
      // The folder holds more than its partitions: symbols and logs.
      const size = parts.reduce((sum, part) => sum + Number(part.size), 0);
      const text = `${table} has ${row.size} bytes, its partitions ${size}`;
      assert.ok(Number(row.size) >= size && Number(row.size) < size + 2 ** 26, text);
      assert.deepEqual([row.waiting, row.state], [0, "ok"]);
    }
    const sizes = shown.rows.map(({ size }) => Number(size));
    assert.deepEqual(sizes, sizes.toSorted((a, b) => b - a));
    assert.deepEqual([...all.keys()].filter((name) => String(name).startsWith("x_")), []);
  },
};

/** Other tests make and drop tables meanwhile, and what is shown is some seconds old. */
function isAbout(shown: unknown, bytes: number): boolean {
  return Number(shown) > bytes / 2 && Number(shown) < 2 * bytes;
}

/** Bytes of a folder's blocks; of one that may be changing. */
async function sizeOf(folder: string): Promise<number> {
  let size = 0;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    const found = await Deno.lstat(path).catch(() => undefined); // it may go meanwhile
    size += 512 * (found?.blocks ?? 0);
    if (isDirectory) size += await sizeOf(path).catch(() => 0); // as above
  }
  return size;
}
