import type { Experiment } from "./experiment.ts";
import { roundFigure } from "./round_figure.ts";

/** One sentence: the best model, and how its error compares with seasonal naive's. */
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
  return `Best: ${best}, its mean absolute error ${roundFigure(first.mae)} is ` +
    `${Math.abs(share).toFixed(0)} % ${share >= 0 ? "below" : "above"} seasonal naive's ` +
    roundFigure(yardstick.mae);
}
