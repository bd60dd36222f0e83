import { formatTable } from "../../table.ts";
import { type Step, stepText } from "../series/step.ts";
import type { Experiment } from "./experiment.ts";
import type { Score } from "./leaderboard.ts";
import { roundFigure } from "./round_figure.ts";
import { verdict } from "./verdict.ts";

/** An experiment as text for a person: the series, the leaderboard, the verdict, the forecast. */
export function experimentReport(found: Experiment): string {
  const { series, horizon, level, best, judged, coming } = found;
  const rows = coming.filter((row) => row.model === best);
  const shown = rows.map(({ series, time, yhat, lower, upper }) => ({
    series,
    "time (UTC)": timeText(time.getTime(), found.series[0]!.step),
    forecast: roundFigure(yhat),
    lower: roundFigure(lower!),
    upper: roundFigure(upper!),
  }));
  const windows = judged.scores[0]!.windows / series.length;
  return [
    ...seriesLines(found),
    "",
    `Back-test: ${roundFigure(windows)} windows of ${horizon} steps each, intervals of ${
      level * 100
    } %`,
    "",
    formatTable(judged.scores.map(scoreRow)),
    ...judged.failures.map(({ series, model, reason }) =>
      `left out: ${model} on ${series}: ${reason}`
    ),
    ...[...new Set([...judged.notes, ...found.notes])].map((note) => `note: ${note}`),
    "",
    verdict(found),
    "",
    formatTable(shown, { maxRows: 24 }),
  ].join("\n");
}

function seriesLines({ series, leftOut }: Experiment): string[] {
  const lines = series.slice(0, 10).flatMap(({ id, value, step, time, notes }) => {
    const [from, to] = [time[0]!, time.at(-1)!].map((one) => timeText(one, step));
    return [
      `${id}: ${value.length} values, one each ${stepText(step)}, ${from} to ${to} UTC`,
      ...notes.map((note) => `  ${note}`),
    ];
  });
  if (series.length > 10) lines.push(`… ${series.length - 10} more series`);
  const missing = leftOut.slice(0, 10).map(({ series, reason }) =>
    `left out: ${series}: ${reason}`
  );
  if (leftOut.length > 10) missing.push(`… ${leftOut.length - 10} more series left out`);
  return [...lines, ...missing];
}

function scoreRow(score: Score) {
  const { model, mae, rmse, smape, mase, owa, coverage, msis, seconds, losesToSeasonalNaive } =
    score;
  return {
    model,
    mae: roundFigure(mae),
    rmse: roundFigure(rmse),
    smape: roundFigure(smape),
    mase: roundFigure(mase),
    owa: roundFigure(owa),
    coverage: coverage === null ? null : `${roundFigure(100 * coverage)} %`,
    msis: roundFigure(msis),
    seconds: roundFigure(seconds),
    verdict: losesToSeasonalNaive ? "loses to seasonal naive" : "",
  };
}

/** A time without the parts that are the same for all times of the step. */
function timeText(time: number, step: Step): string {
  const text = new Date(time).toISOString();
  const whole = "months" in step || step.ms % 86_400_000 === 0;
  return whole ? text.slice(0, 10) : text.slice(0, 19).replace("T", " ").replace(/:00$/, "");
}
