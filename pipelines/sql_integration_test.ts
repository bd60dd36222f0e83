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
    assert.ok(err.includes(`\nfrom ${prefix}x\n${where}\n`), err);
    assert.match(err, /deno task demo\n$/, "with the notebook's hints");
    assert.equal((await run("sql", [])).code, 2);
    assert.equal((await run("sql", ["select", "1"])).code, 2);
  });
});

Deno.test("sql runs several statements, up to the first that fails, and names it", async () => {
  const text = "select 1 one;\n-- a comment; with a semicolon\nselec 2;\nselect ';' three;";
  const path = await Deno.makeTempFile({ suffix: ".sql" });
  try {
    await Deno.writeTextFile(path, text);
    const stopped = await run("sql", ["-f", path, "--json"]);
    assert.deepEqual([stopped.code, stopped.out], [1, '[{"one":1}]\n']);
    assert.match(
      stopped.err,
      /^error: Statement 2 of 3: QuestDB refused the query: .*, line 3\nselec 2;\n\^/,
    );
    assert.match(stopped.err, /\nDid you mean select\?\nThe last one was not run\n$/);
    const all = await run("sql", ["-f", path, "--csv", "--continue"]);
    assert.deepEqual([all.code, all.out], [1, "one\n1\n\nthree\n;\n"]);
  } finally {
    await Deno.remove(path);
  }
  const { stdout } = await new Deno.Command("bash", {
    args: ["-c", `echo 'select 1 a; select 2 b' | "$0" task -q sql --json`, Deno.execPath()],
  }).output();
  assert.equal(new TextDecoder().decode(stdout), '[{"a":1}]\n[{"b":2}]\n');
});

Deno.test("sql fetches only the rows of its table, counts the others, and says ok without an answer", async () => {
  await withNamespace(async ({ prefix }) => {
    const table = `"${prefix}made"`;
    const { out, err } = await run("sql", [
      `create table ${table} (a int); select x from long_sequence(3000) order by x desc; ` +
      `drop table ${table}`,
      ...["--rows", "2"],
    ]);
    assert.equal(err, "");
    assert.equal(out, "ok\n\n   x\n----\n3000\n2999\n… 2,998 more rows\n\nok\n");
  });
});

Deno.test("sql without a query is a prompt on a terminal, with its task's permissions", async () => {
  const script = new Deno.Command("script", {
    args: ["-qec", `${Deno.execPath()} task -q sql`, "/dev/null"],
    stdin: "piped",
    stdout: "piped",
  });
  let child;
  try {
    child = script.spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return console.log("skipped: there is no `script`");
    throw error;
  }
  const keys = child.stdin.getWriter();
  let text = "";
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    const before = text;
    text += part;
    const appears = (what: RegExp) => what.test(text) && !what.test(before);
    if (appears(/sql> /)) await keys.write(new TextEncoder().encode("select 40 + 2 answer;\r"));
    if (appears(/\b42\b/)) await keys.write(new TextEncoder().encode("\\q\r"));
  }
  await keys.close().catch(() => {}); // it has ended
  assert.equal((await child.status).code, 0, text);
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
