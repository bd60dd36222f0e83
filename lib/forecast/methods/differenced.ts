import { logScale, plainScale } from "../math/log_scale.ts";
import { CannotFitError } from "../cannot_fit_error.ts";
import type { Method } from "./method.ts";

/**
 * Method: another method on the changes over a season, which have neither season nor trend; the last
 * season is added back. For a series without a season, on the changes from step to step.
 *
 * @param options `log`: changes of logarithms if no value is negative. @default false
 */
export function differenced(method: Method, { log = false } = {}): Method {
  return (history, { origins, horizon }) => {
    const season = Math.round(history.seasons[0] ?? 1);
    const length = origins.at(-1)!;
    const values = history.values.subarray(0, length);
    const scale = log ? logScale(values, origins[0]!) : plainScale;
    if (origins[0]! <= season + 2) {
      throw new CannotFitError("too few values for changes over a season");
    }
    const y = values.map(scale.to);
    const changes = y.subarray(season).map((value, t) => value - y[t]!);
    const paths = method(
      { ...history, values: changes, time: history.time.slice(season) },
      { origins: origins.map((origin) => origin - season), horizon },
    );
    return paths.map((path, i) => {
      const base = y.slice(origins[i]! - season, origins[i]!);
      return path.map((change, q) => {
        const value = base[q % season]! + change;
        base[q % season] = value;
        return scale.from(value);
      });
    });
  };
}
