import type { TObject } from "typebox";
import type { Rule } from "./check.ts";
import type { Column } from "./fields.ts";
import { compileTexts } from "./texts.ts";
import { inUnknown, keepUnknown, unknownFinder, type UnknownPolicy } from "./unknown.ts";

type Fields = Record<string, unknown>;

/** What a stream's declaration says about the fields of its records. */
export interface Declared {
  key: string;
  /** The columns of all fields, the time included. */
  row: readonly Column[];
  unknown: UnknownPolicy;
  rules: readonly Rule[];
}

/** The functions of a stream whose messages are its records; `envelopeOf` has those of change events. */
export function plainMessage(schema: TObject, { key, row, unknown, rules }: Declared) {
  const unknownIn = unknownFinder(row.map(({ name }) => name));
  const brokenText = compileTexts(row);
  const kept = (record: Fields) => inUnknown(record, unknownIn(record));
  const keep = unknown === "keep";
  return {
    schema,
    unknownIn,
    rules: [brokenText, ...(keep ? [kept] : []), ...rules] as Rule[],
    keyOf: (record: Fields) => String(record[key]),
    rowOf: keep
      ? (record: Fields) => keepUnknown(record, record, unknownIn(record))
      : (record: Fields) => record,
  };
}
