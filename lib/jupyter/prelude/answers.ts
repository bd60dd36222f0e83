import { wait } from "./cell_runs.ts";

/** What a front end shows, by MIME type. */
export type AnswerData = Record<string, unknown>;

/** The answer of a cell, as Deno's kernel shows it. */
export type Answer = { [key: symbol]: () => AnswerData };

/** Under this key a value keeps how it is shown. */
const DISPLAY: unique symbol = Symbol.for("Jupyter.display") as never;

/** lib/notebook/display/value_bundle.ts */
export interface PlainValues {
  valueBundle(value: unknown): AnswerData | undefined;
}

/** Has no packages, so it can be loaded in every folder; typed here, as it is in a higher layer. */
const PLAIN = new URL("../../notebook/display/value_bundle.ts", import.meta.url).href;

let known: (value: unknown) => Promise<AnswerData> | undefined = () => undefined;

/**
 * Sets how the values of the notebook's library are shown: queries, streams, figures. The library
 * calls it when it is loaded.
 *
 * @param bundleOf Returns undefined for any other value.
 */
export function showAnswersWith(
  bundleOf: (value: unknown) => Promise<AnswerData> | undefined,
): void {
  known = bundleOf;
}

/** The answer of a cell: its last expression, ready to be shown by Deno's kernel; see {@linkcode answerData}. */
export async function answer(value: unknown): Promise<Answer | undefined> {
  const data = await answerData(value);
  return data && { [DISPLAY]: () => data };
}

/**
 * What is shown of a cell's last expression. A promise is awaited, a query is asked only for the rows
 * that are shown. What fails here fails in the cell, and Stop ends it.
 *
 * @returns undefined if there is nothing to show.
 */
export async function answerData(value: unknown): Promise<AnswerData | undefined> {
  return await wait(dataOf(value));
}

async function dataOf(value: unknown): Promise<AnswerData | undefined> {
  if (value === undefined) return undefined;
  const own = (value as { [DISPLAY]?: unknown } | null)?.[DISPLAY];
  if (typeof own === "function") return await own.call(value) as AnswerData;
  const data = known(value);
  if (data) return await data;
  if (typeof (value as { then?: unknown } | null)?.then === "function") {
    return dataOf(await value);
  }
  const { valueBundle } = await loadPlain();
  return valueBundle(value) ?? await kernelData(value) ?? { "text/plain": inspected(value) };
}

/** Loads what shows the values of the language; the first time takes some milliseconds. */
export async function loadPlain(): Promise<PlainValues> {
  return await import(PLAIN);
}

/** How Deno's kernel shows a value that is a picture or an element of a page. */
async function kernelData(value: unknown): Promise<AnswerData | undefined> {
  if (typeof value !== "object" || value === null) return undefined;
  const data = await Deno.jupyter.format(value) as AnswerData;
  return Object.keys(data).some((type) => type !== "text/plain") ? data : undefined;
}

/** Maximum characters of a value that is shown as text. */
const MAX_LENGTH = 20_000;

/** A value as text. */
export function inspected(value: unknown): string {
  const text = Deno.inspect(value, { colors: false, depth: 6, iterableLimit: 100 });
  if (text.length <= MAX_LENGTH) return text;
  return `${text.slice(0, MAX_LENGTH)}\n… ${text.length - MAX_LENGTH} more characters`;
}
