import assert from "node:assert/strict";
import { UsageError } from "../errors.ts";
import { feeds } from "../feeds/mod.ts";
import type { Feed } from "../feeds/feed.ts";
import type { Source } from "../sources/source.ts";
import { defineStream, Long, Timestamp, Type } from "../streams/define.ts";
import type { Stream } from "../streams/stream.ts";
import { withNamespace } from "../testing.ts";
import { ingest } from "./ingest.ts";

/** A feed with its own option, in a file that nothing in the project knows. */
const FILE = `
import { defineFeed } from ${JSON.stringify(import.meta.resolve("../feeds/feed.ts"))};
import { simulate, startOf } from ${
  JSON.stringify(import.meta.resolve("../simulators/simulator.ts"))
};
import { defineStream, Long, Symbol, Timestamp, Type } from ${
  JSON.stringify(import.meta.resolve("../streams/define.ts"))
};
import { isoTime } from ${JSON.stringify(import.meta.resolve("../time.ts"))};

export const heartbeats = defineStream({
  name: "heartbeats",
  key: "heart",
  time: "at",
  identity: ["heart", "beat"],
  schema: Type.Object({ heart: Symbol({ minLength: 1 }), beat: Long(), at: Timestamp() }),
});

function* beats(start: number, heart: string) {
  for (let beat = 0;; beat++) yield { heart, beat, at: isoTime(start / 1000 + beat) };
}

export const heartFeed = defineFeed({
  name: "hearts",
  streams: [heartbeats],
  flags: { heart: { type: "string", value: "name", default: "mine", help: "hearts: whose" } },
  simulate: ({ flags, ...options }) => {
    const records = beats(startOf(options), flags?.heart ?? "mine");
    return simulate({ stream: heartbeats, name: "hearts", records }, options);
  },
});
`;

/** What a run prints on standard output. */
async function printed(run: () => Promise<number>): Promise<{ code: number; out: string }> {
  const { log } = console;
  const lines: string[] = [];
  console.log = (line: string) => void lines.push(line);
  try {
    return { code: await run(), out: lines.join("\n") };
  } finally {
    console.log = log;
  }
}

/** Does something with a namespace of its own, which commands then use too. */
async function inNamespace(
  test: (stack: Parameters<Parameters<typeof withNamespace>[0]>[0]) => Promise<void>,
): Promise<void> {
  await withNamespace(async (stack) => {
    const before = Deno.env.get("TRIBUTARY_NAMESPACE");
    Deno.env.set("TRIBUTARY_NAMESPACE", stack.namespace);
    try {
      await test(stack);
    } finally {
      if (before === undefined) Deno.env.delete("TRIBUTARY_NAMESPACE");
      else Deno.env.set("TRIBUTARY_NAMESPACE", before);
    }
  });
}

Deno.test("a feed in one file is ingested from Kafka to SQL with no other file changed", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/hearts.ts`, FILE);
    const { heartFeed, heartbeats } = await import(`file://${folder}/hearts.ts`);
    const all: Feed[] = [...feeds, heartFeed];
    await inNamespace(async ({ db }) => {
      const simulate = ["hearts", "--simulate", "--limit", "500", "--heart", "yours", "--json"];
      const { code, out } = await printed(() => ingest(all, simulate));
      const { seconds, rowsPerSecond, ...account } = JSON.parse(out);
      assert.equal(code, 0);
      assert.ok(seconds > 0 && rowsPerSecond > 0);
      assert.deepEqual(account, {
        stream: "heartbeats",
        read: 500,
        published: 500,
        rejected: 0,
        stored: 500,
        deadLettered: 0,
        unknownFields: 0,
        rows: 500,
      });
      assert.deepEqual(
        await db.sql`select heart, count() n, max(beat) last from ${heartbeats}`,
        [{ heart: "yours", n: 500, last: 499 }],
      );
      assert.equal((await printed(() => ingest(all, ["hearts"]))).code, 2);
      assert.equal((await printed(() => ingest(all, ["heart", "--simulate"]))).code, 2);
      const help = await printed(() => ingest(all, ["--help"]));
      assert.match(help.out, /<github\|[\w|]+\|hearts> \[path…\]/);
      assert.match(help.out, /--heart name +hearts: whose \(default mine\)/);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const ticks = defineStream({
  name: "ticks",
  key: "n",
  time: "at",
  identity: ["n"],
  schema: Type.Object({ n: Long(), at: Timestamp() }),
}) as Stream;

/** A feed whose source yields some records, then fails. */
function failingFeed(count: number, error: Error): Feed {
  async function* open(): Source {
    await Promise.resolve();
    const records = Array.from({ length: count }, (_, n) => ({ n, at: "2026-01-01T00:00:00Z" }));
    const lines = records.map(({ n }) => n + 1);
    if (count > 0) yield { stream: ticks, source: "test", records, lines, rejected: [] };
    throw error;
  }
  return { name: "failing", streams: [ticks], live: { help: "a test", open } };
}

Deno.test("ingest() stores what a source yields before it fails, and prints the account", async () => {
  const table = async (...args: string[]) => {
    const feed = failingFeed(7, new Error("Cannot read page 2"));
    return await printed(() => ingest([feed], ["failing", "--live", ...args]));
  };
  for (const way of [["--via", "kafka"], ["--via", "direct"]]) {
    await inNamespace(async ({ db }) => {
      const { code, out } = await table(...way, "--json");
      const { read, published, stored, rows } = JSON.parse(out);
      assert.deepEqual({ code, read, published, stored, rows }, {
        code: 1,
        read: 7,
        published: 7,
        stored: 7,
        rows: 7,
      });
      assert.deepEqual(await db.sql`select count() n from ${ticks}`, [{ n: 7 }]);
    });
  }
  await inNamespace(async () => {
    const { code, out } = await table("--no-sink");
    assert.deepEqual([code, /ticks +7/.test(out)], [1, true], out);
    const none = failingFeed(0, new UsageError("Cannot read none.csv"));
    assert.deepEqual(await printed(() => ingest([none], ["failing", "--live"])), {
      code: 2,
      out: "",
    });
  });
});
