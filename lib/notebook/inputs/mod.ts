import type { InputOptions } from "./control.ts";
import {
  dateControl,
  type DateOptions,
  type DateRange,
  datesControl,
  type DatesOptions,
} from "./dates.ts";
import { makeInput } from "./make_input.ts";
import { numberControl, type NumberOptions, sliderControl, type SliderOptions } from "./numbers.ts";
import {
  buttonControl,
  checkboxControl,
  type CheckboxOptions,
  textControl,
  type TextOptions,
} from "./others.ts";
import { selectControl, type SelectOptions } from "./select.ts";

/**
 * Controls whose value a cell gets: `const days = await input.slider({ min: 1, max: 30, value: 7 })`.
 *
 * In JupyterLab, started by `deno task lab`, a person can change them: the variable gets the new
 * value, and the cells that read it, and those that read what these define, run again in the order
 * of the notebook. Elsewhere the value is the default, shown as a line; `params` sets it by the
 * variable's name, or by the option `name`.
 *
 * A second argument of these functions is the kernel's: it says how the variable is declared.
 *
 * @example
 * ```ts
 * import { input } from "./mod.ts";
 *
 * const days = await input.slider({ label: "Days", min: 1, max: 30, value: 7 });
 * const company = await input.select({ options: ["Flash", "Sun"] });
 * ```
 */
export const input = {
  /** A slider: a number. */
  slider: (options: SliderOptions = {}, declared?: string): Promise<number> =>
    makeInput("slider", sliderControl, options, declared),
  /** A field for a number. */
  number: (options: NumberOptions = {}, declared?: string): Promise<number> =>
    makeInput("number", numberControl, options, declared),
  /** A field for text. */
  text: (options: TextOptions = {}, declared?: string): Promise<string> =>
    makeInput("text", textControl, options, declared),
  /** One of the options, or, with `multiple`, a list of them in their order. */
  select: select as Select,
  /** A field for a day: text, as `2022-04-01`. */
  date: (options: DateOptions = {}, declared?: string): Promise<string> =>
    makeInput("date", dateControl, options, declared),
  /** Two fields for a range of days, both included: `{ from, to }`. */
  dates: (options: DatesOptions = {}, declared?: string): Promise<DateRange> =>
    makeInput("dates", datesControl, options, declared),
  /** A box to tick: true or false. */
  checkbox: (options: CheckboxOptions = {}, declared?: string): Promise<boolean> =>
    makeInput("checkbox", checkboxControl, options, declared),
  /** A button: how often it was pressed. The cells that read it run again with each press. */
  button: (options: InputOptions = {}, declared?: string): Promise<number> =>
    makeInput("button", buttonControl, options, declared),
};

/** The two forms of `input.select`. */
interface Select {
  <const T>(
    options: SelectOptions<T> & { multiple: true; value?: readonly NoInfer<T>[] },
    declared?: string,
  ): Promise<T[]>;
  <const T>(
    options: SelectOptions<T> & { multiple?: false; value?: NoInfer<T> },
    declared?: string,
  ): Promise<T>;
}

function select(options: SelectOptions<unknown>, declared?: string): Promise<unknown> {
  return makeInput("select", selectControl, options, declared);
}
