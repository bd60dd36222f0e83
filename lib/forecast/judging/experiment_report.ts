/** What `deno task forecast` prints. */
import { type Step, stepText } from "../mod.ts";
import { formatTable } from "../../table.ts";
import type { Experiment } from "./experiment.ts";

/** What came out beside the experiment. */
export interface Kept {
  /** Path of the chart. */
  chart: string;
  /** Rows of the table of kept forecasts, where they were kept. */
  saved?: number | undefined;
}

/** The experiment as one JSON object. */
export function summary(
  { series, horizon, level, best, judged, coming, notes }: Experiment,
  kept: Kept,
) {
  return {
    series: series.map(({ id, value, step, time, notes }) => ({
      id,
      points: value.length,
      step: stepText(step),
      from: new Date(time[0]!),
      to: new Date(time.at(-1)!),
      notes,
    })),
    horizon,
    level,
    best,
    scores: judged.scores,
    failures: judged.failures,
    notes: [...judged.notes, ...notes],
    forecasts: coming.filter(({ model }) => model === best),
    ...kept,
  };
}

/** Prints the experiment for a person. */
export function print(found: Experiment, { chart, saved }: Kept): void {
  const { series, horizon, level, best, judged, coming } = found;
  for (const { id, value, step, time, notes } of series.slice(0, 10)) {
    const [from, to] = [time[0]!, time.at(-1)!].map((one) => timeText(one, step));
    console.log(`${id}: ${value.length} values, one each ${stepText(step)}, ${from} to ${to} UTC`);
    for (const note of notes) console.log(`  ${note}`);
  }
  if (series.length > 10) console.log(`… ${series.length - 10} more series`);
  const windows = judged.scores[0]!.windows / series.length;
  console.log(
    `\nBack-test: ${round(windows)} windows of ${horizon} steps each, intervals of ${
      level * 100
    } %\n`,
  );
  console.log(formatTable(judged.scores.map(line)));
  for (const { series, model, reason } of judged.failures) {
    console.log(`left out: ${model} on ${series}: ${reason}`);
  }
  for (const note of new Set([...judged.notes, ...found.notes])) console.log(`note: ${note}`);
  console.log(`\n${verdict(found)}\n`);
  const rows = coming.filter((row) => row.model === best);
  const shown = rows.map(({ series, time, yhat, lower, upper }) => ({
    series,
    "time (UTC)": timeText(time.getTime(), found.series[0]!.step),
    forecast: round(yhat),
    lower: round(lower!),
    upper: round(upper!),
  }));
  console.log(formatTable(shown, { maxRows: 24 }));
  console.log(`\nChart: ${chart} (open it in a browser)`);
  if (saved !== undefined) {
    console.log(
      `Kept: the table forecasts holds ${saved} rows; deno task sql "select * from forecasts"`,
    );
  }
}

/** One sentence: the best model, and how much better it is than seasonal naive. */
export function verdict({ best, judged }: Pick<Experiment, "best" | "judged">): string {
  const [first, yardstick] = [best, "seasonal_naive"].map((id) =>
    judged.scores.find(({ model }) => model === id)
  );
  if (best === "seasonal_naive" || !yardstick?.mae || first?.mae == null) {
    return `Best: ${best}${
      best === "seasonal_naive" ? "; nothing beats repeating the last season" : ""
    }`;
  }
  const share = 100 * (1 - first.mae / yardstick.mae);
  return `Best: ${best}, its mean absolute error ${round(first.mae)} is ${
    Math.abs(share).toFixed(0)
  } % ` +
    `${share >= 0 ? "below" : "above"} seasonal naive's ${round(yardstick.mae)}`;
}

function line(score: Experiment["judged"]["scores"][number]) {
  const { model, mae, rmse, smape, mase, owa, coverage, msis, seconds, losesToSeasonalNaive } =
    score;
  return {
    model,
    mae: round(mae),
    rmse: round(rmse),
    smape: round(smape),
    mase: round(mase),
    owa: round(owa),
    coverage: coverage === null ? null : `${round(100 * coverage)} %`,
    msis: round(msis),
    seconds: round(seconds),
    verdict: losesToSeasonalNaive ? "loses to seasonal naive" : "",
  };
}

/** Four significant digits, and no fewer than the whole number's. */
function round(value: number | null): number | null {
  if (value === null) return null;
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4));
}

/** A time without what all times of the step have in common. */
function timeText(time: number, step: Step): string {
  const text = new Date(time).toISOString();
  const whole = "months" in step || step.ms % 86_400_000 === 0;
  return whole ? text.slice(0, 10) : text.slice(0, 19).replace("T", " ").replace(/:00$/, "");
}
