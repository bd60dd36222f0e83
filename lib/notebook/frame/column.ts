/** A column of an arquero table: anything with a length and `at`. */
export interface FrameColumn {
  readonly length: number;
  at(row: number): unknown;
}

const START = 1024;

/**
 * Collects the values of a column in as little memory as their type allows: numbers and times in eight
 * bytes each, and a bit of care for nulls; each text once, while there are few different ones.
 */
export class ColumnBuilder {
  #size = 0;
  #kind: "numbers" | "times" | undefined;
  #numbers = new Float64Array(0);
  #nulls: Uint8Array | undefined;
  #others: unknown[] | undefined;
  #texts = new Map<string, string>();

  /** Adds a value; null and undefined are no value. */
  push(value: unknown): void {
    const at = this.#size++;
    if (this.#others) return void this.#others.push(this.#shared(value));
    const kind = typeof value === "number"
      ? "numbers"
      : value instanceof Date
      ? "times"
      : undefined;
    if (value === null || value === undefined) {
      this.#reserve(at);
      this.#nulls ??= new Uint8Array(this.#numbers.length);
      this.#nulls[at] = 1;
    } else if (kind !== undefined && (this.#kind ?? kind) === kind) {
      this.#kind = kind;
      this.#reserve(at);
      this.#numbers[at] = Number(value);
    } else {
      const before = this.#packed(at);
      this.#others = Array.from({ length: at }, (_, row) => before.at(row));
      this.#others.push(this.#shared(value));
      this.#numbers = new Float64Array(0);
      this.#nulls = undefined;
    }
  }

  /** The column. */
  end(): FrameColumn {
    this.#texts.clear();
    return this.#others ?? this.#packed(this.#size);
  }

  #packed(length: number): FrameColumn {
    const numbers = this.#numbers, nulls = this.#nulls;
    const isTime = this.#kind === "times";
    return {
      length,
      at(row) {
        if (!(row >= 0 && row < length)) return undefined;
        if (nulls?.[row] === 1) return null;
        return isTime ? new Date(numbers[row]!) : numbers[row];
      },
    };
  }

  #reserve(at: number): void {
    if (at < this.#numbers.length) return;
    const length = Math.max(START, Math.ceil(this.#numbers.length * 1.5));
    const numbers = new Float64Array(length);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    if (!this.#nulls) return;
    const nulls = new Uint8Array(length);
    nulls.set(this.#nulls);
    this.#nulls = nulls;
  }

  #shared(value: unknown): unknown {
    if (typeof value !== "string") return value ?? null;
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    if (this.#texts.size < 10_000) this.#texts.set(value, value);
    return value;
  }
}
