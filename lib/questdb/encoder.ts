import type { Column, Stream } from "../streams/stream.ts";
import { isoMicros, isoSeconds } from "../time.ts";
import { DOUBLE, LineBytes, Words } from "./bytes.ts";

/** Encodes one stream's records as lines of QuestDB's line protocol. */
export interface Encoder {
  /**
   * Appends a record that passed the stream's check. If it throws, nothing is appended.
   *
   * @param place For a change stream, see {@linkcode Stream.rowOf}.
   */
  add(record: Record<string, unknown>, place?: number): void;
  /** Rows since the last {@linkcode Encoder.take}. */
  readonly rows: number;
  /** Bytes since the last {@linkcode Encoder.take}. */
  readonly bytes: number;
  /** Takes the rows written so far. Their bytes stay valid until the next call. */
  take(): Lines;
}

/** Encoded rows. */
export interface Lines {
  /** All lines, one after another. */
  bytes: Uint8Array;
  /** `starts[i]` is where row i starts; the last entry is the end. Length rows + 1. */
  starts: number[];
}

type WriteRow = (out: LineBytes, row: Record<string, unknown>) => void;

/**
 * Compiles a stream's encoder: straight-line code without look-ups, generated from its columns. Two
 * buffers alternate, so that one can be sent while the other fills.
 *
 * @param table Name of the table, with its namespace.
 */
export function compileEncoder(stream: Stream, table: string): Encoder {
  const write = compileRow(stream, table);
  let filling = { out: new LineBytes(), starts: [0] };
  let other = { out: new LineBytes(), starts: [0] };
  return {
    add(record, place) {
      const { out, starts } = filling;
      const row = stream.rowOf(record, place);
      const start = out.position;
      try {
        write(out, row);
        while (out.overflowed) {
          out.grow(start);
          write(out, row);
        }
      } catch (error) {
        out.position = start; // half a line would spoil the rows around it
        throw error;
      }
      starts.push(out.position);
    },
    get rows() {
      return filling.starts.length - 1;
    },
    get bytes() {
      return filling.out.position;
    },
    take() {
      const { out, starts } = filling;
      const lines = { bytes: out.written(), starts };
      [filling, other] = [other, filling];
      filling.out.position = 0;
      filling.starts = [0];
      return lines;
    },
  };
}

function ilpName(name: string): string {
  return name.replace(/[ ,=\\]/g, "\\$&");
}

/** Source code that writes a column's value `v`. */
function valueCode(type: Column["type"]): string {
  switch (type) {
    case "SYMBOL":
      return "o.symbol(v)";
    case "LONG":
      return "o.integer(v); o.byte(105)";
    case "DOUBLE":
      return "o.double(v)";
    case "BOOLEAN":
      return "o.byte(v ? 116 : 102)";
    case "TIMESTAMP":
      return "o.time(isoSeconds(v), isoMicros(v))";
    case "JSON":
      return "o.text(JSON.stringify(v))";
    default: // VARCHAR; QuestDB parses UUID and IPv4 from text
      return "o.text(v)";
  }
}

function compileRow(stream: Stream, table: string): WriteRow {
  const names = [new Words(ilpName(table))];
  const name = (text: string) => names.push(new Words(text)) - 1;
  const lines = ["let v; o.words(n[0]);"];
  const symbols = stream.columns.filter((column) => column.type === "SYMBOL");
  const fields = stream.columns.filter((column) => column.type !== "SYMBOL");
  for (const column of symbols) {
    const index = name(`,${ilpName(column.name)}=`);
    lines.push(
      `if ((v = r.${column.name}) != null) { o.words(n[${index}]); ${valueCode("SYMBOL")}; }`,
    );
  }
  lines.push("const first = o.position;");
  for (const column of fields) {
    const index = name(`,${ilpName(column.name)}=${column.type === "DOUBLE" ? DOUBLE : ""}`);
    lines.push(
      `if ((v = r.${column.name}) != null) { o.words(n[${index}]); ${valueCode(column.type)}; }`,
    );
  }
  // A space separates the fields from the symbols, a comma one field from the next.
  lines.push("if (o.position > first) o.byte(32, first);");
  const time = `r.${stream.time}`;
  lines.push(
    "o.byte(32);",
    stream.timeFormat === "iso"
      ? `o.time(isoSeconds(${time}), isoMicros(${time}));`
      : `o.time(Math.floor(${time} / 1000), ${time} % 1000 * 1000 + r.tsMicros);`,
    "o.byte(10);",
  );
  // defineStream() accepts only snake_case names, so they are safe in source code.
  const make = new Function(
    "n",
    "isoSeconds",
    "isoMicros",
    `return function writeRow(o, r) {\n${lines.join("\n")}\n}`,
  );
  return make(names, isoSeconds, isoMicros) as WriteRow;
}
