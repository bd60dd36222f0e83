/** `deno task forecast`: forecasts of a user's own SQL or CSV, judged by a back-test. */
import { defineCommand, main } from "../lib/cli.ts";
import { callersPath } from "../lib/config.ts";
import { saveForecasts } from "../lib/delivery/save_forecasts.ts";
import { messageOf, UsageError } from "../lib/errors.ts";
import {
  csvTable,
  defaultHorizon,
  experiment,
  experimentJson,
  experimentReport,
  experimentRows,
  FORMAT_HELP,
  longEnough,
  modelOf,
  models,
  queryTable,
  readTimes,
  seriesFromTable,
} from "../lib/forecast/mod.ts";
import { openProgress } from "../lib/progress.ts";
import { connectQuestdb } from "../lib/questdb/client.ts";
import { findStack } from "../lib/stack/mod.ts";
import { chartOf, writeChart } from "./forecast_chart.ts";

await main(defineCommand({
  name: "forecast",
  summary: "Back-tests models on series of SQL or CSV, and forecasts with the best.",
  flags: {
    sql: { type: "string", value: "query", help: "read the answer of QuestDB" },
    csv: {
      type: "string",
      value: "file",
      help: "read a CSV file, plain or gzip; - is standard input",
    },
    encoding: {
      type: "string",
      value: "name",
      help: "of a CSV file that is not UTF-8: latin1, windows-1252, utf-16, …",
    },
    time: { type: "string", value: "col", help: "column of the time; found if it is obvious" },
    "time-format": { type: "string", value: "form", help: FORMAT_HELP },
    value: {
      type: "string",
      value: "col",
      help: "column to forecast; found if only one holds numbers",
    },
    series: { type: "string", value: "col", help: "column that tells several series apart" },
    step: {
      type: "duration",
      value: "time",
      help: "time from row to row, for rows without a time",
    },
    horizon: { type: "integer", value: "n", help: "steps ahead; by default the shortest season" },
    season: {
      type: "string",
      value: "n,m",
      help: "seasons in steps; by default those usual for the step",
    },
    models: {
      type: "string",
      value: "a,b",
      default: "all",
      help: models.map(({ id }) => id).join(", "),
    },
    backtest: { type: "integer", value: "k", default: 3, help: "windows of the back-test" },
    jobs: {
      type: "integer",
      value: "n",
      default: navigator.hardwareConcurrency,
      help: "workers that fit models in the back-test",
    },
    level: {
      type: "number",
      value: "share",
      default: 0.95,
      help: "share that intervals are to cover",
    },
    holidays: { type: "string", value: "days", help: "days that differ, as 2026-12-25,2027-01-01" },
    fill: {
      type: "string",
      choices: ["zero", "previous", "linear", "seasonal"],
      help: "how gaps are filled",
    },
    duplicates: {
      type: "string",
      choices: ["error", "sum", "mean", "last"],
      default: "error",
      help: "how rows with the same time are joined",
    },
    last: {
      type: "string",
      choices: ["auto", "keep", "drop"],
      help: "the last bucket: auto drops it if it is partial; with SAMPLE BY it is dropped",
    },
    until: {
      type: "string",
      value: "time",
      help: "the data is complete up to here: a bucket that ends later is dropped",
    },
    save: {
      type: "boolean",
      help: "save all forecasts in the table forecasts, the back-test's too",
    },
    chart: {
      type: "string",
      value: "file",
      default: "out/forecast.svg",
      help: "where the chart goes",
    },
    json: { type: "boolean", help: "print one line of JSON" },
  },
  examples: [
    'deno task forecast --sql "select timestamp, count() events from github_events sample by 1m" --horizon 10',
    "deno task forecast --csv AirPassengers.csv --time time --value value --horizon 24 --backtest 2",
    "deno task forecast --csv demand.csv --step 30m --models seasonal_naive,mstl_ets,ensemble --save",
  ],
  async run({ flags, signal }) {
    if ((flags.sql === undefined) === (flags.csv === undefined)) {
      throw new UsageError('Cannot forecast: give either --sql "select …" or --csv file');
    }
    if (!(flags.level > 0 && flags.level < 1)) {
      throw new UsageError(
        `Cannot use --level ${flags.level}: it is a share between 0 and 1, as 0.95`,
      );
    }
    const chartFile = callersPath(flags.chart);
    const chosen = modelsOf(flags.models);
    const seasons = flags.season === undefined ? undefined : seasonsOf(flags.season);
    const holidays = flags.holidays?.split(",").map((day) => day.trim()).filter(Boolean);
    const until = flags.until === undefined ? undefined : timeOf(flags.until);
    const sampled = /\bsample\s+by\b/i.test(flags.sql ?? "") && until === undefined;
    const last = flags.last ?? (sampled ? "drop" : "auto");
    const table = flags.sql === undefined
      ? await csvTable(flags.csv!, { encoding: flags.encoding, signal })
      : await answerOf(flags.sql);
    const left: { series: string; reason: string }[] = [];
    const leftOut = (series: string, { message }: Error) =>
      void left.push({ series, reason: message });
    const timeFormat = flags["time-format"];
    const reading = { ...flags, last, until, timeFormat, option: flagText, leftOut };
    const made = seriesFromTable(table, reading);
    if (sampled && !flags.last) {
      console.error("The last bucket may be partial and is dropped; keep it with --last keep");
    }
    const windows = flags.backtest;
    const series = longEnough(made, { horizon: flags.horizon, windows }, leftOut);
    for (const { series, reason } of left) console.error(`left out: ${series}: ${reason}`);
    const horizon = flags.horizon ?? defaultHorizon(series, { seasons, windows });
    const { level } = flags;
    const progress = openProgress({ signal });
    const { jobs } = flags;
    const options = { seasons, holidays, horizon, windows, level, jobs, progress, signal };
    const found = await experiment(series, chosen, { ...options, all: flags.save, leftOut: left });
    await writeChart(chartFile, chartOf(found));
    let saved: number | undefined;
    if (flags.save) {
      const { endpoints } = await findStack({ need: ["questdb"] });
      const rows = experimentRows(found);
      saved = await saveForecasts(rows, { endpoints, signal });
    }
    const { chart } = flags;
    if (flags.json) console.log(JSON.stringify({ ...experimentJson(found), chart, saved }));
    else {
      console.log(experimentReport(found));
      console.log(`\nChart: ${chart} (open it in a browser)`);
      if (saved !== undefined) {
        console.log(
          `Saved: the table forecasts holds ${saved} rows; deno task sql "select * from forecasts"`,
        );
      }
    }
  },
}));

async function answerOf(query: string) {
  const { endpoints } = await findStack({ need: ["questdb"] });
  const db = connectQuestdb(endpoints.questdb);
  try {
    return await queryTable(query, db);
  } finally {
    await db.close();
  }
}

/** How an option of the library is written as a flag. */
function flagText(name: string, value?: string): string {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return value === undefined ? flag : `${flag} ${value}`;
}

function modelsOf(text: string) {
  if (text === "all") return models;
  try {
    return text.split(",").map((id) => modelOf(id.trim()));
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

function seasonsOf(text: string): number[] {
  return text.split(",").map((part) => {
    const steps = Number(part);
    if (steps >= 2 && steps < Infinity) return steps;
    throw new UsageError(`Cannot use --season ${text}: a season has two steps or more, as 24,168`);
  });
}

function timeOf(text: string): number {
  try {
    return readTimes([text], { column: "until", option: flagText }).times[0]!;
  } catch {
    throw new UsageError(`Cannot use --until ${text}: write an ISO time, as 2026-05-13T12:00:00Z`);
  }
}
