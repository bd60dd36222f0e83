/** Types on the PostgreSQL wire: their names and how their text is read. */
import { safeInteger, timeOf, type Times } from "./answer.ts";

/** Source: PostgreSQL's pg_type. */
const NAMES: Record<number, string> = {
  16: "BOOLEAN",
  17: "BINARY",
  20: "LONG",
  21: "SHORT",
  23: "INT",
  700: "FLOAT",
  701: "DOUBLE",
  1022: "DOUBLE[]",
  1042: "CHAR",
  1114: "TIMESTAMP",
  1184: "TIMESTAMP",
  1700: "DECIMAL",
  2950: "UUID",
};

/** Name of a type by its number on the wire; all text is 1043 there, so it is VARCHAR. */
export function wireTypeName(type: number): string {
  return NAMES[type] ?? "VARCHAR";
}

/** The `types` option of `postgres`: readers for LONG, times and arrays of DOUBLE. */
export function wireTypes(times: Times) {
  return {
    long: { to: 20, from: [20], serialize: String, parse: safeInteger },
    time: {
      to: 1184,
      from: [1082, 1114, 1184],
      serialize: String,
      parse: (text: string) => timeOf(text, times),
    },
    doubles: {
      to: 1022,
      from: [1022],
      serialize: String,
      parse: (text: string) =>
        JSON.parse(text.replaceAll("{", "[").replaceAll("}", "]").toLowerCase()),
    },
  };
}
