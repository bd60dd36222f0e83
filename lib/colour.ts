/** Styles for text on a terminal. Text from outside must be printable before it is styled. */
export interface Colours {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
}

const plain: Colours = { bold: String, dim: String, red: String };

const style = (code: number) => (text: string) => text === "" ? "" : `\x1b[${code}m${text}\x1b[0m`;

const styled: Colours = { bold: style(1), dim: style(2), red: style(31) };

/**
 * Styles if the text goes to a terminal, and `NO_COLOR` is not set (no-color.org); else text stays
 * as it is.
 */
export function coloursFor(isTerminal: boolean, noColor: boolean = Deno.noColor): Colours {
  return isTerminal && !noColor ? styled : plain;
}
