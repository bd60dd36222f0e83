import assert from "node:assert/strict";
import { store } from "../../../lib/api/testing.ts";
import { type TaxiTrip, taxiTrips } from "../../../lib/feeds/mod.ts";
import { until } from "../../../lib/retry.ts";
import { withNamespace } from "../../../lib/testing.ts";
import { isoMillis } from "../../../lib/time.ts";
import { taxiFare5s } from "../../../lib/windows/declared/mod.ts";
import { outputStream } from "../../../lib/windows/output.ts";
import { askPanel } from "../../live/ask_panel.ts";
import { rowsOf } from "../../live/panel_answer.ts";
import { readTopic } from "../../live/topic.ts";
import { openServices } from "../../open_services.ts";
import { taxi } from "../taxi.ts";
import { LEAST } from "./demand_forecast.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 1);
/** Whole hours; then half an hour of the next one. */
const HOURS = LEAST + 1;
const END = START + HOURS * HOUR + HOUR / 2;

/** Trips in the hour: a wave over the day, and one hour without. */
const tripsIn = (hour: number) =>
  hour === 30 ? 0 : 4 + Math.round(3 * Math.sin(hour * Math.PI / 12));

/** The trips of all hours, in each one second after the other; one in eight without a fare. */
function trips(): TaxiTrip[] {
  return Array.from(
    { length: HOURS + 1 },
    (_, hour) =>
      Array.from({ length: tripsIn(hour) }, (_, i) => {
        const at = isoMillis(START + hour * HOUR + i * 1000);
        const fare = i === 7 ? null : hour + i / 4;
        const empty = Object.fromEntries(taxiTrips.columns.map(({ name }) => [name, null]));
        return {
          ...empty,
          trip_id: `${hour}-${i}`,
          event_timestamp: at,
          trip_start_timestamp: at,
          fare,
          tips: 1,
        } as TaxiTrip;
      }),
  ).flat();
}

Deno.test("the taxi page's hourly demand is that of the records, with a day's forecast; its fares those of the windows that run", async () => {
  await withNamespace(async (space) => {
    await store(space, taxiTrips, trips());
    const services = openServices(space.endpoints, { log: (line) => assert.fail(line) });
    const ask = async (panel: string, period: string, at: number) => {
      const moment = new Date(at).toISOString();
      const text = JSON.stringify({ page: "taxi", panel, period, at: moment, refresh: 5 });
      const { signal } = new AbortController();
      const answer = await askPanel(readTopic(text, [taxi])!, { services, signal });
      assert.equal(answer.trouble, undefined);
      return rowsOf(answer.data!);
    };
    try {
      const rows = await ask("demand", "24h", END);
      const history = rows.filter(({ level }) => level === null);
      assert.deepEqual(
        history.map(({ time, value }) => [Number(time), value]),
        Array.from({ length: HOURS }, (_, hour) => [START + hour * HOUR, tripsIn(hour)]),
      );
      const ahead = rows.filter(({ level }) => level !== null);
      assert.deepEqual(ahead.map(({ level }) => level), [
        ...Array(24).fill(0.5),
        ...Array(24).fill(0.9),
      ]);
      assert.equal(Number(ahead[0]!.time), START + HOURS * HOUR);
      for (const [i, { mean, lower, upper }] of ahead.slice(0, 24).entries()) {
        const wide = ahead[24 + i]!;
        const bounds = [wide.lower, lower, mean, upper, wide.upper].map(Number);
        assert.deepEqual(bounds, bounds.toSorted((a, b) => a - b), `hour ${i}`);
        assert.equal(wide.mean, mean);
      }
      const scores = await ask("scores", "24h", END);
      // Seasonal naive repeats the day before.
      const naive = scores.find(({ model }) => model === "seasonal_naive")!;
      const missed = Array.from({ length: 24 }, (_, i) => {
        const hour = HOURS - 24 + i;
        return Math.abs(tripsIn(hour) - tripsIn(hour - 24));
      });
      const error = missed.reduce((a, b) => a + b) / 24;
      assert.ok(error > 0 && Math.abs(Number(naive.error) - error) < 0.001);
      const errors = scores.map(({ error }) => Number(error));
      assert.deepEqual(errors, errors.toSorted((a, b) => a - b));
      for (const { error, against } of scores) {
        assert.ok(Math.abs(Number(error) / Number(naive.error) - 1 - Number(against)) < 0.01);
      }
      const sentences = (await ask("forecast", "24h", END)).map(({ text }) => String(text)).join(
        " ",
      );
      assert.match(sentences, new RegExp(`the 24 hours before .*from ${HOURS} hours up to `));
      assert.equal(scores[0]!.model, ahead[0]!.model);
      assert.ok(scores.some(({ model, against }) => model === "seasonal_naive" && against === 0));

      const fares = (found: Record<string, unknown>[]) =>
        found.filter(({ series }) => String(series).startsWith("fares"));
      const of = trips().filter(({ event_timestamp }) =>
        Date.parse(event_timestamp) >= END - 2 * HOUR
      );
      const paid = of.reduce((sum, { fare }) => sum + (fare ?? 0), 0);
      const asked = fares(await ask("fares", "2h", END));
      assert.equal(asked.reduce((sum, { dollars }) => sum + Number(dollars), 0), paid);
      assert.equal(asked[0]!.series, "fares, from the trips");

      // The window's table: of the whole range it is read, of a part of it it is not.
      const stream = outputStream(taxiFare5s, "deno");
      const window = (at: number) => ({
        window_start: isoMillis(at),
        window_end: isoMillis(at + 5000),
        fare: 1000,
        tips: 1,
        total: 1001,
      });
      const last = START + HOURS * HOUR;
      await store(space, stream, [window(last) as never]); // its fields are made from the window's
      await until(() => services.has(stream), { every: 20, within: 10_000 }); // the tables are known for half a second
      const series = async () => fares(await ask("fares", "2h", END))[0]!.series;
      assert.equal(await series(), "fares, from the trips");
      await store(space, stream, [window(last - HOUR) as never]); // as above
      assert.equal(await series(), "fares, windows of Deno");
    } finally {
      await services.close();
    }
  });
});
