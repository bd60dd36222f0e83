import assert from "node:assert/strict";
import { testStack, withNamespace } from "../lib/testing.ts";
import { run } from "./testing.ts";

const ROWS = "select x a, 'one, \"two\"' b, cast('2026-01-01T00:00:00.123456Z' as timestamp) t, " +
  "cast(null as double) n from long_sequence(2)";

Deno.test("sql prints a table, one line of JSON with ISO times, or CSV", async () => {
  const table = await run("sql", [ROWS]);
  assert.equal(table.code, 0, table.err);
  assert.deepEqual(table.out.split("\n").map((line) => line.trimEnd()), [
    "a  b           t                            n",
    "-  ----------  ---------------------------  ----",
    '1  one, "two"  2026-01-01T00:00:00.123456Z  null',
    '2  one, "two"  2026-01-01T00:00:00.123456Z  null',
    "",
  ]);
  const json = await run("sql", [ROWS, "--json"]);
  const row = { b: 'one, "two"', t: "2026-01-01T00:00:00.123Z", n: null };
  assert.equal(json.out, `${JSON.stringify([{ a: 1, ...row }, { a: 2, ...row }])}\n`);
  const csv = await run("sql", [ROWS, "--csv"]);
  const line = '"one, ""two""",2026-01-01T00:00:00.123456Z,';
  assert.equal(csv.out, `a,b,t,n\n1,${line}\n2,${line}\n`);
  assert.deepEqual([table.err, json.err, csv.err], ["", "", ""]);
  const none = await run("sql", ["select x from long_sequence(1) where x = 2", "--json"]);
  assert.equal(none.out, "[]\n");
  const big = await run("sql", ["select 9007199254740993L big", "--json"]);
  assert.equal(big.out, '[{"big":"9007199254740993"}]\n', "no digit is lost");
});

Deno.test("sql exits 1 and shows the position of an error, 2 without a query", async () => {
  await withNamespace(async ({ prefix }) => {
    const { code, out, err } = await run("sql", [`select count()\nfrom ${prefix}x\nwhere a = 1`]);
    assert.deepEqual([code, out], [1, ""]);
    const where = `${" ".repeat("from ".length)}^`;
    assert.match(err, /^error: QuestDB refused the query: table does not exist.*, line 2\n/);
    assert.ok(err.endsWith(`\nfrom ${prefix}x\n${where}\n`), err);
    assert.equal((await run("sql", [])).code, 2);
    assert.equal((await run("sql", ["select", "1"])).code, 2);
  });
});

Deno.test("sql needs no Kafka", async () => {
  const { questdb } = await testStack();
  const env = {
    KAFKA_BOOTSTRAP_SERVERS: "127.0.0.1:1",
    QDB_CLIENT_CONF: questdb.conf,
    QDB_CLIENT_HOST: questdb.pg.host,
    QDB_CLIENT_PORT: String(questdb.pg.port),
    QDB_CLIENT_USER: questdb.pg.user,
    QDB_CLIENT_PASSWORD: questdb.pg.password,
  };
  const { code, out } = await run("sql", ["select 1 one", "--json"], { env });
  assert.deepEqual([code, out], [0, '[{"one":1}]\n']);
});

Deno.test("without engines a command says at once which one cannot be reached and what to do", async () => {
  const folder = await Deno.makeTempDir();
  const closed = {
    KAFKA_BOOTSTRAP_SERVERS: "127.0.0.1:1",
    QDB_CLIENT_CONF: "http::addr=127.0.0.1:2;", // fetch itself refuses port 1
    QDB_CLIENT_PORT: "2",
  };
  const started = performance.now();
  for (
    const [words, env, message] of [
      [
        ["sql", "select 1"],
        closed,
        /^error: Cannot reach QuestDB at 127\.0\.0\.1:2: connection refused\. /,
      ],
      [
        ["ingest", "taxi"],
        closed,
        /^error: Cannot reach .* at 127\.0\.0\.1:1: connection refused\. /,
      ],
      [["sql", "select 1"], { TRIBUTARY_STACK_DIR: folder }, /Start it with: deno task up\n$/],
    ] as [string[], Record<string, string>, RegExp][]
  ) {
    const { code, out, err } = await run(words[0]!, words.slice(1), { env });
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, message);
    assert.equal(err.trimEnd().split("\n").length, 1, "one line");
  }
  assert.ok(performance.now() - started < 10_000);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a reader that closes early, such as head, is not an error", async () => {
  const deno = Deno.execPath();
  const script = `"$0" task -q sql "select x from long_sequence(200000)" --csv | head -n 2`;
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-c", `set -o pipefail; ${script}`, deno],
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert.deepEqual([code, out, err], [0, "x\n1\n", ""]);
});
