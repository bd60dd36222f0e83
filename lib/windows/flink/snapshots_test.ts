import assert from "node:assert/strict";
import type { FlinkCheckpoint, Snapshot } from "./checkpoint.ts";
import { localPath, newestSnapshot } from "./snapshots.ts";
import { removeFolders } from "./stop_service.ts";
import { withAnswers } from "./testing.ts";

const JOB = "b".repeat(32);
const checkpoint = { job: JOB, stopped: false, snapshot: null, starts: [], jobs: [JOB] };

/** A folder of Flink with snapshots, in their order of time. */
async function withFolder(paths: string[], test: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "tributary_ü%20 " });
  try {
    for (const [i, path] of paths.entries()) {
      await Deno.mkdir(`${folder}/${path}`, { recursive: true });
      if (path.endsWith("/unfinished")) continue;
      await Deno.writeTextFile(`${folder}/${path}/_metadata`, "");
      await Deno.utime(`${folder}/${path}/_metadata`, i + 1, i + 1);
    }
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What is found of a job that this Flink does not know, or knows these of. */
async function found(
  noted: Partial<FlinkCheckpoint>,
  { folder, completed, savepoint }: { folder?: string; completed?: object; savepoint?: object },
): Promise<Snapshot | undefined> {
  let newest: Snapshot | undefined;
  const known = completed || savepoint;
  await withAnswers(
    known ? { [`GET /jobs/${JOB}/checkpoints`]: { latest: { completed, savepoint } } } : {},
    async (flink) =>
      void (newest = await newestSnapshot(flink, { ...checkpoint, ...noted }, { folder })),
  );
  return newest;
}

Deno.test("newestSnapshot() finds the last complete checkpoint that a killed job left", async () => {
  const paths = [`checkpoints/${JOB}/chk-9`, `checkpoints/${JOB}/chk-10`];
  await withFolder([...paths, `checkpoints/${JOB}/chk-11/unfinished`], async (folder) => {
    const path = `file:${folder}/checkpoints/${JOB}/chk-10`;
    assert.deepEqual(await found({}, { folder }), { path, at: 2000, savepoint: false });
  });
  await withFolder([], async (folder) => assert.equal(await found({}, { folder }), undefined));
});

Deno.test("newestSnapshot() takes a savepoint that nobody noted, if it is newer", async () => {
  const savepoint = `savepoints/savepoint-${JOB.slice(0, 6)}-0123456789ab`;
  const others = [`checkpoints/${JOB}/chk-1`, "savepoints/savepoint-cccccc-0123456789ab"];
  await withFolder([...others, savepoint], async (folder) => {
    const path = `file:${folder}/${savepoint}`;
    assert.deepEqual(await found({}, { folder }), { path, at: 3000, savepoint: true });
  });
});

Deno.test("newestSnapshot() asks Flink, and passes over what it has deleted", async () => {
  const of = (name: string, at: number, is_savepoint = false) => ({
    external_path: `s3://b/${name}`,
    latest_ack_timestamp: at,
    is_savepoint,
  });
  const noted = { path: "s3://b/chk-1", at: 1, savepoint: false };
  const path = async (options: Parameters<typeof found>[1], stopped = false) =>
    (await found({ snapshot: noted, stopped }, options))?.path;
  assert.equal(
    await path({ completed: of("chk-7", 5), savepoint: of("s", 4, true) }),
    "s3://b/chk-7",
  );
  assert.equal(await path({ completed: of("chk-7", 5), savepoint: of("s", 6, true) }), "s3://b/s");
  assert.equal(await path({ completed: { ...of("chk-7", 5), discarded: true } }), "s3://b/chk-1");
  assert.equal(await path({}), "s3://b/chk-1");
  assert.equal(await path({ completed: of("chk-7", 5) }, true), "s3://b/chk-1");
});

Deno.test("localPath() takes both forms of Flink's paths, with nothing escaped", () => {
  assert.equal(localPath("file:/a ü%20/b"), "/a ü%20/b");
  assert.equal(localPath("file:///a"), "/a");
});

Deno.test("removeFolders() removes folders of jobs and nothing else, whatever the topic says", async () => {
  await withFolder([`checkpoints/${JOB}/chk-1`, "savepoints/a"], async (folder) => {
    const removed = await removeFolders(folder, [JOB, "../savepoints", "", ".", "c".repeat(32)]);
    assert.deepEqual(removed, [`${folder}/checkpoints/${JOB}`]);
    const left = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
    assert.deepEqual(left.toSorted(), ["checkpoints", "savepoints"]);
  });
});
