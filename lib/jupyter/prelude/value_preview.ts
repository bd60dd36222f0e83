import { types } from "node:util";
import { className, entryCount, firstEntries, GETTER, ownKeys, ownValue } from "./own_values.ts";

const MOST = 80;

/** A short text of a value. Calls nothing of it: a getter is shown as `(getter)`. */
export function previewOf(value: unknown): string {
  const text = preview(value, 2).replaceAll(/\s+/g, " ");
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
}

function preview(value: unknown, depth: number): string {
  if (value === GETTER) return "(getter)";
  if (typeof value === "string") {
    return value.length > MOST ? `${JSON.stringify(value.slice(0, MOST))}…` : JSON.stringify(value);
  }
  if (typeof value === "bigint") return bigintText(value);
  if (typeof value === "function") return functionHead(value);
  if (Object.is(value, -0)) return "-0";
  if (typeof value !== "object" || value === null) return String(value);
  if (types.isProxy(value)) return "(proxy)";
  if (types.isDate(value)) {
    const time = Date.prototype.getTime.call(value);
    return isNaN(time) ? "Invalid Date" : new Date(time).toISOString();
  }
  if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
  if (types.isPromise(value)) return "(promise)";
  if (types.isNativeError(value)) return String(ownValue(value, "message") ?? "");
  const strings = ownValue(value, "strings");
  if (Array.isArray(strings) && ownValue(value, "values") !== undefined) {
    return strings.slice(0, 5).map((_, i) => String(ownValue(strings, i))).join("?").trim();
  }
  if (depth === 0) return Array.isArray(value) ? "[…]" : "{…}";
  const items = (count: number, list: string[], [open, close]: string) => {
    const more = count > list.length ? ", …" : "";
    return count === 0 ? open! + close : `${open} ${list.join(", ")}${more} ${close}`;
  };
  if (Array.isArray(value) || types.isTypedArray(value)) {
    const count = value.length;
    const shown = Array.from(
      { length: Math.min(count, 5) },
      (_, i) => preview(ownValue(value, i), depth - 1),
    );
    return items(count, shown, "[]");
  }
  if (types.isMap(value) || types.isSet(value)) {
    const shown = firstEntries(value, 4).map((entry) =>
      entry.map((item) => preview(item, depth - 1)).join(" → ")
    );
    return items(entryCount(value), shown, "{}");
  }
  const keys = ownKeys(value).filter((key) => typeof key === "string");
  const shown = keys.slice(0, 6).map((key) =>
    `${key}: ${preview(ownValue(value, key), depth - 1)}`
  );
  const name = className(value);
  return (name === "Object" ? "" : `${name} `) + items(keys.length, shown, "{}");
}

/** Printing all digits of a huge number would take long. */
function bigintText(value: bigint): string {
  const huge = value !== BigInt.asIntN(512, value);
  return huge ? "(more than 512 bits)" : `${value}n`;
}

function functionHead(value: object): string {
  const text = Function.prototype.toString.call(value).slice(0, 400);
  return /^[^]*?(?:=>|\)(?=\s*\{))|^class[^{]*/.exec(text)?.[0].trim() ?? text;
}
