import { type Complain, type Control, type InputOptions, knownOptions } from "./control.ts";

/** Options of `input.text`. */
export interface TextOptions extends InputOptions {
  /** The text at first. @default "" */
  value?: string;
  /** Shown in the field while it is empty. @default none */
  placeholder?: string;
  /** Maximum number of characters. @default none */
  maxLength?: number;
}

/** Options of `input.checkbox`. */
export interface CheckboxOptions extends InputOptions {
  /** Whether it is ticked at first. @default false */
  value?: boolean;
}

/** A field for text. */
export function textControl(options: TextOptions, complain: Complain): Control<string> {
  knownOptions(options, ["value", "placeholder", "maxLength"], complain);
  const { placeholder, maxLength, value = "" } = options;
  if (maxLength !== undefined && !(Number.isInteger(maxLength) && maxLength > 0)) {
    complain(`maxLength ${maxLength} is not a whole number above 0`);
  }
  return {
    spec: {
      kind: "text",
      ...placeholder === undefined ? {} : { placeholder },
      ...maxLength === undefined ? {} : { maxLength },
    },
    value,
    check(value) {
      if (typeof value !== "string") throw new TypeError("is not text");
      if (value.length > (maxLength ?? Infinity)) {
        throw new RangeError(`is longer than ${maxLength} characters`);
      }
      return value;
    },
  };
}

/** A box to tick. */
export function checkboxControl(options: CheckboxOptions, complain: Complain): Control<boolean> {
  knownOptions(options, ["value"], complain);
  return {
    spec: { kind: "checkbox" },
    value: options.value ?? false,
    check(value) {
      if (typeof value !== "boolean") throw new TypeError("is not true or false");
      return value;
    },
  };
}

/** A button; its value is how often it was pressed. */
export function buttonControl(options: InputOptions, complain: Complain): Control<number> {
  knownOptions(options, [], complain);
  return {
    spec: { kind: "button" },
    value: 0,
    check(value) {
      if (!Number.isInteger(value) || (value as number) < 0) {
        throw new TypeError("is not a number of presses");
      }
      return value as number;
    },
  };
}
