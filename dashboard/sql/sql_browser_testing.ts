/** For the test in a browser: a visitor of the SQL page. */
import assert from "node:assert/strict";
import { parquetReadObjects } from "hyparquet";
import { until } from "../../lib/retry.ts";
import { accessible, open, patient, type Scene } from "../browser_testing.ts";

/** Takes minutes if nothing stops it. */
const LONG =
  "select sum(a.x * b.x % 7) s from long_sequence(400000) a cross join long_sequence(400000) b";
const ROWS = "select x, 'name' || (x % 7) name, x::timestamp at from long_sequence(100)";

/** Writes, completes, runs, sorts, filters, draws, downloads, stops, shares. */
export async function visitSql(scene: Scene): Promise<void> {
  const tab = await open(scene, "/sql", { expected: /status of 400/ });
  const editor = tab.locator(".cm-content"), status = tab.locator(".sql-status");
  const button = (name: string | RegExp) => tab.getByRole("button", { name, exact: true });
  const rows = tab.locator("#sql-result tbody tr");
  const ask = async (sql: string) => {
    await editor.fill(sql);
    await tab.keyboard.press("Control+Enter");
  };

  // Completed with a table, and with a column of it.
  const offered = tab.locator(".cm-tooltip-autocomplete li");
  await tab.locator(".sql-tables summary", { hasText: "github_events" }).waitFor(patient);
  await editor.fill("select * from github_ev");
  await tab.keyboard.press("Control+Space");
  // Not by Enter: within 75 ms of the list's opening the editor takes that for a new line.
  await offered.filter({ hasText: `${scene.namespace}_github_events` }).first().click(patient);
  await tab.keyboard.type(" where act");
  await offered.filter({ hasText: /^actor/ }).first().waitFor(patient);
  await tab.keyboard.press("Escape");

  await ask("select x, nothing from long_sequence(1)");
  const error = tab.locator(".sql-error:not([hidden])");
  await error.filter({ hasText: /nothing from.*\n {10}\^/ }).waitFor(patient);
  assert.equal(await tab.locator(".cm-fault").innerText(), "nothing");

  await ask(ROWS);
  await rows.nth(99).waitFor(patient);
  const first = () => rows.first().locator("td").first().innerText();
  await tab.locator("#sql-result th button", { hasText: /^x$/ }).click();
  assert.equal(await first(), "100", "numbers begin with the largest");
  await tab.getByLabel("Filter the rows of Result").fill("name3");
  assert.deepEqual([await rows.count(), await first()], [14, "94"]);
  await accessible(tab, "sql");

  const download = async (name: string) => {
    const [file] = await Promise.all([
      tab.waitForEvent("download", patient),
      button(`Download ${name}`).click(),
    ]);
    return await Deno.readFile(await file.path());
  };
  const csv = new TextDecoder().decode(await download("CSV")).trimEnd().split("\n");
  assert.deepEqual(csv.slice(0, 2), ["x,name,at", "1,name1,1970-01-01T00:00:00.000001Z"]);
  assert.equal(csv.length, 101);
  const parquet = await parquetReadObjects({ file: (await download("Parquet")).buffer });
  assert.equal(parquet.length, 100);
  assert.deepEqual([parquet[99]!.x, parquet[99]!.name], [100n, "name2"]);
  await tab.getByRole("tab", { name: "Chart" }).click();
  await tab.locator(".sql-figure svg").first().waitFor(patient);

  // A link shows the query and the chart, and runs nothing by itself.
  const other = await open(scene, tab.url().slice(scene.url.length), { context: tab.context() });
  assert.equal(await other.locator(".cm-content").innerText(), ROWS);
  assert.match(await other.locator(".sql-status").innerText(), /A query of a link/);
  assert.equal(await other.locator("#sql-result").count(), 0);
  await other.close();

  await ask(LONG);
  const isRunning = () =>
    scene.own.ask(scene.namespace, async (db) => {
      const found = await db.run(
        "select query from query_activity() where query like '%400000%' and query not like '%activity%'",
      );
      return found.length > 0;
    });
  await until(isRunning, { within: 20_000 });
  await button(/^Stop/).click();
  await status.filter({ hasText: "Stopped" }).waitFor(patient);
  await until(async () => !await isRunning(), { within: 10_000 });
  await ask("select 1 one");
  await status.filter({ hasText: /^1 row in/ }).waitFor(patient);
  await tab.locator(".sql-history summary").click();
  const past = await tab.locator(".sql-history li").allInnerTexts();
  assert.match(past[0]!, /^select 1 one/);
  assert.match(past[1]!, /400000/);
  await tab.context().close();
}
