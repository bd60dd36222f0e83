import { literal } from "./literal.ts";

/** The values of a list: an array, a Set or a typed array; undefined for anything else. */
export function listOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return [...value];
  if (value instanceof Set) return [...value];
  const isTyped = ArrayBuffer.isView(value) && !(value instanceof DataView);
  return isTyped ? [...value as Uint8Array] : undefined;
}

/**
 * The values of a list for `in (…)`, with commas between them.
 *
 * @param list At least one value.
 * @throws {TypeError} A value cannot stand in a list; the message says what to write.
 */
export function listLiteral(list: readonly unknown[]): string {
  return list.map((value) => {
    if (value === null || value === undefined) {
      throw new TypeError(
        `Cannot write a list that holds ${value} into SQL: QuestDB would compare it as a value. ` +
          "Use list.filter((value) => value != null), and for rows without a value: or x = null",
      );
    }
    if (typeof value === "boolean") {
      throw new TypeError(
        "Cannot write a list of booleans into SQL: QuestDB has no in for them; use x = ${true}",
      );
    }
    if (listOf(value)) {
      throw new TypeError("Cannot write a list of lists into SQL: use list.flat()");
    }
    return literal(value);
  }).join(", ");
}

/**
 * A list of numbers as an array of DOUBLE, `array[1.5, 2]`; lists of equal length give more
 * dimensions.
 *
 * @returns Undefined if it is no such list, or empty.
 */
export function arrayLiteral(list: readonly unknown[]): string | undefined {
  const shape = shapeOf(list);
  return shape && `array${written(list)}`;
}

function written(list: readonly unknown[]): string {
  const parts = list.map((value) => {
    const inner = listOf(value);
    return inner ? written(inner) : literal(value);
  });
  return `[${parts.join(", ")}]`;
}

/** Lengths of the dimensions as text, `2,3`; undefined if they differ or a value is not a number. */
function shapeOf(list: readonly unknown[]): string | undefined {
  const shapes = list.map((value) => {
    const inner = listOf(value);
    return inner ? shapeOf(inner) : Number.isFinite(value) ? "" : undefined;
  });
  if (shapes.length === 0 || shapes.some((one) => one !== shapes[0])) return undefined;
  return shapes[0] === undefined ? undefined : `${list.length},${shapes[0]}`;
}
