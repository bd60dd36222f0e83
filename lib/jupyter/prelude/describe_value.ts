import { types } from "node:util";
import {
  className,
  entryCount,
  forgetKeys,
  isPlain,
  ownKeys,
  ownValue,
  spread,
} from "./own_values.ts";
import { previewOf } from "./value_preview.ts";
import { estimatedBytes } from "./value_size.ts";

/** A value as the list of variables shows it. */
export interface DescribedValue {
  /** `number`, `rows`, `string[]`, `Map`, the name of its class. */
  type: string;
  /** `1,000 rows × 5 columns`, `12 entries`; "" for a single value. */
  shape: string;
  /** Estimated. */
  bytes: number;
  /** One line. */
  preview: string;
  /** Whether it can be shown as a table. */
  table: boolean;
}

/** Milliseconds from which a description is kept instead of being made again. */
const SLOW = 20;
const kept = new WeakMap<object, DescribedValue>();

/**
 * Describes a value without calling anything of it: no getters, no traps of proxies. A value that
 * takes long, such as an object with a million properties, is described once.
 */
export function describeValue(value: unknown): DescribedValue {
  const key = typeof value === "object" && value !== null ? value : undefined;
  const known = key && kept.get(key);
  if (known) return known;
  const began = performance.now();
  const described = {
    ...kindOf(value),
    bytes: estimatedBytes(value),
    preview: previewOf(value),
  };
  forgetKeys();
  if (key && performance.now() - began > SLOW) kept.set(key, described);
  return described;
}

type Kind = Pick<DescribedValue, "type" | "shape" | "table">;

function kindOf(value: unknown): Kind {
  const kind = (type: string, shape = "", table = false): Kind => ({ type, shape, table });
  if (value === null) return kind("null");
  if (typeof value === "string") return kind("string", count(value.length, "character"));
  if (typeof value === "function") {
    const source = Function.prototype.toString.call(value);
    return kind(source.startsWith("class") ? "class" : "function");
  }
  if (typeof value !== "object") return kind(typeof value);
  if (types.isProxy(value)) return kind("Proxy");
  if (Array.isArray(value)) return listKind(value);
  if (types.isTypedArray(value)) return kind(className(value), count(value.length, "item"));
  if (types.isMap(value)) return kind("Map", count(entryCount(value), "entry", "entries"));
  if (types.isSet(value)) return kind("Set", count(entryCount(value), "item"));
  if (Array.isArray(ownValue(value, "strings")) && ownValue(value, "values") !== undefined) {
    return kind("query", "", true);
  }
  const name = ownValue(value, "name");
  if (
    ownValue(value, "identity") !== undefined && ownValue(value, "columns") !== undefined &&
    typeof name === "string"
  ) return kind("stream", name, true);
  const [rows, names] = [ownValue(value, "_nrows"), ownValue(value, "_names")];
  if (typeof rows === "number" && Array.isArray(names)) { // a table of arquero
    return kind("Table", rowsByColumns(rows, names.length), true);
  }
  if (isPlain(value)) {
    return kind("object", count(ownKeys(value).length, "property", "properties"));
  }
  return kind(className(value));
}

function listKind(list: readonly unknown[]): Kind {
  const sample = spread(list.length, 20).map((i) => ownValue(list, i));
  if (sample.length > 0 && sample.every(isPlain)) {
    const columns = new Set(sample.flatMap((row) => ownKeys(row as object)));
    return { type: "rows", shape: rowsByColumns(list.length, columns.size), table: true };
  }
  const types = new Set(
    sample.map((item) =>
      item === null || typeof item !== "object"
        ? typeof item
        : Array.isArray(item)
        ? "list"
        : "object"
    ),
  );
  const type = types.size === 1 ? `${[...types][0]}[]` : types.size === 0 ? "list" : "mixed[]";
  return { type, shape: count(list.length, "item"), table: false };
}

function rowsByColumns(rows: number, columns: number): string {
  return `${count(rows, "row")} × ${count(columns, "column")}`;
}

function count(n: number, word: string, words = `${word}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? word : words}`;
}
