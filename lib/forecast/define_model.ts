import { historyOf } from "./methods/history.ts";
import type { Model } from "./model.ts";
import { type ModelMethod, predict } from "./predict.ts";

/** A method with what makes a model of it. */
export interface ModelSpec extends ModelMethod {
  /** Loads what the method needs. @default nothing */
  prepare?: () => Promise<void>;
  /** Whether the method takes gaps. @default false */
  gaps?: boolean;
}

/** Makes a {@linkcode Model}: checks, intervals, the floor and the fallback are the same for all. */
export function defineModel(spec: ModelSpec): Model {
  return {
    id: spec.id,
    async fit(series, options = {}) {
      const history = historyOf(series, { ...options, gaps: spec.gaps ?? false, id: spec.id });
      await spec.prepare?.();
      const floor = options.floor ?? (history.values.some((value) => value < 0) ? -Infinity : 0);
      return {
        predict: (horizon, levels = [0.8, 0.95]) =>
          predict(spec, { series, history, floor, horizon, levels }),
      };
    },
  };
}
