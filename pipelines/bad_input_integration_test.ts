import assert from "node:assert/strict";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { projectFolder } from "../lib/config.ts";
import type { Summary } from "../lib/processing/account.ts";
import { withFolder } from "../lib/sources/testing.ts";
import { deadLetters } from "../lib/streams/dead_letters.ts";
import { githubEvents, taxiTrips } from "../lib/feeds/mod.ts";
import { withNamespace } from "../lib/testing.ts";
import { run } from "./testing.ts";

const HEADER =
  "Trip ID,Trip Start Timestamp,Trip End Timestamp,Trip Seconds,Trip Miles,Fare,Trip Total,Company";
const START = "04/01/2022 12:00:00 AM";
const END = "04/01/2022 12:15:00 AM";
/** Line, field, value and reason of a bad record; the header is line 1. */
type Bad = [line: number, field: string | null, value: string | null, reason: RegExp];

const TRIPS = [
  HEADER,
  `good-1,${START},${END},600,2.5,10,11,"Taxicab Insurance Agency, LLC"`,
  `a,13/45/2022 12:00:00 AM,${END},600,2.5,10,11,x`,
  `b,${START},${END},600,2.5,-3,11,x`,
  `c,${START},${END},600,2.5,10,9999999,x`,
  `d,${START},03/31/2022 11:00:00 PM,600,2.5,10,11,x`,
  `,${START},${END},600,2.5,10,11,x`,
  `e,${START},${END},abc,2.5,10,11,x`,
  `f,${START}`,
  `good-2,${START},,,,,,`,
];
const BAD_TRIPS: Bad[] = [
  [3, "trip_start_timestamp", "13/45/2022 12:00:00 AM", /^expected a time as MM\/DD\/YYYY/],
  [4, "fare", "-3", />= 0/],
  [5, "trip_total", "9999999", /<= 10000/],
  [
    6,
    "trip_end_timestamp",
    "2022-03-31T23:00:00.000Z",
    /^must not be before the start 2022-04-01T/,
  ],
  [7, "trip_id", null, /^is missing/],
  [8, "trip_seconds", "abc", /^expected a number/],
  [9, null, null, /^has 2 cells, the header has 8/],
];

const event = (id: string, changes = {}) => ({
  id,
  type: "PushEvent",
  actor: { login: "ada" },
  repo: { name: "ada/x" },
  public: true,
  created_at: "2026-01-01T00:00:00Z",
  ...changes,
});
const EVENTS = [
  JSON.stringify(event("1")),
  "{nope",
  JSON.stringify(event("2", { created_at: "2026-02-30T00:00:00Z" })),
  JSON.stringify({ ...event("3"), id: undefined }),
  JSON.stringify(event("4", { repo: { name: "naïve/🍕" } })),
];
const BAD_EVENTS: Bad[] = [
  [2, null, "{nope", /^not JSON/],
  [3, "created_at", "2026-02-30T00:00:00Z", /time/],
  [4, "id", null, /missing/],
];

// Rows that do not compress well, so that the file breaks off in the middle of them.
const MANY = [
  HEADER,
  ...Array.from({ length: 4000 }, (_, i) => `m${Math.imul(i, 0x9e3779b1) >>> 0},${START},,,,,,`),
].join("\n");
const packed = gzipSync(MANY);
const CUT = packed.subarray(0, packed.length / 2);
const plain = gunzipSync(CUT, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
/** Lines that end before the break, without the header. */
const WHOLE = plain.split("\n").length - 2;

const FILES = {
  "trips.csv": TRIPS.join("\n"),
  "events.json": EVENTS.join("\n"),
  "cut.csv.gz": CUT,
  "header.csv": "what,is,this\n1,2,3\n",
  "empty.csv": "",
  "none.json": "[]",
  "folder/readme.txt": "no trips here",
};

Deno.test("bad input is rejected with its place and reason, counted and kept; the rest is stored", async () => {
  await withFolder(FILES, (folder) =>
    withNamespace((kafka) =>
      withNamespace(async (direct) => {
        const [trips, cut, events] = ["trips.csv", "cut.csv.gz", "events.json"]
          .map((name) => `${folder}/${name}`);
        // The same file twice in each of three runs: repeated records are stored once.
        const words = ["taxi", trips!, trips!, cut!, "--json"];
        const good = 2 + 2 + WHOLE, bad = 7 + 7 + 1;
        for (
          const { namespace, via } of [
            { namespace: kafka.namespace, via: "kafka" },
            { namespace: kafka.namespace, via: "kafka" },
            { namespace: direct.namespace, via: "direct" },
          ]
        ) {
          const env = { TRIBUTARY_NAMESPACE: namespace };
          const { code, out, err } = await run("ingest", [...words, "--via", via], { env });
          assert.equal(code, 0, err);
          const { seconds: _, rowsPerSecond: __, ...account }: Summary = JSON.parse(out);
          assert.deepEqual(account, {
            stream: "taxi_trips",
            read: good + bad,
            published: good,
            rejected: bad,
            stored: good,
            deadLettered: bad,
            unknownFields: 0,
            rows: 2 + WHOLE,
          });
          const [line, field, value] = BAD_TRIPS[0]!;
          assert.ok(err.includes(`rejected: ${trips}:${line}: ${field}: expected a time`), err);
          assert.ok(err.includes(`(got ${JSON.stringify(value)})`), err);
        }

        const [letters, same] = await Promise.all([kafka, direct].map(({ db }) =>
          db.sql<{ source: string; line: number; field: string; value: string; reason: string }>`
            select * from ${deadLetters} order by source desc, line`
        ));
        assert.deepEqual(letters, same, "both ways lead to the same dead letters");
        assert.equal(letters!.length, 8);
        checkLetters(letters!.slice(0, 7), trips!, BAD_TRIPS);
        const reason = /^cannot be read from here on: damaged gzip/;
        checkLetters(letters!.slice(7), cut!, [[WHOLE + 2, null, null, reason]]);
        const [one, other] = await Promise.all(
          [kafka, direct].map(({ db }) => db.sql`select * from ${taxiTrips} order by trip_id`),
        );
        assert.deepEqual(one, other, "and to the same trips");
        assert.equal(
          one!.find((row) =>
            row.trip_id === "good-1"
          )!.company,
          "Taxicab Insurance Agency, LLC",
        );

        const env = { TRIBUTARY_NAMESPACE: kafka.namespace };
        const { out, code } = await run("ingest", ["github", events!, "--json"], { env });
        assert.equal(code, 0);
        const { read, published, rejected, rows }: Summary = JSON.parse(out);
        assert.deepEqual([read, published, rejected, rows], [5, 2, 3, 2]);
        const found = await kafka.db.sql<
          { repo: string }
        >`select repo from ${githubEvents} order by id`;
        assert.deepEqual(
          found.map(({ repo }) => repo),
          ["ada/x", "naïve/🍕"],
        );
        checkLetters(
          await kafka.db
            .sql`select * from ${deadLetters} where stream = 'github_events' order by line`,
          events!,
          BAD_EVENTS,
        );
        await checkTopic(kafka.namespace, trips!);
      })
    ));
});

function checkLetters(rows: Record<string, unknown>[], source: string, wanted: Bad[]): void {
  assert.deepEqual(
    rows.map((row) => [row.source, row.line, row.field]),
    wanted.map(([line, field]) => [source, line, field]),
  );
  for (const [i, [line, , value, reason]] of wanted.entries()) {
    if (value !== null) assert.equal(rows[i]!.value, value, `line ${line}`);
    assert.match(String(rows[i]!.reason), reason);
  }
}

/** The dead-letter topic has the original text, and Connect's headers. */
async function checkTopic(namespace: string, source: string): Promise<void> {
  const env = { TRIBUTARY_NAMESPACE: namespace };
  const { out } = await run("topics", ["read", "taxi_trips_dlq"], { env });
  const letters = out.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.equal(letters.length, 2 * 15, "each run keeps everything that it rejected");
  const [line, field, value, reason] = BAD_TRIPS[0]!;
  const { value: text, headers } = letters
    .find(({ headers }) => headers["tributary.errors.line"] === String(line));
  assert.equal(text, TRIPS[line - 1]);
  assert.equal(headers["__connect.errors.topic"], `${namespace}_taxi_trips`);
  assert.equal(headers["__connect.errors.exception.class.name"], "BadRecordError");
  assert.match(headers["__connect.errors.exception.message"], reason);
  assert.equal(headers["tributary.errors.source"], source);
  assert.equal(headers["tributary.errors.field"], field);
  assert.equal(headers["tributary.errors.value"], value);
}

Deno.test("paths are relative to the caller's folder, wherever deno task is called", async () => {
  await withFolder(FILES, (folder) =>
    withNamespace(async ({ namespace }) => {
      const config = ["--config", `${projectFolder}/deno.json`];
      // `deno task test` has set it for its own folder, and a task within a task does not change
      // it.
      const { INIT_CWD: _, ...env } = Deno.env.toObject();
      const { code, stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["task", "-q", ...config, "ingest", "taxi", "trips.csv", "--via", "direct", "--json"],
        cwd: folder,
        clearEnv: true,
        env: { ...env, TRIBUTARY_NAMESPACE: namespace },
      }).output();
      assert.equal(code, 0);
      assert.equal(JSON.parse(new TextDecoder().decode(stdout)).stored, 2);
    }));
});

Deno.test("ingest exits 1 with the reason if nothing is valid, 2 if the call is wrong", async () => {
  await withFolder(FILES, (folder) =>
    withNamespace(async ({ db, namespace }) => {
      const env = { TRIBUTARY_NAMESPACE: namespace };
      const cases: [number, string[], RegExp][] = [
        [1, ["taxi", `${folder}/header.csv`], /header\.csv:2: header has unknown columns: "what"/],
        [1, ["taxi", `${folder}/empty.csv`], /empty\.csv:1: .*the file is empty/],
        [1, ["github", `${folder}/empty.csv`], /empty\.csv:1: .*the file is empty/],
        [1, ["github", `${folder}/none.json`], /^error: .*the source holds no records/m],
        [
          1,
          ["github", `${folder}/header.csv`, "--via", "direct"],
          /all 2 records were rejected.*header\.csv:1: not JSON/,
        ],
        [
          2,
          ["taxi", `${folder}/folder`],
          /Cannot read .*\/folder: the directory holds no file named \*\.csv/,
        ],
        [2, ["taxi", `${folder}/gone.csv`], /Cannot read .*\/gone\.csv: there is no such file/],
        [2, ["orders", folder], /Cannot read .*/],
        [2, ["cabs"], /Cannot ingest "cabs": choose github\|taxi\|/],
        [2, [], /Missing <github\|taxi\|/],
        [2, ["taxi", "--limit", "few"], /Cannot use --limit "few"/],
        [2, ["taxi", "--nope"], /--nope/],
        [2, ["taxi", "--simulate"], /Cannot simulate without an end/],
        [2, ["taxi", "--simulate", "--limit", "5", "--start", "soon"], /"soon".*2026/],
        [2, ["taxi", "--via", "pigeon"], /choose kafka, direct/],
        [2, ["taxi", "--live"], /Cannot read taxi live: it has no live source; name files/],
      ];
      const results = await Promise.all(
        cases.map(([, words]) => run("ingest", [...words, "--json"], { env })),
      );
      for (const [i, [code, words, pattern]] of cases.entries()) {
        const { code: found, out, err } = results[i]!;
        assert.equal(found, code, `${words}: ${err}`);
        assert.match(err, pattern);
        assert.match(err, /^error: /m);
        if (code === 2) {
          assert.equal(out, "", `${words}`);
          assert.match(err, /See: deno task ingest --help\n$/);
        } else assert.equal(JSON.parse(out).published, 0);
      }
      const [row] = await db.sql<{ n: number }>`select count() n from ${taxiTrips}`;
      assert.equal(row!.n, 0);
    }));
});
