import { parseDecimal } from "./decimal.ts";

/** Options for {@linkcode NumberReader}. */
export interface NumberOptions {
  /** The file's delimiter. @default "," */
  delimiter?: string;
  /** Whether `1e-3` and `+5`, which programs write, are numbers too. @default false */
  scientific?: boolean;
}

const GROUPS = /^(-?)([1-9]\d{0,2}(?:,\d{3})+)(\.\d*)?$/;
const SCIENTIFIC = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** One mark that may separate thousands or decimals. */
const UNCLEAR = /^-?[1-9]\d{0,2}[.,]\d{3}$/;
/** Numbers that only make sense with a decimal comma, or only with a decimal point. */
const COMMA = /^-?(?=.*\d)(?:\d*,\d*|\d{1,3}(?:\.\d{3})+,\d*|\d{1,3}(?:\.\d{3}){2,})$/;
const POINT = /^-?(?=.*\d)(?:\d*\.\d*|\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:,\d{3}){2,})$/;

/**
 * The one rule for numbers in files: digits with a decimal point, `-0.25`, and optionally a comma
 * between groups of three, `1,234.50`. Nothing else is a number: no hexadecimal, no Infinity, and
 * no whole number that would be rounded.
 *
 * Only files delimited by `;`, which programs write where the comma is the decimal mark, may have
 * it the other way round: `1.234,50`. The first number that is clear, such as `100,5` or `2.1`,
 * settles it for the whole file; until then, `1,234` and `1.234` are refused, as they can be two
 * numbers.
 */
export class NumberReader {
  #mark: "." | "," | undefined;
  #scientific: boolean;

  constructor({ delimiter = ",", scientific = false }: NumberOptions = {}) {
    this.#mark = delimiter === ";" ? undefined : ".";
    this.#scientific = scientific;
  }

  /** The decimal mark; undefined as long as it is not clear. */
  get mark(): "." | "," | undefined {
    return this.#mark;
  }

  /** Reads the text of a cell. @returns NaN if it is not a number. */
  number(text: string): number {
    if (this.#mark === ".") return this.#withPoint(text);
    if (this.#mark === undefined) this.#learn(text);
    if (this.#mark === ",") {
      return this.#withPoint(text.replace(/[.,]/g, (mark) => mark === "." ? "," : "."));
    }
    if (this.#mark === undefined && UNCLEAR.test(text)) return NaN;
    return this.#withPoint(text);
  }

  /**
   * Reads dollars: a number, or one with a dollar sign: `$8.75`, `-$8.75`, `$1,234.50`.
   *
   * @returns NaN if the text is not such an amount.
   */
  money(text: string): number {
    const value = this.number(text);
    if (value === value) return value;
    const match = /^(-?)\$(-?)(\d.*)$/.exec(text);
    return !match || match[1] && match[2] ? NaN : this.number(match[1]! + match[2] + match[3]);
  }

  /** Why a text is not a number. @param expected For example `expected a number`. */
  fault(text: string, expected: string): string {
    const plain = text.replace("$", "");
    if (this.#mark !== undefined || !UNCLEAR.test(plain)) return expected;
    return `${expected}; it may be ${plain.replace(/[.,]/, "")} or ${plain.replace(",", ".")}, ` +
      "and no number before it shows the file's decimal mark";
  }

  #learn(text: string) {
    if (UNCLEAR.test(text)) return;
    if (COMMA.test(text)) this.#mark = ",";
    else if (POINT.test(text)) this.#mark = ".";
  }

  #withPoint(text: string): number {
    const value = parseDecimal(text);
    if (value === value) return value;
    const groups = GROUPS.exec(text);
    if (groups) {
      return parseDecimal(groups[1] + groups[2]!.replaceAll(",", "") + (groups[3] ?? ""));
    }
    if (!this.#scientific || !SCIENTIFIC.test(text)) return NaN;
    const number = Number(text);
    return /^[+-]?\d+$/.test(text)
      ? parseDecimal(text.replace("+", ""))
      : Number.isFinite(number)
      ? number
      : NaN;
  }
}
