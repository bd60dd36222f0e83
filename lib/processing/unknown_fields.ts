import { shortText } from "../errors.ts";
import type { Stream } from "../streams/stream.ts";
import { printable } from "../terminal_text.ts";

/** How many fields of a stream are named; further ones are only counted. */
const NAMED = 20;
/** Characters of a name that are kept: it is text from outside. */
const NAME_LENGTH = 80;

/** Options for {@linkcode UnknownFields}. */
export interface UnknownFieldsOptions {
  /**
   * Called once for each new name of a stream, as printable text, and once more without a name when
   * there are more than 20. Of a stream with sensitive fields none is named.
   */
  onFirst?: (stream: Stream, name: string | undefined) => void;
}

/** Counts the values of undeclared fields, stream by stream. Its memory is bounded. */
export class UnknownFields {
  #counts = new Map<Stream, number>();
  #names = new Map<Stream, Set<string>>();
  #onFirst: NonNullable<UnknownFieldsOptions["onFirst"]>;

  constructor({ onFirst = () => {} }: UnknownFieldsOptions = {}) {
    this.#onFirst = onFirst;
  }

  /** Adds the names that `stream.unknownIn(record)` has found in one record. */
  add(stream: Stream, names: readonly string[]): void {
    if (names.length === 0) return;
    this.#counts.set(stream, this.count(stream) + names.length);
    let known = this.#names.get(stream);
    if (!known) this.#names.set(stream, known = new Set());
    const named = stream.sensitive.length > 0 ? 0 : NAMED;
    for (let i = 0; i < names.length && known.size <= named; i++) {
      // A copy: a part of a message's text would keep all of it in memory.
      const name = printable(shortText(names[i], NAME_LENGTH)).split("").join("");
      if (known.has(name)) continue;
      known.add(name);
      this.#onFirst(stream, known.size > named ? undefined : name);
    }
  }

  /** The number of values so far. */
  count(stream: Stream): number {
    return this.#counts.get(stream) ?? 0;
  }
}

/** A warning for a person, once per name. @param name Undefined for all further ones. */
export function unknownFieldWarning(
  { name: stream, unknown, sensitive }: Stream,
  name: string | undefined,
): string {
  const field = name === undefined
    ? `${sensitive.length > 0 ? "" : "further "}fields of ${stream} are not declared and`
    : `the field ${JSON.stringify(name)} of ${stream} is not declared and`;
  const verb = name === undefined ? "are" : "is";
  return unknown === "keep"
    ? `warning: ${field} ${verb} kept in the column unknown_fields`
    : `warning: ${field} ${verb} not stored; add it to the stream's schema to store it`;
}
