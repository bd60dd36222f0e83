import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { projectFolder } from "../lib/config.ts";
import type { Questdb } from "../lib/questdb/client.ts";
import { githubEvents, orderItems, orders, products, taxiTrips } from "../lib/feeds/mod.ts";
import { withFolder } from "../lib/sources/testing.ts";
import { withNamespace } from "../lib/testing.ts";
import type { WindowResult } from "../lib/windows/result.ts";
import type { DemoForecast } from "./demo_forecast.ts";
import { run } from "./testing.ts";

/** Number of lines in the bundled files with a matching name, without their headers. */
function linesOf(folder: string, name: RegExp, header: number): number {
  const files = [...Deno.readDirSync(`${projectFolder}/data/${folder}`)]
    .filter((file) => name.test(file.name));
  assert.ok(files.length > 0);
  return files.reduce((sum, file) => {
    const bytes = gunzipSync(Deno.readFileSync(`${projectFolder}/data/${folder}/${file.name}`));
    return sum + new TextDecoder().decode(bytes).trimEnd().split("\n").length - header;
  }, 0);
}

/** Computes the score of repeating the last value again, and compares the forecast with it. */
async function checkForecast(db: Questdb, forecast: DemoForecast): Promise<void> {
  const rows = await db.sql<{ n: number }>`
    select timestamp, count() n from ${githubEvents} sample by 1m fill(0)`;
  const minutes = rows.map(({ n }) => n).slice(0, -1); // the last one may be incomplete
  const errors = [30, 20, 10].flatMap((before) => {
    const cutoff = minutes.length - before;
    const last = minutes[cutoff - 1]!;
    return minutes.slice(cutoff, cutoff + 10).map((n) => Math.abs(n - last));
  });
  const naive = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  assert.ok(Math.abs(forecast.naiveMae - naive) < 1e-9, `${forecast.naiveMae}, not ${naive}`);
  assert.ok(forecast.mae > 0 && forecast.mae <= naive);
  const most = 10 * Math.max(...minutes), least = 10 * Math.min(...minutes);
  assert.ok(forecast.expected >= least && forecast.expected <= most, `${forecast.expected}`);
  assert.match(forecast.sentence, new RegExp(`about ${forecast.expected} events`));
}

/** Computes the window in SQL, from the table, and compares. */
async function checkWindow(db: Questdb, { rows, ...counts }: WindowResult, read: number) {
  const { window, engine, late, duplicates, rejected } = counts;
  assert.deepEqual([window, engine, counts.read], ["taxi_totals_1d", "deno", read]);
  assert.deepEqual([late, duplicates, rejected], [0, 0, 0]);
  const days = await db.sql<Record<string, number> & { day: Date }>`
    select timestamp "day", count() trips, sum(fare) fare, avg(tips) mean_tip,
      avg(trip_total) mean_total
    from ${taxiTrips} sample by 1d align to calendar`;
  assert.equal(rows.length, days.length);
  for (const [i, { day, trips, ...money }] of days.entries()) {
    assert.deepEqual([rows[i]!.window_start, rows[i]!.trips], [day.toISOString(), trips]);
    for (const [name, dollars] of Object.entries(money)) {
      assert.ok(Math.abs(rows[i]![name] as number - dollars) <= 1e-9 * dollars, name);
    }
  }
}

Deno.test("demo brings the samples into SQL and prints findings; a second run changes nothing", async () => {
  await withNamespace(async ({ db, namespace }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    const first = await run("demo", ["--json"], { env });
    assert.equal(first.code, 0, first.err);
    assert.equal(first.out.indexOf("\n"), first.out.length - 1, "one line on standard output");
    const { streams, seconds, window, forecast, ...rest } = JSON.parse(first.out);
    assert.deepEqual(rest, {});
    await checkForecast(db, forecast);
    assert.ok(seconds > 0 && seconds < 90);
    const expected = {
      github_events: linesOf("github_events", /\.json\.gz$/, 0),
      taxi_trips: linesOf("chicago_taxi", /\.csv\.gz$/, 1),
      products: linesOf("orders_pizza", /^pizzas\./, 1),
      order_items: linesOf("orders_pizza", /^order_details\./, 1),
      orders: linesOf("orders_pizza", /^orders\./, 1),
    };
    assert.deepEqual(Object.keys(streams).toSorted(), Object.keys(expected).toSorted());
    for (const [name, count] of Object.entries(expected)) {
      const { seconds, rowsPerSecond, ...account } = streams[name];
      const none = { rejected: 0, deadLettered: 0, unknownFields: 0 };
      const all = { read: count, published: count, stored: count, rows: count };
      assert.deepEqual(account, { ...none, ...all }, name);
      assert.ok(seconds > 0 && rowsPerSecond > 0, name);
    }

    await checkWindow(db, window, expected.taxi_trips);

    const chart = `${projectFolder}/out/demo.svg`;
    await Deno.remove(chart).catch(() => {}); // absent is fine: the second run writes it
    const second = await run("demo", ["--all"], { env });
    assert.equal(second.code, 0, second.err);
    const [revenue] = await db.sql<{ dollars: number; n: number }>`
      select sum(price) dollars, count() n from ${orders}`;
    const [busiest] = await db.sql<{ repo: string; n: number }>`
      select repo, count() n from ${githubEvents} order by n desc limit 1`;
    const answers = [
      new RegExp(`^github_events +${expected.github_events} .* ${expected.github_events} `, "m"),
      new RegExp(`^taxi_trips +${expected.taxi_trips} .* ${expected.taxi_trips} `, "m"),
      /^GitHub: what people do\n/m,
      new RegExp(`^${busiest!.repo} +${busiest!.n}$`, "m"),
      /^Taxi: how trips are paid\n/m,
      /^Orders: revenue by category\n/m,
      new RegExp(`^ *${expected.orders} +${Number(revenue!.dollars.toFixed(2))} `, "m"),
      // What was sent a second time is counted once.
      /^Taxi: totals of each day \(window taxi_totals_1d: 37,080 records read, 0 late, 18,540 dup/m,
      new RegExp(`^${RegExp.escape(window.rows[0].window_start)} .* ${window.rows[0].trips} `, "m"),
      new RegExp(`^${RegExp.escape(forecast.sentence)}$`, "m"),
      /^Chart: out\/demo\.svg/m,
      /^ +deno task sql "/m,
      // Feeds without a sample are simulated, and their flows run.
      /^transactions +10000 +10000 .* 10000 /m,
      /^user_logins +10000 +10000 .* null /m,
      /^processed_user_logins +10000 +10000 .* 10000 /m,
    ];
    for (const answer of answers) assert.match(second.out, answer);
    assert.match(
      await Deno.readTextFile(chart),
      /^(<\?xml[^>]*>\s*)?<svg[^>]* xmlns="[^>]*>.*<\/svg>\s*$/s,
    );
    for (const stream of [githubEvents, taxiTrips, products, orderItems, orders]) {
      const [row] = await db.sql<{ n: number }>`select count() n from ${stream}`;
      assert.equal(row!.n, expected[stream.name as keyof typeof expected], stream.name);
    }
  });
});

Deno.test("demo names a data folder that is missing, with exit code 2", async () => {
  await withNamespace(async ({ namespace }) => {
    const env = { TRIBUTARY_NAMESPACE: namespace };
    const { code, out, err } = await run("demo", ["--data", "/nowhere", "--json"], { env });
    assert.deepEqual([code, out], [2, ""]);
    assert.match(err, /error: Cannot read \/nowhere\/github_events: there is no such file/);
  });
});

Deno.test("demo prints what it has stored before an error", async () => {
  await withNamespace(async ({ namespace }) => {
    const sample = `${projectFolder}/data/github_events/2026-05-13-19.json.gz`;
    await withFolder(
      { "github_events/2026-05-13-19.json.gz": await Deno.readFile(sample) },
      async (folder) => {
        const env = { TRIBUTARY_NAMESPACE: namespace };
        const { code, out, err } = await run("demo", ["--data", folder, "--json"], { env });
        assert.equal(code, 2);
        assert.match(
          err,
          /error: Cannot read .*\/chicago_taxi: there is no such file or directory/,
        );
        const { streams } = JSON.parse(out);
        assert.deepEqual(Object.keys(streams), ["github_events"]);
        const { published, stored } = streams.github_events;
        assert.ok(published > 0 && stored === published);
      },
    );
  });
});
