import { type Complain, type Control, finite, type InputOptions, knownOptions } from "./control.ts";

/** Options of `input.slider`. */
export interface SliderOptions extends InputOptions {
  /** The lowest value. @default 0 */
  min?: number;
  /** The highest value. @default 100 */
  max?: number;
  /** The distance between two values, counted from `min`. @default 1 */
  step?: number;
  /** The value at first. @default min */
  value?: number;
}

/** Options of `input.number`. */
export interface NumberOptions extends InputOptions {
  /** The lowest value. @default none */
  min?: number;
  /** The highest value. @default none */
  max?: number;
  /** The distance between two values, counted from `min` or 0. @default any */
  step?: number;
  /** The value at first. @default min, or 0 */
  value?: number;
}

/** A slider. */
export function sliderControl(options: SliderOptions, complain: Complain): Control<number> {
  const { min = 0, max = 100, step = 1 } = options;
  const range = { min, max, step };
  return { spec: { kind: "slider", ...range }, ...inRange(options, range, complain) };
}

/** A field for a number. */
export function numberControl(options: NumberOptions, complain: Complain): Control<number> {
  const { min, max, step } = options;
  const range = {
    ...min === undefined ? {} : { min },
    ...max === undefined ? {} : { max },
    ...step === undefined ? {} : { step },
  };
  return { spec: { kind: "number", ...range }, ...inRange(options, range, complain) };
}

function inRange(
  options: NumberOptions,
  { min, max, step }: { min?: number; max?: number; step?: number },
  complain: Complain,
): Pick<Control<number>, "value" | "check"> {
  knownOptions(options, ["min", "max", "step", "value"], complain);
  for (const [name, bound] of Object.entries({ min, max, step })) {
    if (bound !== undefined && !Number.isFinite(bound)) {
      complain(`${name} ${bound} is not a number`);
    }
  }
  if (min !== undefined && max !== undefined && min > max) {
    complain(`min ${min} is above max ${max}`);
  }
  if (step !== undefined && step <= 0) complain(`step ${step} is not above 0`);
  function check(value: unknown): number {
    const n = finite(value);
    if (n < (min ?? -Infinity) || n > (max ?? Infinity)) {
      throw new RangeError(`is not ${rangeText(min, max)}`);
    }
    if (step !== undefined) {
      const steps = (n - (min ?? 0)) / step;
      if (Math.abs(steps - Math.round(steps)) > 1e-6) {
        throw new RangeError(`is not a whole number of steps of ${step} from ${min ?? 0}`);
      }
    }
    return n;
  }
  return { value: options.value ?? min ?? (max !== undefined && max < 0 ? max : 0), check };
}

function rangeText(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `within ${min} to ${max}`;
}
