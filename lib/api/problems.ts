/** What the API answers with an error; anything else that is thrown is a fault of the server. */
import { printable } from "../printable.ts";
import { shortText } from "../errors.ts";

export { OverloadedError } from "../questdb/limited.ts";

/** A parameter is wrong: 400. */
export class BadParameterError extends Error {
  override name = "BadParameterError";
  /** The parameter's name. */
  readonly parameter: string;

  /**
   * @param parameter The parameter's name.
   * @param found The value found, and what is wanted.
   */
  constructor(parameter: string, { value, wanted }: { value: string; wanted: string }) {
    super(`Cannot use ${shown(parameter)} ${quotedValue(value)}: ${wanted}`);
    this.parameter = shown(parameter);
  }
}

/** What was asked for does not exist: 404. */
export class NotFoundError extends Error {
  override name = "NotFoundError";
  /** The parameter that names it; null if the path is unknown. */
  readonly parameter: string | null;

  constructor(message: string, parameter: string | null = null) {
    super(message);
    this.parameter = parameter;
  }
}

/** A value from a request as short text in quotes, with nothing in it that controls a terminal. */
export function quotedValue(value: string): string {
  return printable(JSON.stringify(shortText(value, 60)));
}

function shown(name: string): string {
  return printable(shortText(name, 40));
}
