import { messageOf } from "../errors.ts";
import { isHead, type IsRecord, itemsOf } from "./json_envelope.ts";
import { parseExact } from "./json_exact.ts";
import { salvage, type SalvagedPart, unread } from "./json_salvage.ts";

/** A value of a text, or a part of it that is not a value. */
export interface JsonPart {
  /**
   * The line where it starts, from 1; of several values in a line, and from then on, a number that
   * grows by at least one from value to value. In a text that is one JSON array: the position in it.
   */
  line: number;
  /** The original text. */
  raw: string;
  /** The value; undefined if there is a problem. */
  value?: unknown;
  /** Why this is not a value: `not JSON: …`. */
  problem?: string;
}

/** How many arrays are open after the punctuation between records. */
function openAfter(punctuation: string, open: number): number {
  for (const char of punctuation) {
    if (char === "[") open++;
    else if (char === "]" && open > 0) open--;
  }
  return open;
}

/** Collects the parts of a text until they are taken, and numbers them. */
export class JsonParts {
  /** Whether the text is one JSON array; undefined until that is known. */
  isArray: boolean | undefined;
  #isRecord: IsRecord;
  #parts: JsonPart[] = [];
  /** The number of the last part. */
  #last = 0;

  /** @param isRecord Tells records from their parts and from envelopes. */
  constructor(isRecord: IsRecord) {
    this.#isRecord = isRecord;
  }

  /** Finds out whether the text is an array, if that is not known yet. @param text What comes next. */
  look(text: string) {
    if (this.isArray === undefined && text.trim() !== "") this.isArray = /^\s*\[/.test(text);
  }

  /** The parts since the last call. */
  take(): JsonPart[] {
    return this.#parts.splice(0);
  }

  /** Adds a part. Its line is replaced by its position in an array, and grows past the last part's. */
  add({ line, ...part }: JsonPart) {
    this.#last = this.isArray ? this.#last + 1 : Math.max(line, this.#last + 1);
    this.#parts.push({ line: this.#last, ...part });
  }

  /**
   * Adds a value, or each item of an envelope.
   *
   * @param place `line`: where the value starts. `raw`: its original text.
   */
  addValue(value: object, { line, raw }: { line: number; raw: string }) {
    if (!itemsOf(value, this.#isRecord)) return this.add({ line, raw, value });
    // The text of an item is written again, so its numbers must not have been rounded.
    for (const item of itemsOf(parseExact(raw) as object, this.#isRecord)!) {
      this.add({ line, raw: JSON.stringify(item), value: item });
    }
  }

  /**
   * Adds text that is not a value: the whole records in it and what is between them, but nothing for
   * the head of an envelope.
   *
   * @param line Where it starts.
   * @returns How many arrays around records are open at its end.
   */
  addDamaged(text: string, line: number): number {
    if (isHead(text, this.#isRecord)) return 1;
    let open = 0;
    // A line that is not indented may be a record of its own.
    for (const chunk of text.trimEnd().split(/\n(?=[^\s\]}])/)) {
      open = this.#addChunk(chunk, line) ?? open;
      line += chunk.split("\n").length;
    }
    return open;
  }

  /** @returns How many arrays are open at its end; undefined if it is a value. */
  #addChunk(text: string, first: number): number | undefined {
    let value: unknown, problem: string;
    try {
      value = JSON.parse(text);
      return void this.add({ line: first, raw: text, value });
    } catch (error) {
      problem = `not JSON: ${messageOf(error)}`;
    }
    const { parts, end } = salvage(text, this.#isRecord);
    const all = [...parts, ...unread(text, { from: end })];
    return this.addSalvaged(all, { text, line: first, problem });
  }

  /**
   * Adds the parts of a text that is not JSON.
   *
   * @param source `text`: that text. `line`: where it starts. `problem`: why a part is not a value.
   * @returns How many arrays around records are open at its end.
   */
  addSalvaged(
    parts: readonly SalvagedPart[],
    { text, line, problem }: { text: string; line: number; problem: string },
  ): number {
    let at = 0, end = 0, open = 0;
    for (const part of parts) {
      line += text.slice(at, part.at).split("\n").length - 1;
      open = openAfter(text.slice(end, part.at), open);
      at = part.at;
      const raw = part.text;
      end = at + raw.length;
      if (part.value) this.addValue(part.value, { line, raw });
      else if (isHead(raw, this.#isRecord)) open++;
      else {
        this.add({ line, raw, problem });
        open = 0; // its closing bracket may be in the damaged text
      }
    }
    return openAfter(text.slice(end), open);
  }
}
